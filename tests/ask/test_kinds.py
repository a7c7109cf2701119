"""What is asked for is of a kind that an answer must speak of."""

from __future__ import annotations

import pytest

from advisor.ask.kinds import unmet


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How long are prompts kept?", "Prompts are kept for 30 days."),
        ("How long are prompts kept?", "We do not store prompts."),
        ("How soon is it deleted?", "Deleted within thirty (30) calendar days."),
        ("Within how many hours must it tell us?", "It notifies without undue delay."),
        ("What uptime is promised?", "Availability of 99.9%."),
        ("In which country is it stored?", "It is stored in the EU."),
        ("Is it ISO 27001 certified?", "We hold ISO/IEC 27001."),
        ("Is it certified?", "We lock the doors."),
        ("What does Acme say about open models?", "Acme calls them useful."),
        ("What does the article say about open models?", "They are useful."),
    ],
)
def test_a_text_of_the_kind_asked_for_may_answer(question: str, text: str) -> None:
    assert not unmet(question, ["Something else.", text])


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How long are prompts kept?", "Above 20 million dollars of monthly revenue, ask us."),
        ("Within how many hours must it tell us?", "Content is deleted after 30 days."),
        ("What uptime is promised?", "We strive for a reliable service."),
        ("Can we keep it inside the EU?", "We protect your data with care."),
        ("Is it ISO 27001 certified?", "We passed a SOC 2 audit."),
        ("What does Gartner say about open models?", "Open models carry risks."),
        ("According to Forrester, is open cheaper?", "Open models may be cheaper."),
    ],
)
def test_a_text_of_another_kind_does_not(question: str, text: str) -> None:
    assert unmet(question, [text])

"""Questions about a vendor are answered with the fact of its profile, or that none is stated."""

from __future__ import annotations

import asyncio

import pytest

from advisor.ask.events import Answered
from advisor.records import Answer
from advisor.wiring import Advisor


def ask(advisor: Advisor, question: str) -> Answer:
    async def last() -> Answer:
        events = [event async for event in advisor.ask(question, model="none")]
        assert isinstance(events[-1], Answered)
        return events[-1].answer

    return asyncio.run(last())


@pytest.mark.parametrize(
    ("question", "source", "said"),
    [
        ("Does Mistral train on our data?", "profile-mistral", "does not train its models on"),
        ("Will Mistral learn from what we type?", "profile-mistral", "does not train its models"),
        ("Is there a user limit in the Llama licence?", "profile-meta-llama", "700 million"),
        ("Can we host Llama ourselves?", "profile-meta-llama", "self-hosted"),
        ("Is Hugging Face SOC 2 certified?", "profile-huggingface", "SOC 2 Type 2"),
        ("Which certifications does llama.cpp have?", "profile-llama.cpp", "pages of llama.cpp"),
    ],
)
def test_the_fact_asked_for_leads(advisor: Advisor, question: str, source: str, said: str) -> None:
    answer = ask(advisor, question)
    assert answer.grounded
    first = answer.sentences[0]
    assert said in first.text
    cited = next(one for one in answer.sources if one.number == first.citations[0])
    assert cited.chunk.source == source
    assert cited.chunk.party == "vendor"
    assert cited.chunk.url.startswith("https://")
    assert cited.chunk.as_of.year >= 2021


def test_two_vendors_are_compared_in_a_table(advisor: Advisor) -> None:
    answer = ask(advisor, "Compare Mistral and Hugging Face")
    rows = [block for block in answer.blocks if block.prefix.startswith("| ")]
    assert len(rows) == 6
    assert all(len(row.sentences) == 2 for row in rows)
    assert {one.chunk.source for one in answer.sources} == {
        "profile-mistral", "profile-huggingface",
    }  # fmt: skip
    assert all(sentence.support == "supported" for sentence in answer.sentences)


def test_only_what_is_asked_is_compared(advisor: Advisor) -> None:
    answer = ask(advisor, "Does Mistral or Ollama train on our data?")
    titles = [block.prefix for block in answer.blocks if block.prefix.startswith("| ")]
    assert titles == ["| Training on customers' data | "]


@pytest.mark.parametrize(
    "question",
    [
        "Who is the CEO of Mistral?",
        "How many employees does Mistral have?",
        "What is Nvidia's share price?",
        "What is the difference between a llama and an alpaca?",
    ],
)
def test_a_profile_answers_nothing_else(advisor: Advisor, question: str) -> None:
    answer = ask(advisor, question)
    cited = {one.chunk.source for one in answer.sources}
    assert not any(source.startswith("profile-") for source in cited)


def test_a_general_question_is_not_answered_from_a_profile(advisor: Advisor) -> None:
    answer = ask(advisor, "At 300 calls a week, is it cheaper to run Llama ourselves?")
    assert {one.chunk.source for one in answer.sources} == {"guide"}


def test_what_else_a_buyer_asks_of_the_vendor_comes_next(advisor: Advisor) -> None:
    suggested = ask(advisor, "Does Anthropic train on our data?").suggestions
    assert suggested == (
        "Where is our data stored by Anthropic?",
        "How long does Anthropic keep our prompts?",
        "Which certifications does Anthropic have?",
    )
    for question in suggested:
        assert ask(advisor, question).sources[0].chunk.source == "profile-anthropic"

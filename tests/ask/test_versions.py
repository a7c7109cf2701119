from __future__ import annotations

import pytest

from advisor.ask.versions import of_another

ASKED = "How many users may a product have under the Llama 3.1 licence?"


@pytest.mark.parametrize(
    ("text", "title", "another"),
    [
        ("Above 700 million users a Llama 3 licence is needed.", "", True),
        ("Above 700 million users a Llama 3.1 licence is needed.", "", False),
        ("Above 700 million users another licence is needed.", "llama3 LICENSE", True),
        ("Above 700 million users another licence is needed.", "llama3 1 LICENSE", False),
        ("Above 700 million users another licence is needed.", "Licences", False),
        ("Qwen 2 has a licence of its own.", "", False),
    ],
)
def test_another_version_is_told_by_the_text_else_by_the_title(
    text: str, title: str, another: bool
) -> None:
    assert of_another(ASKED, text, title) == another


def test_a_question_without_a_version_has_no_other() -> None:
    assert not of_another("What does the Llama licence say?", "Llama 3 is licensed.", "")

from __future__ import annotations

import pytest

from advisor.ask.matcher import Matcher
from advisor.ask.pipeline import Parts


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("What could bite us if we depend on a closed AI vendor?", "10.8"),
        ("What could bite us if we depend on an open model?", "10.7"),
        ("Is Llama able to keep up with GPT?", "10.3"),
        ("May an insurer use a model with open weights?", "10.6"),
        ("Could we combine ChatGPT and a model on our own servers?", "10.9"),
    ],
)
def test_sides_decide_between_sections_that_sound_alike(
    parts: Parts, question: str, section: str
) -> None:
    vector = parts.embedder.embed_queries([question])[0]
    scores = parts.shelf.matcher.scores(question, vector)
    assert max(scores, key=lambda number: scores[number]) == section


def test_without_examples_nothing_is_scored(parts: Parts) -> None:
    vector = parts.embedder.embed_queries(["Any question?"])[0]
    assert Matcher([]).scores("Any question?", vector) == {}

from __future__ import annotations

import pytest

from advisor.ask.floor import asks_price


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("How much does GPT-4o cost per million tokens?", True),
        ("What does Anthropic currently charge for Claude?", True),
        ("What is the hourly price of a unit on Amazon Bedrock in Frankfurt?", True),
        ("Which is cheaper, open or proprietary AI?", False),
        ("What does it cost to run an open model ourselves?", False),
        ("Does OpenAI train on our data?", False),
    ],
)
def test_only_a_price_in_figures_of_something_named_is_a_price_question(
    question: str, asks: bool
) -> None:
    assert asks_price(question, ()) is asks

from __future__ import annotations

import pytest

from advisor.ask.prices import asked_for, states


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("How much does GPT-4o cost per million tokens?", True),
        ("What does Anthropic currently charge for Claude?", True),
        ("What is the hourly price of a unit on Amazon Bedrock in Frankfurt?", True),
        ("Which is cheaper, open or proprietary AI?", False),
        ("What does it cost to run an open model ourselves?", False),
        ("Does OpenAI train on our data?", False),
        ("How much is a seat of ChatGPT Enterprise?", True),
        ("How much does Arctic weigh on disk?", False),
        ("What does Cloudflare charge for a thousand neurons?", True),
        ("How much do we save by sending jobs to Bedrock in bulk?", False),
        ("How much notice does Scaleway give?", False),
        ("How much GPU memory does Mixtral need?", False),
    ],
)
def test_only_a_price_in_figures_of_something_named_is_a_price_question(
    question: str, asks: bool
) -> None:
    assert asked_for(question, ()) is asks


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("Standard deployments cost an additional $1.70/hour.", True),
        ("| A100 | 80 GB | $1.99 |", True),
        ("Input is billed at 2.50 USD per million tokens.", True),
        ("Model budget: $100/day for gpt-4o.", False),
        ("mistral-chat $7B_MATHSTRAL --instruct", False),
        ("We sample at a temperature of $0.6$ and a top-p of $0.95$.", False),
        ("Above 20 million dollars of revenue a licence is needed.", False),
    ],
)
def test_a_budget_a_variable_or_a_revenue_is_no_price(text: str, price: bool) -> None:
    assert states(text) is price

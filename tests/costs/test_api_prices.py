from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from advisor.costs.api_prices import api_price
from advisor.errors import UnknownPriceError

DAY = date(2026, 11, 27)


def test_a_request_is_priced_by_its_own_length() -> None:
    # Claude Sonnet 4.5: $3 a million to 200,000 tokens, $6 for all of a longer request.
    price = api_price("anthropic:claude-sonnet-4-5", DAY)
    assert price.request(100_000, 0, 0) == Decimal("0.3")
    assert price.request(300_000, 0, 0) == Decimal("1.8")
    assert 3 * price.request(100_000, 0, 0) < price.request(300_000, 0, 0)


def test_tokens_seen_before_and_batches_are_cheaper() -> None:
    price = api_price("openai:gpt-4o", DAY)
    assert price.request(1000, 0, 0) == Decimal("0.0025")
    assert price.request(1000, 1000, 0) == Decimal("0.00125")
    assert price.request(1000, 0, 100, batch=True) == Decimal("0.00175")


def test_a_batch_without_a_price_of_its_own_costs_the_same() -> None:
    price = api_price("together:meta-llama/Llama-3.3-70B-Instruct-Turbo", DAY)
    assert not price.batch
    assert price.request(1000, 0, 100, batch=True) == price.request(1000, 0, 100)


def test_prices_are_those_of_the_day() -> None:
    # $5 and $25 a million in two tiers until 2026-03-13, then in one.
    name = "anthropic:claude-opus-4-6"
    before, after = (api_price(name, date(2026, month, 1)) for month in (3, 4))
    assert before.request(300_000, 0, 0) > after.request(300_000, 0, 0)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("openai:gpt-4p", "openai:gpt-4"),
        ("opnai:gpt-4o", "openai"),
        ("gpt-4o", "PROVIDER:MODEL"),
        ("", "PROVIDER:MODEL"),
        ("openai:", "PROVIDER:MODEL"),
        ("openai:whisper-1", ""),
    ],
)
def test_an_unknown_name_is_an_error_with_the_next_step(name: str, hint: str) -> None:
    with pytest.raises(UnknownPriceError) as told:
        api_price(name, DAY)
    assert hint in told.value.hint

"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from advisor.quantities import number, quantities


@pytest.mark.parametrize(
    ("text", "a_day", "counted"),
    [
        ("two million calls a day", 2_000_000, "call"),
        ("3k/day", 3_000, ""),
        ("1.000.000 requests per day", 1_000_000, "request"),
        ("2,5 million queries daily", 2_500_000, "query"),
        ("half a million prompts each day", 500_000, "prompt"),
        ("10 000 questions per hour", 240_000, "question"),
        ("200 requests per second", 17_280_000, "request"),
        ("7 calls a week", 1, "call"),
        ("about 5,000 calls on an ordinary day", 5_000, "call"),
        ("365 documents a month", 12, "document"),
    ],
)
def test_a_rate_is_read_as_one_a_day(text: str, a_day: int, counted: str) -> None:
    (found,) = quantities(text)
    assert round(found.per_day, 9) == a_day
    assert (found.counted, bool(found.period)) == (counted, True)


@pytest.mark.parametrize("text", ["80GB of memory", "GPT-4", "12%", "$3 a day", "v1.2.3", "none"])
def test_other_figures_are_no_quantity(text: str) -> None:
    assert list(quantities(text)) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.000.000", "1000000"),
        ("1,000", "1000"),
        ("1.5", "1.5"),
        ("2,5", "2.5"),
        ("0.125", "0.125"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1.5M", "1500000"),
        ("100k", "100000"),
        ("12 thousand", "12000"),
    ],
)
def test_a_number_may_be_written_in_many_ways(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "many", "1.2.3", "-5", "5 apples", "1e9"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number(text) is None

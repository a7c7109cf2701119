from __future__ import annotations

import pytest

from advisor.ask.amounts import amounts, missing, periods


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("after a year", "after 12 months"),
        ("within two weeks", "within 14 days"),
        ("up to a day", "up to 24 hours"),
        ("for thirty days", "for 30 days"),
        ("for 30 days", "for thirty (30) calendar days"),
        ("a 10% fee", "a tenth of the price"),
        ("50 cents", "$0.50"),
        ("a 70B model", "a 70-billion-parameter model"),
        ("1,000 calls", "1000 calls"),
        ("half a year", "six months"),
    ],
)
def test_one_amount_in_other_words_is_the_same(said: str, held: str) -> None:
    assert not missing(amounts(said), amounts(held))


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("within 30 hours", "within 30 days"),
        ("40 MB", "40 GB"),
        ("4 million documents", "4 thousand documents"),
        ("15%", "1.5%"),
        ("two GPUs", "four GPUs and at least two machines"),
        ("by 26 percent", "by 62 percent"),
    ],
)
def test_another_value_or_another_unit_is_another_amount(said: str, held: str) -> None:
    assert missing(amounts(said), amounts(held))


def test_a_small_number_in_words_may_count_what_a_text_lists() -> None:
    assert not missing(amounts("two reasons"), amounts("One is price, the other is speed."))


def test_periods_are_units_without_a_count() -> None:
    assert periods("per second, nightly, within 30 days") == {"second", "day"}


def test_shares_are_compared_to_the_digit_and_thirds_are_not() -> None:
    assert missing(amounts("99.99%"), amounts("99.9%"))
    assert not missing(amounts("33 percent"), amounts("by a third"))


def test_times_may_be_what_two_amounts_make_of_each_other() -> None:
    held = amounts("The limit rises from 60 to 600 requests.")
    assert not missing(amounts("The limit is ten times as high."), held)
    assert missing(amounts("The limit is five times as high."), held)

"""A passage that says what is asked, often and together, is worded as the question is."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.ask.wording import rarities, wordings
from advisor.records import Chunk

ASKED = "Which licence forbids commercial use?"
RARITY = rarities({"licence": 0.1, "forbids": 0.01, "commercial": 0.1, "which": 0.9, "use": 0.5})


def chunk(text: str) -> Chunk:
    return Chunk(
        text, "d", "s", "p.md", "", (), 0, len(text), text, "vendor", "both",
        date(2026, 1, 1), "https://example.org",
    )  # fmt: skip


def test_a_word_is_rarer_the_fewer_passages_hold_it_and_an_unknown_one_counts_nothing() -> None:
    weights = rarities({"licence": 0.1, "forbids": 0.01, "unheard": 0.0})
    assert weights == pytest.approx({"licenc": 2.303, "forbid": 4.605}, abs=0.001)


def test_all_words_of_the_question_are_all_that_can_be_held() -> None:
    (all_of_it, none) = wordings(
        ASKED, RARITY, [chunk("A licence that forbids commercial use."), chunk("Prices rise.")]
    )
    assert all_of_it.held == pytest.approx(1)
    assert (none.held, none.frequent, none.together) == (0, 0, 0)


def test_a_word_said_twice_counts_more_but_less_than_two_words() -> None:
    once, twice, two = wordings(
        ASKED,
        RARITY,
        [
            chunk("Some licence texts exist today."),
            chunk("Some licence adds another licence."),
            chunk("Some licence for commercial buyers."),
        ],
    )
    assert once.frequent < twice.frequent < two.frequent
    assert once.held == twice.held < two.held


def test_a_long_passage_counts_a_word_less_than_a_short_one() -> None:
    short, long = wordings(
        ASKED, RARITY, [chunk("The licence."), chunk("The licence " + "of many pages " * 40)]
    )
    assert short.frequent > long.frequent


def test_neighbours_in_the_question_count_where_they_stand_near_each_other() -> None:
    far = "commercial" + " and other plain words come between" * 4 + " licence forbids nothing"
    near, apart = wordings(ASKED, RARITY, [chunk(far.replace("nothing", "commercial")), chunk(far)])
    assert near.together > apart.together > 0


def test_a_question_of_unknown_words_says_nothing_of_any_passage() -> None:
    (one,) = wordings("Qwertz?", {}, [chunk("A licence.")])
    assert (one.held, one.frequent, one.together) == (0, 0, 0)

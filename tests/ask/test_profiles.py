"""A profile's passages come in the order of what is asked, where the profile comes first anyway."""

from __future__ import annotations

from datetime import date

from advisor.ask.profiles import facts_first
from advisor.records import Chunk, Hit


def passage(name: str, source: str = "profile-acme") -> Hit:
    chunk = Chunk(
        id=name, document="", source=source, path="", title="", heading=(), start=0, end=0,
        text="", party="vendor", stance="proprietary", as_of=date(2026, 11, 22), url="",
        vendor="Acme",
    )  # fmt: skip
    return Hit(chunk, 0.5)


PROSE, FACT, PAGE = passage("prose"), passage("fact"), passage("page", source="acme-terms")
ASKED = {"Acme": [FACT.chunk]}


def test_the_fact_asked_for_goes_before_the_rest_of_its_profile() -> None:
    assert facts_first([PROSE, PAGE, FACT], ASKED) == [FACT, PROSE, PAGE]


def test_a_page_that_was_brought_in_stays_first() -> None:
    assert facts_first([PAGE, PROSE, FACT], ASKED) == [PAGE, PROSE, FACT]


def test_nothing_moves_without_a_fact_asked_for() -> None:
    assert facts_first([PROSE, FACT], {}) == [PROSE, FACT]
    assert facts_first([], ASKED) == []

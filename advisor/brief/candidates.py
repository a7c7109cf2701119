"""A model of the shortlist as a row: licence, memory or price, and why, each with its page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from advisor.brief.money import money
from advisor.brief.notes import Notes
from advisor.brief.records import Run, Text, text
from advisor.brief.sourced import sourced
from advisor.catalogue.records import Fact
from advisor.shortlist.records import Candidate, Memory

_UNKNOWN = "not stated"


class Dated(Protocol):
    """What a page may say; without a page it is calculated."""

    @property
    def source(self) -> str:
        """The page's address, or who says it, or ""."""

    @property
    def as_of(self) -> date | None:
        """The page's date."""


def row(one: Candidate, *, own: bool, shared: Sequence[str], notes: Notes) -> tuple[Text, ...]:
    """A model: name, side, licence, memory on one's `own` GPUs or price, and what is not shared."""
    model = one.model
    return (
        text(model.name, mark="strong"),
        text(model.side),
        _licence(model.licence, notes),
        _memory(one, notes) if own else _price(one, notes),
        _why(one, shared, notes),
    )


def shared_reasons(shown: Sequence[Candidate]) -> tuple[str, ...]:
    """The reasons that hold for each of several models: they are told once, below the table."""
    first, *others = ([why.text for why in one.reasons] for one in shown)
    return tuple(one for one in first if others and all(one in told for told in others))


def _licence(fact: Fact[str] | None, notes: Notes) -> Text:
    if not fact:
        return text(_UNKNOWN)
    return (cited(fact.value, fact, notes),)


def _memory(one: Candidate, notes: Notes) -> Text:
    if not one.memory or not one.model.total:
        return text(_UNKNOWN)
    size = one.model.total
    said = f"{_gb(one.memory[0])}; {_gb(one.memory[-1])} at 4 bits"
    return (cited(said, size, notes),)


def _gb(size: Memory) -> str:
    return f"{'from ' if size.cache_gb is None else ''}{size.total_gb:,.0f} GB"


def _price(one: Candidate, notes: Notes) -> Text:
    """What the cheapest host asks, and the memory of an open model for who runs it themselves."""
    said: Text = text(_UNKNOWN)
    if one.prices:
        least = one.prices[0]
        month = "" if least.monthly is None else f"{money(least.monthly)} a month: "
        asked = f"{month}{_rate(least.read)} read, {_rate(least.written)} written"
        said = (cited(asked, least, notes),)
    size = one.model.total
    if not one.memory or not size:
        return said
    return (*said, Run("; "), cited(_gb(one.memory[-1]), size, notes))


def _rate(amount: Decimal) -> str:
    """A price of tokens: with cents, or with more digits where it has them."""
    return f"${amount:,.2f}" if amount == round(amount, 2) else money(amount)


def _why(one: Candidate, shared: Sequence[str], notes: Notes) -> Text:
    """What it meets, each with its page; what no page states; how much it reads, how new it is."""
    context, released = one.model.context, one.model.released
    said: dict[str, Dated | None] = {why.text: why for why in one.reasons}
    said |= dict.fromkeys(one.unknowns)
    if context:
        said.setdefault(f"Its context is {context.value:,} tokens.", context)
    if released:
        said[f"Released {released.value.isoformat()}."] = released
    runs = [
        cited(words, page, notes) if page else Run(words, mark="quiet")
        for words, page in said.items()
        if words not in shared
    ]
    return spaced(runs) or text("–")


def cited(words: str, said: Dated, notes: Notes) -> Run:
    """Words with the note of the page that states them, if one does."""
    if not said.source or said.as_of is None:
        return Run(words)
    return Run(words, sourced(said.source, said.as_of, notes)[0].notes)


def spaced(runs: Sequence[Run]) -> Text:
    """Sentences in a row."""
    return tuple(part for run in runs for part in (Run(" "), run))[1:]

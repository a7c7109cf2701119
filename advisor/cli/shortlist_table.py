"""A shortlist on the screen: what fits, what may fit, what the licences say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from advisor.cli.screen import out
from advisor.shortlist.records import Candidate, Excluded, Shortlist

if TYPE_CHECKING:
    from rich.console import Console

_SHOWN = 15  # of those that may fit; --json has all


def show(found: Shortlist, *, excluded: bool) -> None:
    """Print a shortlist for people."""
    screen = out()
    screen.print(_summary(found), markup=False)
    fitting = [one for one in found.candidates if one.fits]
    unsure = [one for one in found.candidates if not one.fits]
    if fitting:
        _table(screen, "Fits", fitting)
    if unsure:
        _table(screen, "May fit", unsure[:_SHOWN])
        if len(unsure) > _SHOWN:
            screen.print(f"… and {len(unsure) - _SHOWN} more that may fit: --json has them.")
    _clauses(screen, fitting)
    if excluded and found.excluded:
        _left_out(screen, found.excluded)
    screen.print(f"Order: {found.order}", markup=False)


def _summary(found: Shortlist) -> str:
    may = len(found.candidates) - found.fitting
    return (
        f"Models that fit: {found.fitting}; that may, but something asked is not stated: {may}; "
        f"that do not: {len(found.excluded)}."
    )


def _table(screen: Console, title: str, candidates: Iterable[Candidate]) -> None:
    from rich.table import Table

    last = "Why" if title == "Fits" else "Not stated"
    heads = (title, "Side", "Licence", "Memory", "USD a million tokens", last)
    table = Table(*heads, box=None, pad_edge=False)
    for one in candidates:
        told = one.unknowns or [reason.text for reason in one.reasons]
        model = one.model
        licence = model.licence.value if model.licence else "not stated"
        table.add_row(model.name, model.side, licence, _memory(one), _price(one), " ".join(told))
    screen.print(table)


def _memory(one: Candidate) -> str:
    if not one.memory:
        return ""
    ends = one.memory[0], one.memory[-1]
    sizes = ", ".join(f"{size.total_gb:,.0f} GB {size.quantisation}" for size in ends)
    return f"from {sizes}" if one.memory[0].cache_gb is None else sizes


def _price(one: Candidate) -> str:
    if not one.prices:
        return ""
    cheapest = one.prices[0]
    return f"{cheapest.read:,.2f} read, {cheapest.written:,.2f} written ({cheapest.as_of})"


def _clauses(screen: Console, fitting: Iterable[Candidate]) -> None:
    """Print each clause once, with the models it is about."""
    about: dict[str, list[str]] = {}
    for one in fitting:
        for clause in one.warnings:
            line = f"{clause.kind}: {clause.text} ({clause.as_of}, {clause.source})"
            about.setdefault(line, []).append(one.model.name)
    if about:
        screen.print("Licences of those that fit:")
    for line, names in about.items():
        screen.print(f"- {', '.join(names)}: {line}", markup=False)


def _left_out(screen: Console, excluded: Iterable[Excluded]) -> None:
    screen.print("Left out:")
    for one in excluded:
        why = " ".join(verdict.text for verdict in one.why)
        screen.print(f"- {one.model.name}: {why}", markup=False)

"""Models on the screen: a list, or one with its facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from advisor.catalogue.as_json import facts
from advisor.catalogue.records import Attention, Fact, Model
from advisor.cli.screen import out

NOT_STATED = "not stated"
_NAMES = {
    "licence": "Licence",
    "commercial": "Commercial use",
    "total": "Parameters",
    "active": "Active parameters",
    "context": "Context",
    "modalities": "Input",
    "languages": "Languages",
    "tasks": "Tasks",
    "released": "Released",
    "attention": "Attention",
}


def list_models(models: Sequence[Model]) -> None:
    """Print a row a model."""
    from rich.table import Table

    heads = ("Model", "Id", "Vendor", "Side", "Parameters", "Context", "Licence", "Released")
    table = Table(*heads, box=None, pad_edge=False)
    for one in models:
        table.add_row(
            one.name, one.id, one.vendor, one.side, _or_not("total", one.total),
            _or_not("context", one.context), _or_not("licence", one.licence),
            _or_not("released", one.released),
        )  # fmt: skip
    out().print(table)
    out().print(f"{len(models)} models; `advisor models NAME` shows one with its sources.")


def show_model(model: Model) -> None:
    """Print every fact with its source and date, then the clauses of the licence."""
    from rich.table import Table

    screen = out()
    screen.print(f"{model.name} ({model.id}), {model.vendor}, {model.side}", markup=False)
    table = Table("Fact", "", "As of", "Source", box=None, pad_edge=False)
    for field, fact in facts(model).items():
        dated = (fact.as_of.isoformat(), fact.source) if fact else ("", "")
        table.add_row(_NAMES[field], _or_not(field, fact), *dated)
    screen.print(table)
    for clause in model.clauses:
        screen.print(
            f"{clause.kind}: {clause.text} ({clause.as_of}, {clause.source})", markup=False
        )
    if model.partly_read:
        screen.print("Not all terms of the licence were read: there may be more.")
    if model.prices:
        screen.print(f"Prices: {', '.join(model.prices)}", markup=False)


def _or_not(field: str, fact: Fact[Any] | None) -> str:
    return NOT_STATED if fact is None else _WRITTEN.get(field, str)(fact.value)


def _attention(told: Attention) -> str:
    heads = f"{told.kv_heads} KV heads of {told.head_dim}"
    latent = f"latent size {told.latent_dim}"
    return f"{told.layers} layers, {latent if told.latent_dim else heads}"


_WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "commercial": lambda permitted: "permitted" if permitted else "not permitted",
    "total": "{:,g} B".format,
    "active": "{:,g} B".format,
    "context": "{:,} tokens".format,
    "modalities": ", ".join,
    "languages": ", ".join,
    "tasks": ", ".join,
    "attention": _attention,
}

"""A model as the JSON of `advisor models --json`: every fact with its source and date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

from advisor.catalogue.records import Clause, Fact, Model

FACTS = (
    "licence", "commercial", "total", "active", "context", "modalities", "languages", "tasks",
    "released", "attention",
)  # fmt: skip


def model_json(model: Model) -> dict[str, object]:
    """Return the JSON of a model; what is not stated is null."""
    return {
        "id": model.id,
        "name": model.name,
        "vendor": model.vendor,
        "side": model.side,
        "also": list(model.also),
        "prices": list(model.prices),
        **{name: _fact(fact) for name, fact in facts(model).items()},
        "licence_partly_read": model.partly_read,
        "clauses": [clause_json(one) for one in model.clauses],
    }


def facts(model: Model) -> Mapping[str, Fact[Any] | None]:
    """Return the facts of a model by the names of their fields."""
    return {name: getattr(model, name) for name in FACTS}


def clause_json(clause: Clause) -> dict[str, object]:
    """Return the JSON of a clause; a limit of 0 is none."""
    return {**asdict(clause), "excludes": list(clause.excludes), "as_of": clause.as_of.isoformat()}


def _fact(fact: Fact[Any] | None) -> dict[str, object] | None:
    if fact is None:
        return None
    return {
        "value": _plain(fact.value),
        "source": fact.source,
        "as_of": fact.as_of.isoformat(),
    }


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value

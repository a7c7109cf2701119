"""`knowledge/models.toml`: read as records, and found by any of their names."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from advisor.catalogue.records import Attention, Clause, Fact, Model
from advisor.errors import KnowledgeFileError, UnknownModelError
from advisor.shipped import data_folder

T = TypeVar("T")
Row = Mapping[str, Any]
_KIND = re.compile(
    r"(?:[\s_-](?:instruct|chat|it|hf|fp8|bf16|awq|gptq|versatile|\d{4}))+$", re.IGNORECASE
)


@cache
def read_models(file: Path | None = None) -> Mapping[str, Model]:
    """Read all models by id, once; a fact from a page that is not listed is a fault."""
    file = file or data_folder("knowledge") / "models.toml"
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        pages = {key: (page["url"], page["as_of"]) for key, page in told["sources"].items()}
        lists = (told["licences"], told["languages"])
        models = [_model(row, *lists, pages) for row in told["model"]]
        return {model.id: model for model in models}
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error!r}.") from error


def find_model(name: str, models: Mapping[str, Model]) -> Model:
    """Return the model of that id, name, price name or other name, however it is spaced.

    An unknown name is an error with close matches.
    """
    names = {_plain(one): model for model in models.values() for one in _names(model)}
    # "meta-llama/Llama-3.3-70B-Instruct" is how hubs write "Llama 3.3 70B".
    alone = name.rpartition("/")[2]
    spellings = (name, alone, _KIND.sub("", alone))
    found = next((names[_plain(one)] for one in spellings if _plain(one) in names), None)
    if found is None:
        close = difflib.get_close_matches(_plain(name), names, 8, 0.6)
        raise UnknownModelError(name, list(dict.fromkeys(names[one].id for one in close))[:4])
    return found


def _names(model: Model) -> tuple[str, ...]:
    return (*model.prices, *model.also, model.name, model.id)


def _plain(name: str) -> str:
    """Leave out case and all marks but those that tell 3.1 from 31 and A+ from A."""
    return re.sub(r"[^\w.+]|_", "", name.casefold())


def _model(
    row: Row,
    licences: Mapping[str, Row],
    languages: Mapping[str, list[str]],
    pages: Mapping[str, tuple[str, date]],
) -> Model:
    def fact(of: Row, field: str, read: Callable[[Any], T]) -> Fact[T] | None:
        """Read a fact; one that is not stated is None."""
        stated = of.get(field)
        return None if stated is None else Fact(read(stated["value"]), *pages[stated["from"]])

    granted = fact(row, "licence", str)
    licence = licences[granted.value] if granted else {}
    clauses = (*licence.get("clauses", ()), *row.get("clauses", ()))
    return Model(
        id=row["id"],
        name=row["name"],
        vendor=row["vendor"],
        side=row["side"],
        also=tuple(row.get("also", ())),
        prices=tuple(row.get("prices", ())),
        licence=Fact(licence["name"], granted.source, granted.as_of) if granted else None,
        commercial=fact(licence, "commercial", bool),
        clauses=tuple(_clause(one, pages) for one in clauses),
        total=fact(row, "total", float),
        active=fact(row, "active", float),
        context=fact(row, "context", int),
        modalities=fact(row, "modalities", tuple),
        languages=fact(row, "languages", lambda key: tuple(languages[key])),
        tasks=fact(row, "tasks", tuple),
        released=fact(row, "released", _day),
        attention=fact(row, "attention", lambda value: Attention(**value)),
        partly_read=licence.get("partly_read", False),
    )


def _clause(row: Row, pages: Mapping[str, tuple[str, date]]) -> Clause:
    return Clause(
        row["kind"],
        row["text"],
        *pages[row["from"]],
        limit=row.get("limit", 0),
        excludes=tuple(row.get("excludes", ())),
        forbids=row.get("forbids", False),
    )


def _day(value: date) -> date:
    return value

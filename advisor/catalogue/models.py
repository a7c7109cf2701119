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
_KIND = re.compile(
    r"(?:[\s_-](?:instruct|chat|it|hf|fp8|bf16|awq|gptq|versatile|\d{4}))+$", re.IGNORECASE
)


@cache
def read_models(file: Path | None = None) -> Mapping[str, Model]:
    """Read all models by id, once."""
    file = file or data_folder("knowledge") / "models.toml"
    try:
        rows: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["model"]
        return {row["id"]: _model(row) for row in rows}
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error!r}.") from error


def find_model(name: str, models: Mapping[str, Model]) -> Model:
    """Return the model of that id, name or other name; an error with close matches if none."""
    names = {_plain(one): model for model in models.values() for one in _names(model)}
    # "meta-llama/Llama-3.3-70B-Instruct" is how hubs write "Llama 3.3 70B".
    spellings = (name, name.rpartition("/")[2], _KIND.sub("", name.rpartition("/")[2]))
    found = next((names[_plain(one)] for one in spellings if _plain(one) in names), None)
    if found is None:
        close = difflib.get_close_matches(_plain(name), names, 8, 0.6)
        raise UnknownModelError(name, list(dict.fromkeys(names[one].id for one in close))[:4])
    return found


def _names(model: Model) -> tuple[str, ...]:
    return (model.id, model.name, *model.also)


def _plain(name: str) -> str:
    return re.sub(r"[\s_/:-]+", " ", name.lower()).strip()


def _model(row: dict[str, Any]) -> Model:
    return Model(
        id=row["id"],
        name=row["name"],
        vendor=row["vendor"],
        side=row["side"],
        also=tuple(row.get("also", ())),
        prices=tuple(row.get("prices", ())),
        licence=_fact(row.get("licence"), str),
        commercial=_fact(row.get("commercial"), bool),
        clauses=tuple(Clause(**clause) for clause in row.get("clauses", ())),
        total=_fact(row.get("total"), float),
        active=_fact(row.get("active"), float),
        context=_fact(row.get("context"), int),
        modalities=_fact(row.get("modalities"), _strings),
        languages=_fact(row.get("languages"), _strings),
        tasks=_fact(row.get("tasks"), _strings),
        released=_fact(row.get("released"), _day),
        attention=_fact(row.get("attention"), lambda value: Attention(**value)),
    )


def _fact(row: dict[str, Any] | None, read: Callable[[Any], T]) -> Fact[T] | None:
    """Read a fact; one that is not stated is None."""
    return None if row is None else Fact(read(row["value"]), row["source"], row["as_of"])


def _strings(value: list[str]) -> tuple[str, ...]:
    return tuple(value)


def _day(value: date) -> date:
    return value

"""`knowledge/prices/`: our dated tables of GPUs, clouds, measured throughput and assumptions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, Literal

from advisor.costs.records import Assumption, StandIn
from advisor.errors import KnowledgeFileError
from advisor.shipped import data_folder

Term = Literal["on-demand", "reserved"]


@dataclass(frozen=True, slots=True)
class Gpu:
    """A kind of GPU."""

    id: str
    name: str
    memory_gb: int
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Offer:
    """What a cloud asks for a GPU and hour (USD, without taxes); `region` "" is any.

    `page` is the vendor's own page, `source` the text that was read.
    """

    cloud: str
    gpu: str
    term: Term
    usd_per_hour: Decimal
    region: str
    note: str
    page: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Hardware:
    """What a GPU costs to buy (USD) and the power it draws (W), perhaps with its server's share."""

    gpu: str
    low: Decimal
    base: Decimal
    high: Decimal
    watts: int
    with_server: bool
    note: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Run:
    """A measurement: tokens read and written per request, tokens written a second in all."""

    read: int
    written: int
    per_second: float


@dataclass(frozen=True, slots=True)
class Throughput:
    """What one instance of a model on `gpus` GPUs was measured to write, flat out."""

    model: str
    gpu: str
    gpus: int
    quantisation: str
    engine: str
    conditions: str
    runs: tuple[Run, ...]
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables.

    `api_dates` tells when a version of the API prices was published; `usual_read` and
    `usual_written` are tokens of a request where a question in words does not say them.
    """

    gpus: Mapping[str, Gpu]
    offers: tuple[Offer, ...]
    hardware: Mapping[str, Hardware]
    throughputs: tuple[Throughput, ...]
    assumptions: tuple[Assumption, ...]
    stand_ins: tuple[StandIn, ...]
    api_dates: Mapping[str, date]
    usual_read: int
    usual_written: int


@cache
def read_tables(folder: Path | None = None) -> Tables:
    """Read the tables once; a fault in them is a fault of the release."""
    folder = folder or data_folder("knowledge") / "prices"
    try:
        usual = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
        return Tables(
            gpus={row["id"]: Gpu(**row) for row in _rows(folder, "gpus", "gpu")},
            offers=tuple(_offer(row) for row in _rows(folder, "offers", "offer")),
            hardware={row["gpu"]: _hardware(row) for row in _rows(folder, "hardware", "hardware")},
            throughputs=tuple(_throughput(r) for r in _rows(folder, "throughput", "throughput")),
            assumptions=tuple(_assumption(r) for r in _rows(folder, "assumptions", "assumption")),
            stand_ins=tuple(StandIn(**row) for row in _rows(folder, "stand_ins", "stand_in")),
            api_dates={row["version"]: row["as_of"] for row in _rows(folder, "api", "data")},
            usual_read=usual["input_tokens"],
            usual_written=usual["output_tokens"],
        )
    except (OSError, KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise KnowledgeFileError(f"{folder.name} cannot be read: {error!r}.") from error


def _rows(folder: Path, file: str, table: str) -> list[dict[str, Any]]:
    text = (folder / f"{file}.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)[table]
    return rows


def _offer(row: dict[str, Any]) -> Offer:
    price = Decimal(row.pop("usd_per_hour"))
    return Offer(**{"region": "", "note": "", **row}, usd_per_hour=price)


def _hardware(row: dict[str, Any]) -> Hardware:
    return Hardware(**{**row, **{end: Decimal(row[end]) for end in ("low", "base", "high")}})


def _throughput(row: dict[str, Any]) -> Throughput:
    return Throughput(**{**row, "runs": tuple(Run(*run) for run in row["runs"])})


def _assumption(row: dict[str, Any]) -> Assumption:
    return Assumption(**{**row, **{end: Decimal(row[end]) for end in ("low", "base", "high")}})

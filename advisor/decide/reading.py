"""Answers that somebody gave in passing, read from their words by rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from advisor.errors import KnowledgeFileError
from advisor.quantities import Quantity, quantities

# What undoes the words behind it, in the same clause; "not only" does not.
_DENIED = re.compile(
    r"\b(?:no|without)\s+$|\b(?:not|never|isn.t|aren.t|don.t|doesn.t|neither|nor|rather than"
    r"|instead of)\b(?! only)(?:\s+(?:\w+['’]?\w*)){0,4}\s*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:!?\n]|,|\bbut\b|\band\b", re.IGNORECASE)
_CALLS = frozenset(
    "call request query prompt message conversation answer document question chat ticket email "
    "inference completion transaction".split()
)


@dataclass(frozen=True, slots=True)
class Stated:
    """An answer read from a text and the words it rests on."""

    question: str
    option: str
    words: str


@dataclass(frozen=True, slots=True)
class Readings:
    """The patterns by question and answer, and the least calls a day of each volume."""

    patterns: Sequence[tuple[str, str, re.Pattern[str]]]
    volumes: Mapping[str, int]


def read_readings(knowledge: Path) -> Readings:
    """Read `readings.toml`."""
    file = knowledge / "readings.toml"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        patterns = [
            (one["question"], one["option"], _pattern(one["patterns"])) for one in table["reading"]
        ]
        return Readings(patterns, table["volume"])
    except (OSError, ValueError, KeyError, TypeError, re.error) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error!r}.") from error


def stated(text: str, readings: Readings) -> tuple[Stated, ...]:
    """Return what a text tells, the last word on each question; in the order it is said."""
    found = [*_worded(text, readings), *_volumes(text, readings)]
    last: dict[str, tuple[int, Stated]] = {}
    for at, one in sorted(found, key=lambda pair: pair[0]):
        last[one.question] = (at, one)
    return tuple(one for _, one in sorted(last.values(), key=lambda pair: pair[0]))


def calls_a_day(text: str) -> Quantity | None:
    """Return the volume that a text names, the last one; None if it names none."""
    rates = [one for one in quantities(text) if one.period and _counts_calls(one)]
    return rates[-1] if rates else None


def _worded(text: str, readings: Readings) -> Iterator[tuple[int, Stated]]:
    for question, option, pattern in readings.patterns:
        for match in pattern.finditer(text):
            if not _is_denied(text, match.start()):
                yield match.start(), Stated(question, option, match.group())


def _volumes(text: str, readings: Readings) -> Iterator[tuple[int, Stated]]:
    found = calls_a_day(text)
    if found:
        option = volume_of(found.per_day, readings.volumes)
        yield found.start, Stated("volume", option, text[found.start : found.end])


def volume_of(a_day: Decimal, volumes: Mapping[str, int]) -> str:
    """Return the answer on volume for so many calls a day."""
    fitting = [name for name, least in volumes.items() if a_day >= least]
    return max(fitting, key=lambda name: volumes[name])


def _counts_calls(quantity: Quantity) -> bool:
    return not quantity.counted or quantity.counted in _CALLS


def _is_denied(text: str, start: int) -> bool:
    before = text[:start]
    clause = _CLAUSE.split(before)[-1]
    return bool(_DENIED.search(clause))


def _pattern(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)

"""Answers that somebody gave in passing, read from their words by rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from advisor.errors import KnowledgeFileError
from advisor.quantities import Quantity, quantities

_CLAUSE = re.compile(r"[.;:!?\n]|,|\bbut\b|\band\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;!?](?=\s|$)|\n")
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
class Together:
    """Answers that make another one when one line of text gives all of them."""

    question: str
    options: frozenset[str]
    means: str


@dataclass(frozen=True, slots=True)
class Readings:
    """The patterns by question and answer, the least calls a day of each volume, and what undoes.

    `denied` stands before an answer in its clause, `dismissed` right behind it, `supposed` before
    it in its sentence; a question states only what `own` words make the asker's.
    """

    patterns: Sequence[tuple[str, str, re.Pattern[str]]]
    volumes: Mapping[str, int]
    together: Sequence[Together]
    denied: re.Pattern[str]
    dismissed: re.Pattern[str]
    supposed: re.Pattern[str]
    own: re.Pattern[str]
    people: re.Pattern[str]
    each: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    stated: Stated


def read_readings(knowledge: Path) -> Readings:
    """Read `readings.toml`."""
    file = knowledge / "readings.toml"
    try:
        return _readings(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, re.error) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error!r}.") from error


def stated(text: str, readings: Readings) -> tuple[Stated, ...]:
    """Return what a text tells, the last word on each question; in the order it is said."""
    found = sorted([*_worded(text, readings), *_volumes(text, readings)], key=lambda one: one.start)
    last: dict[str, _Found] = {}
    for one in found:
        name = one.stated.question
        last[name] = _joined(last[name], one, text, readings) if name in last else one
    return tuple(one.stated for one in sorted(last.values(), key=lambda one: one.start))


def calls_a_day(text: str, readings: Readings) -> Quantity | None:
    """Return the volume that a text names, the last one; None if it names none.

    "500 users with 20 questions each a day" are 10,000.
    """
    rates = [one for one in quantities(text) if one.period and _counts_calls(one)]
    if not rates:
        return None
    rate = rates[-1]
    if not readings.each.search(text, rate.start, rate.end + 20):
        return rate
    many = [
        one
        for one in quantities(text[: rate.start])
        if not one.period and readings.people.match(text, one.end)
    ]
    if not many:
        return rate
    return replace(rate, amount=rate.amount * many[-1].amount, start=many[-1].start)


def volume_of(a_day: Decimal, volumes: Mapping[str, int]) -> str:
    """Return the answer on volume for so many calls a day."""
    fitting = [name for name, least in volumes.items() if a_day >= least]
    return max(fitting, key=lambda name: volumes[name])


def _worded(text: str, readings: Readings) -> Iterator[_Found]:
    for question, option, pattern in readings.patterns:
        for match in pattern.finditer(text):
            if _is_told(text, match, readings):
                words = Stated(question, option, match.group())
                yield _Found(match.start(), match.end(), words)


def _volumes(text: str, readings: Readings) -> Iterator[_Found]:
    found = calls_a_day(text, readings)
    if found:
        option = volume_of(found.per_day, readings.volumes)
        words = Stated("volume", option, text[found.start : found.end])
        yield _Found(found.start, found.end, words)


def _joined(before: _Found, after: _Found, text: str, readings: Readings) -> _Found:
    """Join two answers of one breath that make a third; else the last word counts."""
    both = {before.stated.option, after.stated.option}
    for one in readings.together:
        apart = "\n" in text[before.start : after.start]
        if one.question == after.stated.question and both == one.options and not apart:
            words = f"{before.stated.words} … {after.stated.words}"
            return _Found(before.start, after.end, Stated(one.question, one.means, words))
    return after


def _counts_calls(quantity: Quantity) -> bool:
    return not quantity.counted or quantity.counted in _CALLS


def _is_told(text: str, match: re.Match[str], readings: Readings) -> bool:
    """Whether words tell a fact: neither denied, nor supposed, nor asked about the world."""
    before = text[: match.start()]
    if readings.denied.search(_CLAUSE.split(before)[-1]):
        return False
    if readings.dismissed.match(text, match.end()):
        return False
    start = _SENTENCE.split(before)[-1]
    if readings.supposed.search(start):
        return False
    end = _SENTENCE.search(text, match.end())
    if end is None or end.group() != "?":
        return True
    return bool(readings.own.search(start + text[match.start() : end.start()]))


def _readings(table: Mapping[str, Any]) -> Readings:
    undone = table["undone"]
    return Readings(
        [(one["question"], one["option"], _pattern(one["patterns"])) for one in table["reading"]],
        table["volume"],
        [
            Together(one["question"], frozenset(one["options"]), one["means"])
            for one in table["together"]
        ],
        denied=_regex(rf"\b(?:{_either(undone['before'])})\s*$"),
        dismissed=_regex(rf"\s*(?:{_either(undone['after'])})\b"),
        supposed=_pattern(undone["supposed"]),
        own=_pattern(undone["own"]),
        people=_regex(rf"\s+(?:\w+\s+){{0,2}}(?:{_either(table['people'])})\b"),
        each=_pattern(table["each"]),
    )


def _either(patterns: Sequence[str]) -> str:
    return "|".join(patterns)


def _pattern(patterns: Sequence[str]) -> re.Pattern[str]:
    return _regex(rf"\b(?:{_either(patterns)})(?!\w)")


def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

"""A passage as windows of one and two sentences, each read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from advisor.ask import words
from advisor.ask.amounts import Amount, amounts, periods, whole_periods
from advisor.ask.clauses import Clause, clauses
from advisor.ask.senses import keys
from advisor.ask.sentences import Span, plain, spans
from advisor.records import Chunk

_UNDER_LABELS = re.compile(r"\s*\|?[\s:|-]*---")


@dataclass(frozen=True, slots=True)
class Window:
    """One or two neighbouring sentences of a passage; offsets in the document text.

    A row of a table is read with its columns' labels. `context` are the words of the whole passage;
    `single` says that it is one sentence or row.
    """

    chunk: Chunk
    start: int
    end: int
    text: str
    keys: frozenset[str]
    amounts: tuple[Amount, ...]
    periods: frozenset[str]
    clauses: tuple[Clause, ...]
    context: frozenset[str]
    single: bool


def windows(chunk: Chunk) -> list[Window]:
    """All windows of one and two sentences of a chunk; a table's rows stand alone."""
    read: list[_Read] = []
    for span, text in _told(chunk.text):
        before = read[-1].clauses if read else ()
        read.append(_Read(span, text, tuple(clauses(text, before))))
    around = f"{chunk.title} {' '.join(chunk.heading)} {chunk.vendor}"
    context = frozenset(
        word.removesuffix("'s") for word in words.words(f"{around} {plain(chunk.text)}")
    )
    pairs = [pair for pair in pairwise(read) if not any(one.span.row for one in pair)]
    return [_window(chunk, around, part, context) for part in (*((one,) for one in read), *pairs)]


@lru_cache(maxsize=256)
def read_once(chunk: Chunk) -> tuple[Window, ...]:
    """Windows of a passage; the same passages are found again and again."""
    return tuple(windows(chunk))


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence of a passage, read."""

    span: Span
    text: str
    clauses: tuple[Clause, ...]


def _told(text: str) -> Iterator[tuple[Span, str]]:
    """Each sentence as it reads by itself: a row of a table with the labels above it."""
    labels: list[str] = []
    for span in spans(text):
        raw = text[span.start : span.end]
        if not span.row:
            labels = []
        if span.heading:
            continue
        if not span.row:
            yield span, plain(raw)
            continue
        cells = [plain(cell) for cell in raw.strip().strip("|").split("|")]
        if labels:
            yield span, _row(labels, cells)
        elif _UNDER_LABELS.match(text, span.end):
            labels = cells
        else:
            yield span, " | ".join(cells)


def _row(labels: Sequence[str], cells: Sequence[str]) -> str:
    first, *others = cells
    said = [f"{first}: {label} {cell}" for label, cell in zip(labels[1:], others, strict=False)]
    return "; ".join(said)


def _window(chunk: Chunk, around: str, part: Sequence[_Read], context: frozenset[str]) -> Window:
    text = " ".join(one.text for one in part)
    held = tuple(amounts(f"{around} {text}"))
    return Window(
        chunk=chunk,
        start=chunk.start + part[0].span.start,
        end=chunk.start + part[-1].span.end,
        text=text,
        keys=frozenset(keys(f"{around} {text}")),
        amounts=held,
        periods=periods(text) | whole_periods(held),
        clauses=tuple(clause for one in part for clause in one.clauses),
        context=context,
        single=len(part) == 1,
    )

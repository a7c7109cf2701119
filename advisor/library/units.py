"""The smallest parts a chunk is made of: sentences, table rows, lines of code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.library.fences import code_spans
from advisor.library.prose import plain
from advisor.library.sentences import Splitter, sentence_spans

_LONGEST = 4000  # characters of a unit; a token model may read a longer "word" as one unknown
_LETTERS_PER_WORD = 6  # a space included; for text that is written without spaces
_LINE = re.compile(r"[^\n]*\n?")
_SPACE = re.compile(r"\s+")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\(?\w{1,4}[.)])[ \t]|[ \t]*:::")
_ROW = re.compile(r"[ \t>]*\||[^\n|]+\|[^\n|]+\|")


@dataclass(frozen=True, slots=True)
class Unit:
    """text[start:end], about `words` words long for a reader (0: only markup)."""

    start: int
    end: int
    words: int


def units(text: str, start: int, end: int, split: Splitter) -> list[Unit]:
    """Units of text[start:end] in order; empty if there is only markup."""
    found = list[Unit]()
    for first, last in _spans(text, start, end, split):
        for unit in cut(text, first, last, -(-(last - first) // _LONGEST)):
            _add(text, found, unit)
    return found if not found or found[-1].words else found[:-1]


def cut(text: str, start: int, end: int, parts: int) -> Iterator[Unit]:
    """Divide a span into about equal parts, at white space where there is any near."""
    step = -(-(end - start) // parts)
    while start < end:
        stop = _white_space(text, start, start + step) if start + step < end else end
        yield Unit(start, stop, size(text[start:stop]))
        start = stop + _space_after(text, stop, end)


def _space_after(text: str, start: int, end: int) -> int:
    found = _SPACE.match(text, start, end)
    return len(found[0]) if found else 0


def size(text: str) -> int:
    """Words that a reader sees."""
    words = plain(text)
    return max(len(words.split()), len(words) // _LETTERS_PER_WORD)


def _white_space(text: str, start: int, stop: int) -> int:
    """Last white space in the second half of the span, or its end."""
    middle = (start + stop) // 2 + 1
    last = max(text.rfind(space, middle, stop) for space in " \n\t")
    return last if last > 0 else stop


def _spans(text: str, start: int, end: int, split: Splitter) -> Iterator[tuple[int, int]]:
    """Spans of the units as written: code by line, the rest by sentence."""
    position = start
    for first, last in code_spans(text[start:end]):
        yield from _prose(text, position, start + first, split)
        yield from _lines(text, start + first, start + last)
        position = start + last
    yield from _prose(text, position, end, split)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text, start, end):
        if line[0].strip():
            yield line.start(), line.start() + len(line[0].rstrip())


def _prose(text: str, start: int, end: int, split: Splitter) -> Iterator[tuple[int, int]]:
    """Rows of tables, and sentences of paragraphs and list items."""
    opened = start
    for line in _LINE.finditer(text, start, end):
        row = _ROW.match(line[0])
        if row or not line[0].strip() or _ITEM.match(line[0]):
            yield from sentence_spans(text, opened, line.start(), split)
            opened = line.end() if row else line.start()
        if row:
            yield line.start(), line.start() + len(line[0].rstrip())
    yield from sentence_spans(text, opened, end, split)


def _add(text: str, found: list[Unit], unit: Unit) -> None:
    """Add a unit; a fence or a table's rule goes with the line beside it, other markup goes."""
    beside = bool(found) and text.count("\n", found[-1].end, unit.start) < 2
    if beside and not (found[-1].words and unit.words):
        last = found.pop()
        found.append(Unit(last.start, unit.end, last.words + unit.words))
    elif found and not found[-1].words:
        found[-1] = unit
    else:
        found.append(unit)

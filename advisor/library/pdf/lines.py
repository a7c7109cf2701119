"""Pieces of text as a PDF draws them → lines with their place, size and weight."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

_BOLD = re.compile(r"bold|black|heavy|-bd\b|-md\b|medium|CMBX", re.IGNORECASE)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xa0": " "}
)
_NO_LETTER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONG_GAP = re.compile(r"\s{3,}")
# A program that writes every word with a space on both sides writes them beside marks, too.
_SPACED_QUOTE = re.compile(r'(?<!\w)"\s{2}([^"]{1,200}?)\s{2}"')
_SPACE_BEFORE = re.compile(r"\s{2}(?=[,.;:!?)\]”])")
_SPACE_AFTER = re.compile(r"(?<=[(\[“])\s{2}")
_SENTENCE = 8  # words of a line from which a drawing is read as text, not as labels
_LABELS = 5  # lines of a drawing from which they are labels
_GAP = 1.5  # of the size; a wider gap in a line stands between columns
_SAME = 0.35  # of the size: how far the baselines of one line may lie apart


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `x` and `y` (upwards) are where it starts, in points; `bold` if all of it is.

    `cells` counts its parts with wide gaps between; a `drawing` has a number and its own places.
    """

    text: str
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0
    bold: bool = False
    cells: int = 1
    drawing: int = 0

    @property
    def right(self) -> float:
        """Where it ends, about: a letter is half as wide as it is high."""
        return self.x + len(self.text) * self.size / 2


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    x: float
    y: float
    size: float
    bold: bool
    drawing: int


class Lines:
    """Gathers the pieces that pypdf tells of a page; its methods are pypdf's visitors."""

    def __init__(self) -> None:
        self._open: list[_Piece] = []
        self._lines: list[Line] = []
        self._depth = 0
        self._drawings = 0
        self._entering = False

    def before(self, operator: bytes, *_: object) -> None:
        """Note that a drawing begins; the piece told next was written before it."""
        self._entering = operator == b"Do"

    def after(self, operator: bytes, *_: object) -> None:
        """Note that a drawing ends."""
        if operator == b"Do" and not self._entering:
            self._depth -= 1
        self._entering = False

    def add(
        self,
        text: str,
        page: Sequence[float],
        drawn: Sequence[float],
        font: Mapping[str, Any] | None,
        size: float,
    ) -> None:
        """Take a piece with the matrices of page and text; a line ends where it says so."""
        x, y, scale = _place(page, drawn)
        bold = bool(_BOLD.search(str((font or {}).get("/BaseFont", ""))))
        piece = _Piece("", x, y, abs(size) * scale, bold, self._drawings if self._depth else 0)
        first, *others = text.split("\n")
        self._open.append(replace(piece, text=first))
        for other in others:
            self._end()
            self._open.append(replace(piece, text=other))
        if self._entering:
            self._drawings += not self._depth
            self._depth += 1
            self._entering = False

    def finished(self) -> list[Line]:
        """Lines as they were drawn, pieces of the same height side by side in one."""
        self._end()
        joined = list[list[Line]]()
        for line in _without_labels(self._lines):
            if joined and _continues(joined[-1][-1], line):
                joined[-1].append(line)
            else:
                joined.append([line])
        return [_side_by_side(parts) for parts in joined]

    def _end(self) -> None:
        text = _tidy("".join(piece.text for piece in self._open))
        pieces = [piece for piece in self._open if _tidy(piece.text)]
        if pieces and text:
            first, size = pieces[0], max(pieces, key=lambda piece: len(piece.text)).size
            bold = all(piece.bold for piece in pieces)
            line = Line(text, first.x, first.y, round(size, 1), bold, drawing=first.drawing)
            self._lines.append(replace(line, cells=1 + sum(map(_apart, pieces, pieces[1:]))))
        self._open = []


def _without_labels(lines: Sequence[Line]) -> list[Line]:
    """Lines without the drawings of many short ones, unless there is nothing else."""
    counts = Counter(line.drawing for line in lines)
    told = {line.drawing for line in lines if len(line.text.split()) >= _SENTENCE} | {0}
    kept = [line for line in lines if line.drawing in told or counts[line.drawing] < _LABELS]
    return kept or list(lines)


def _apart(last: _Piece, piece: _Piece) -> bool:
    """Whether two pieces stand in different columns; a number before a title does not."""
    width = len(last.text.strip()) * last.size / 2
    is_text = any(letter.isalpha() for letter in last.text)
    return is_text and piece.x - last.x - width > _GAP * last.size


def key_of(title: str) -> str:
    """Return what two spellings of one title have in common."""
    return re.sub(r"\W+|_", "", title).lower()


def _place(page: Sequence[float], drawn: Sequence[float]) -> tuple[float, float, float]:
    """Where a piece starts along and across its own direction, and how much it is enlarged."""
    along = (
        drawn[0] * page[0] + drawn[1] * page[2],
        drawn[0] * page[1] + drawn[1] * page[3],
    )
    up = (drawn[2] * page[0] + drawn[3] * page[2], drawn[2] * page[1] + drawn[3] * page[3])
    left = drawn[4] * page[0] + drawn[5] * page[2] + page[4]
    bottom = drawn[4] * page[1] + drawn[5] * page[3] + page[5]
    length = math.hypot(*along) or 1.0
    cos, sin = along[0] / length, along[1] / length
    return left * cos + bottom * sin, bottom * cos - left * sin, math.hypot(*up)


def _side_by_side(parts: Sequence[Line]) -> Line:
    text, bold = " ".join(part.text for part in parts), all(part.bold for part in parts)
    return replace(parts[0], text=text, bold=bold, cells=sum(part.cells for part in parts))


def _continues(last: Line, line: Line) -> bool:
    near = abs(last.y - line.y) <= _SAME * max(last.size, line.size)
    return near and line.x > last.x and line.drawing == last.drawing


def _tidy(text: str) -> str:
    text = _LONG_GAP.sub("  ", _NO_LETTER.sub("", text.translate(_LIGATURES)))
    text = _SPACE_AFTER.sub("", _SPACE_BEFORE.sub("", _SPACED_QUOTE.sub(r'"\1"', text)))
    return " ".join(text.split())

"""The sentences of passages as an answer may quote them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from advisor.ask import words
from advisor.ask.draft import DraftSentence, Quote
from advisor.ask.lists import listed
from advisor.ask.sentences import plain, spans
from advisor.ports import Vectors
from advisor.records import Chunk, Hit

_LINK_ONLY = re.compile(r"^\s*!?\[[^\]]*\]\([^)]*\)[\s|·•]*$")
# Code or what a program printed, the title of a contract's clause, a question.
_NO_SENTENCE = re.compile(
    r"\w\([\"']|^[{}\])\"'];?$|^\d+(?:\.\d+)+ [^.]{0,60}\.$|\?[\"'”’)*]*$"
    r"|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{10,}\b"
)
_LETTERS, _ROW_LETTERS = 0.6, 0.2  # share of letters and spaces in what is no code
_UNDER_HEADER = re.compile(r"[ \t]*\n[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|?)+[ \t]*(?:\n|$)")
_LONGEST = 110  # words; contracts say in one sentence what matters


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of a passage: its words as shown, where it stands, how well it answers.

    `parts` are the starts in the passage of the spans that it is made of; `adds` is what it says of
    the question beyond its title and headings.
    """

    text: str
    hit: Hit
    start: int
    end: int
    row: bool
    paragraph: int
    first: bool
    parts: tuple[int, ...]
    relevance: float = 0.0
    adds: float = 0.0
    vector: Vectors | None = field(default=None, compare=False)

    def drafted(self) -> DraftSentence:
        """Return the sentence with its quote, so that it is checked by its offsets."""
        return DraftSentence(self.text, quote=Quote(self.hit.chunk.id, self.start, self.end))


def sayings(hit: Hit) -> list[Saying]:
    """All sentences of a passage that can stand in an answer; `paragraph` counts from 0."""
    chunk = hit.chunk
    found: list[Saying] = []
    paragraph, last = 0, None
    header: list[str] = []
    parts = spans(chunk.text)
    lists = [one for one in listed(chunk.text, parts) if _speaks(one.said, chunk, row=False)]
    covered = frozenset[int]().union(*(one.covers for one in lists))
    for span in parts:
        raw = chunk.text[span.start : span.end]
        if span.heading or _LINK_ONLY.match(raw):
            continue
        if span.row and _UNDER_HEADER.match(chunk.text, span.end):
            header = _cells(raw)
            continue
        if last is not None and "\n\n" in chunk.text[last : span.start]:
            paragraph += 1
        last = span.end
        if span.start in covered:
            told = [(one.said, one.end, one.parts) for one in lists if one.start == span.start]
        else:
            text = _row(_cells(raw), header) if span.row else plain(raw)
            speaks = _speaks(text, chunk, row=span.row)
            told = [(text, span.end, (span.start,))] if speaks else []
        for text, until, made_of in told:
            start, end = chunk.start + span.start, chunk.start + until
            first = not found
            found.append(Saying(text, hit, start, end, span.row, paragraph, first, made_of))
    return found


def _cells(row: str) -> list[str]:
    return [plain(part) for part in row.strip().strip("|").split("|")]


def _row(cells: Sequence[str], header: Sequence[str]) -> str:
    """Write a table's row as a line; each cell but the first under its column's name."""
    named = [*header, *[""] * len(cells)]
    said = [
        f"{name}: {cell}" if name and i else cell
        for i, (name, cell) in enumerate(zip(named, cells, strict=False))
        if cell
    ]
    return " · ".join(said)


def _speaks(text: str, chunk: Chunk, *, row: bool) -> bool:
    """Say whether a text is a sentence rather than a stray word, a heading or code."""
    count = len(text.split())
    letters = sum(letter.isalpha() or letter.isspace() for letter in text)
    enough = letters > (_ROW_LETTERS if row else _LETTERS) * len(text)
    if text == chunk.title or _NO_SENTENCE.search(text):
        return False
    return 4 <= count <= _LONGEST and enough


def distinct(ranked: Sequence[Saying], taken: Sequence[Saying], limit: int) -> list[Saying]:
    """Take the best sentences that repeat neither each other nor those taken already."""
    chosen: list[Saying] = []
    for saying in ranked:
        if len(chosen) == limit:
            break
        if not any(_repeats(saying, other) for other in (*taken, *chosen)):
            chosen.append(saying)
    return chosen


def _repeats(one: Saying, other: Saying) -> bool:
    if one.hit.chunk.document == other.hit.chunk.document and one.start == other.start:
        return True
    left, right = set(words.stems(one.text)), set(words.stems(other.text))
    if len(left & right) > 0.7 * min(len(left), len(right)):
        return True
    if one.vector is None or other.vector is None:
        return False
    return float(one.vector @ other.vector) > 0.86

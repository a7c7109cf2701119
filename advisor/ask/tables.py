"""The small tables of a composed answer, every cell quoted from a passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.ask import words
from advisor.ask.asked import Asked
from advisor.ask.draft import DraftBlock, DraftSentence, Quote
from advisor.ask.guide import Section
from advisor.ask.memory import VectorMemory
from advisor.ask.sentences import plain
from advisor.ask.shelf import Shelf
from advisor.records import Chunk, Hit

_ROWS = 6
_ON_TOPIC = 0.42  # cosine of question and row from which the row is about the question
_GENERAL = frozenset(words.stems(
    "open source proprietary closed ai model difference different compare comparison versus vs "
    "pros cons advantage disadvantage tradeoff main key overview summary table side better choose"
))  # fmt: skip
_ROW = re.compile(r"^\|.*\|[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^[\s|:-]+$")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's lines and the passage they are quoted from."""

    blocks: list[DraftBlock]
    hit: Hit


def comparison_table(
    asked: Asked, section: Section | None, shelf: Shelf, memory: VectorMemory
) -> Table | None:
    """Quote the rows of the guide's tables that the question is about; None if fewer than two.

    The table of the section that answers is about the question as a whole.
    """
    own = section.id if section else ""
    general = not (set(words.stems(asked.question)) - _GENERAL)
    best: list[tuple[float, Chunk, tuple[int, int], list[str]]] = []
    for number in ("8.1", "5.4"):
        for chunk in shelf.passages.get(number, ()):
            best += _rows(chunk, asked, memory, about=number == own)
    if not general:
        best = [row for row in best if row[0] >= _ON_TOPIC]
    if len(best) < 2:
        return None
    chunk = max(best, key=lambda row: row[0])[1] if not general else best[0][1]
    rows = [row for row in best if row[1].id == chunk.id][:_ROWS]
    if len(rows) < 2:
        return None
    head = [
        DraftBlock("", layout="| | Open | Proprietary |"),
        DraftBlock("", layout="| --- | --- | --- |"),
    ]
    return Table(
        [*head, *(_row(chunk, span, cells) for _, _, span, cells in rows)], Hit(chunk, 0.0)
    )


def _rows(
    chunk: Chunk, asked: Asked, memory: VectorMemory, *, about: bool
) -> list[tuple[float, Chunk, tuple[int, int], list[str]]]:
    lines = [match for match in _ROW.finditer(chunk.text) if not _RULE.match(match.group())]
    found = []
    for match in lines[1:]:
        cells = [plain(cell) for cell in match.group().strip().strip("|").split("|")]
        if len(cells) == 3:
            vector = memory.vectors([". ".join(cells)])[0]
            found.append((float(vector @ asked.encoded.vector) + about, chunk, match.span(), cells))
    return found


def _row(chunk: Chunk, span: tuple[int, int], cells: Sequence[str]) -> DraftBlock:
    quote = Quote(chunk.id, chunk.start + span[0], chunk.start + span[1])
    said = tuple(DraftSentence(cell, quote=quote) for cell in cells[1:])
    return DraftBlock(f"| {cells[0]} | ", said)

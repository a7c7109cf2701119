"""Which column of a table holds the questions, and which ones the answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A header names its column with one of these words; the first kinds are surer than the later ones.
_QUESTIONS = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        r"questions?|fragen?|quer(?:y|ies)",
        r"requirements?|controls?|anforderung(?:en)?",
        r"criteri(?:on|a)|items?|prompts?",
    )
)
_ANSWERS = (re.compile(r"\b(?:answers?|responses?|repl(?:y|ies)|antwort(?:en)?)\b", re.IGNORECASE),)
_IDS = (re.compile(r"^\W*(?:[\w ]+ )?(?:id|no|nr|number|ref(?:erence)?)\b\W*$|^#$", re.IGNORECASE),)
# What only a yes or no goes into is no place for an answer in words.
_CHOICE = re.compile(r"\b(?:yes|y)\s*/\s*(?:no|n)\b|\bja\s*/\s*nein\b", re.IGNORECASE)
EXTRA = ("Sources", "Supported", "Confidence", "Needs a person")
_HEADERS = 20  # first rows in which the header is looked for
_NAME = 60  # characters of a header at most; what is longer is text
_ENOUGH = 0.4  # share of a column's texts that end with a question mark


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a table, counted from 0; `header` is the header's row, -1 where there is none.

    `answer` and `id` are -1 where the table has none.
    """

    header: int
    question: int
    answer: int
    id: int


def columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Find the columns by their names, else the question's by its question marks; None if none."""
    for place, row in enumerate(rows[:_HEADERS]):
        below = rows[place + 1 :]
        own = _named(row, _IDS)
        question = _surest(row, [i for i in range(len(row)) if i != own], below)
        if question >= 0:
            free = [
                "" if i == question or _CHOICE.search(cell) else cell for i, cell in enumerate(row)
            ]
            return Columns(place, question, _named(free, _ANSWERS), own)
    width = max((len(row) for row in rows), default=0)
    asking = [_asking(_column(rows, column)) for column in range(width)]
    best = max(range(width), key=lambda column: asking[column], default=-1)
    if best < 0 or asking[best] < _ENOUGH:
        return None
    return Columns(-1, best, -1, -1)


def _surest(row: Sequence[str], among: Sequence[int], below: Sequence[Sequence[str]]) -> int:
    """Return the column whose header names questions and that has texts; -1 if none does.

    A line that stands alone in its row is a header only if it is nothing but the name.
    """
    alone = sum(bool(cell.strip()) for cell in row) == 1
    for pattern in _QUESTIONS:
        named = [i for i in among if _is_name(row[i], pattern, whole=alone)]
        if named:
            return max(named, key=lambda i: sum(len(text) for text in _column(below, i)))
    return -1


def _named(row: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> int:
    """Return the column with the shortest header that a pattern names; -1 if none does."""
    named = [i for i, cell in enumerate(row) for p in patterns if _is_name(cell, p, whole=False)]
    return min(named, key=lambda i: len(row[i].strip()), default=-1)


def _is_name(cell: str, pattern: re.Pattern[str], *, whole: bool) -> bool:
    text = cell.strip()
    if not text or len(text) > _NAME or text.endswith("?"):
        return False
    found = pattern.search(text)
    return bool(found) and (not whole or not re.search(r"\w", pattern.sub("", text)))


def _column(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    return [row[column] for row in rows if column < len(row)]


def _asking(cells: Sequence[str]) -> float:
    """Share of a column's texts that ask."""
    texts = [cell for cell in cells if cell.strip()]
    return sum(text.rstrip().endswith("?") for text in texts) / len(texts) if texts else 0.0

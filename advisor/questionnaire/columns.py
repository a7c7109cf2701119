"""Which column of a table holds the questions, and which ones the answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_QUESTION = re.compile(
    r"^\W*(?:the |your )?(?:questions?|requirements?|quer(?:y|ies)|criteri(?:on|a)|fragen?|items?"
    r"|controls?|prompts?)(?: text| description)?\W*$",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"^\W*(?:your |vendor |our )?(?:answers?|responses?|repl(?:y|ies)|antwort(?:en)?)\W*$",
    re.IGNORECASE,
)
_ID = re.compile(r"^\W*(?:id|no\.?|nr\.?|number|ref(?:erence)?|#)\W*$|^#$", re.IGNORECASE)
EXTRA = ("Sources", "Supported", "Confidence", "Needs a person")
_HEADERS = 20  # first rows in which the header is looked for
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
        question = _first(row, _QUESTION)
        if question >= 0:
            return Columns(place, question, _first(row, _ANSWER), _first(row, _ID))
    width = max((len(row) for row in rows), default=0)
    asking = [
        _asking([row[column] for row in rows if column < len(row)]) for column in range(width)
    ]
    best = max(range(width), key=lambda column: asking[column], default=-1)
    if best < 0 or asking[best] < _ENOUGH:
        return None
    return Columns(-1, best, -1, -1)


def _first(row: Sequence[str], pattern: re.Pattern[str]) -> int:
    return next((i for i, cell in enumerate(row) if pattern.match(cell)), -1)


def _asking(cells: Sequence[str]) -> float:
    """Share of a column's texts that ask."""
    texts = [cell for cell in cells if cell.strip()]
    return sum(text.rstrip().endswith("?") for text in texts) / len(texts) if texts else 0.0

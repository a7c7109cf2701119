"""How much room blocks take on a page of the PDF, in millimetres, before they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from advisor.brief.charts import picture_ratio
from advisor.brief.records import Block, Chart, Subheading, Table, flat

ROW = 4.3  # a line in a table
_ACROSS = 166  # a page's text, and so a chart
_LINES, _LETTER = 45, 2.0  # lines of a page's table; the width of a wide letter
_AROUND = 4  # padding and margins beside a cell's words


def least(blocks: Sequence[Block]) -> float:
    """What a heading needs below it, so as not to stand alone."""
    match blocks:
        case [Subheading(), *others]:
            return 12 + least(others)
        case [Chart() as chart, *_]:
            return 14 + _ACROSS * picture_ratio(chart)
        case [Table(), *_]:
            return 42
        case _:
            return 25


def fitting(words: str, across: float) -> str:
    """As much of a cell's words as one page holds: a row cannot go on on the next."""
    room = int(_LINES * across / _LETTER)
    return words if len(words) <= room else f"{words[:room]} …"


def table_height(table: Table, across: float, width_of: Callable[[str], float]) -> float:
    """About how high a table is with its title and its head; `width_of` measures words."""
    height = 20.0
    for row in table.rows:
        lines = (
            1 + width_of(flat(cell)) // (across * share - _AROUND)
            for cell, share in zip(row, table.shares, strict=True)
        )
        height += ROW * max(lines, default=1) + 2
    return height

"""Lines in the order they were drawn → in the order they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.library.pdf.lines import Line

_APART = 3.5  # of a line's size: what lies further below begins another block


_MOST = 300  # blocks of a page; one with more is a drawing, not columns


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines drawn one below the other, and where their edges lie."""

    lines: Sequence[Line]
    top: float
    bottom: float
    left: float
    right: float


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Keep the order of drawing but where a block lies clearly above or left of an earlier one."""
    blocks, ordered = _blocks(lines), list[_Block]()
    if len(blocks) > _MOST:
        return list(lines)
    for block in blocks:
        place = next((n for n, other in enumerate(ordered) if _before(block, other)), len(ordered))
        ordered.insert(place, block)
    return [line for block in ordered for line in block.lines]


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    groups = list[list[Line]]()
    for line in lines:
        if groups and _below(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_block(group) for group in groups]


def _block(lines: Sequence[Line]) -> _Block:
    return _Block(
        lines,
        top=max(line.y + line.size for line in lines),
        bottom=min(line.y for line in lines),
        left=min(line.x for line in lines),
        right=max(line.right for line in lines),
    )


def _below(last: Line, line: Line) -> bool:
    near = 0 <= last.y - line.y <= _APART * max(last.size, line.size)
    beside = last.x < line.right and line.x < last.right
    return near and beside and last.drawing == line.drawing


def _before(block: _Block, other: _Block) -> bool:
    """Whether a block drawn later is read earlier."""
    if block.lines[0].drawing != other.lines[0].drawing:
        return False
    if block.left < other.right and other.left < block.right:
        return block.bottom >= other.top
    return block.right <= other.left and block.top > other.bottom

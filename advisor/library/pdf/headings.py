"""Which parts of a PDF are headings, and of which level."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from advisor.library.pdf.lines import key_of
from advisor.library.pdf.parts import Part

_LARGER = 1.08  # times the size of the text
_NOT_SMALLER = 0.97
_ALIKE = 0.95  # of a size: what is not smaller has the same level
_LONGEST = 140  # characters
_WORD = re.compile(r"[^\W\d_]{2}")
_NOT_A_TITLE = re.compile(r"[•●○▪■◦‣⁃∙·–—*-]\s|.*(?:[.,;:]|@\S*|://\S*)$")
_NUMBER = re.compile(
    r"(?:(?:section|chapter|part)\s+)?(\d{1,2}(?:\.\d{1,2})*)[.:)]?\s", re.IGNORECASE
)


def heading_levels(
    parts: Sequence[Part], usual: float, outline: Mapping[str, int]
) -> dict[int, int]:
    """Level by the place of each heading: as bookmarked, as numbered, or by its size."""
    found = _found(parts, usual, outline)
    ranks = _ranks({parts[place].size for place in found})
    levels = {place: min(ranks[parts[place].size], 6) for place in found}
    depths = {place: depth for place in found if (depth := _depth(parts[place].text))}
    tops = [levels[place] for place, depth in depths.items() if depth == 1]
    for place, depth in depths.items():
        levels[place] = min(min(tops) + depth - 1, 6) if tops else levels[place]
    for place in found:
        levels[place] = min(outline.get(key_of(parts[place].text), levels[place]), 6)
    return levels


def _ranks(sizes: set[float]) -> dict[float, int]:
    """Rank of each size, the largest first; about equal ones share it."""
    ranks, rank, largest = dict[float, int](), 0, 0.0
    for size in sorted(sizes, reverse=True):
        if not rank or size < _ALIKE * largest:
            rank, largest = rank + 1, size
        ranks[size] = rank
    return ranks


def _found(parts: Sequence[Part], usual: float, outline: Mapping[str, int]) -> list[int]:
    """Places of the headings; the bold first lines of a table are none."""
    found, in_table = list[int](), False
    for place, part in enumerate(parts):
        before_rows = any(following.is_row for following in parts[place + 1 : place + 3])
        bold = part.is_bold and part.size > _NOT_SMALLER * usual
        in_table = bold and (in_table or _is_wide(part) or (before_rows and not _depth(part.text)))
        stated = key_of(part.text) in outline
        large = part.size > _LARGER * usual
        if stated or (_is_title(part) and (large or (bold and not in_table))):
            found.append(place)
    return found


def _is_wide(part: Part) -> bool:
    return any(line.cells > 1 for line in part.lines)


def _is_title(part: Part) -> bool:
    text = part.text
    return (
        len(text) <= _LONGEST
        and bool(_WORD.search(text))
        and not part.is_row
        and not _NOT_A_TITLE.match(text)
    )


def _depth(text: str) -> int:
    found = _NUMBER.match(text)
    return found[1].count(".") + 1 if found else 0

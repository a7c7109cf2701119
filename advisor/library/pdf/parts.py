"""Lines of a PDF's pages → the parts they make: paragraphs, list items, rows of tables, titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import quantiles

from advisor.library.pdf.lines import Line, key_of

_SAME_SIZE = 0.06  # how much the sizes of one paragraph may differ
_FAR = 1.35  # times the usual distance of lines; what is further away begins a paragraph
_USUAL = 1.2  # times the size: the distance of lines where there are no two
_INDENT = 0.8  # of the size; after a full stop, what is further to the right begins a paragraph
_OUTDENT = 0.3  # of the size; what is further to the left ends a list item
_SHORT = 0.75  # of the longest line; a sentence that ends before it ends its paragraph
_MARKER = re.compile(
    r"(?:[•●○▪■◦‣⁃∙·–—*-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2})+\.?)\s+(?=\S)"
)
_FIGURE = re.compile(r"[(\[<>~≈±+−$€£-]*\d[\d.,:/%×xBMKk+−–)\]$€£*†-]*|[-–—✓✗×]|N/A", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$|[\"”]$")


@dataclass(slots=True)
class Part:
    """Lines that belong together, and the page on which they begin; a whole one takes no more."""

    page: int
    lines: list[Line] = field(default_factory=list)
    is_row: bool = False
    is_whole: bool = False

    @property
    def text(self) -> str:
        """Its lines on one, words still broken."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """Size of its letters."""
        return self.lines[-1].size

    @property
    def is_item(self) -> bool:
        """Whether it begins with a bullet or a number."""
        return bool(_MARKER.match(self.lines[0].text))

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)


def parts_of(pages: Sequence[Sequence[Line]], titles: Container[str]) -> Iterator[Part]:
    """Yield the parts in order; a sentence goes on over the end of a column or page.

    `titles` are the keys of lines that stand alone.
    """
    distances, part = _distances(pages), None
    for number, page in enumerate(pages):
        longest = max((line.right - line.x for line in page), default=0.0)
        for place, line in enumerate(page):
            row = _is_row(line) and sum(map(_is_row, page[max(place - 1, 0) : place + 2])) > 1
            whole = row or key_of(line.text) in titles
            goes_on = part and not part.is_whole and not whole
            if part and goes_on and _goes_on(part, line, distances, longest):
                part.lines.append(line)
                continue
            if part:
                yield part
            part = Part(number, [line], row, whole)
    if part:
        yield part


def usual_size(pages: Sequence[Sequence[Line]]) -> float:
    """Size of most of the text."""
    sizes = Counter[float]()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _distances(pages: Sequence[Sequence[Line]]) -> Mapping[float, float]:
    """Usual distance of the lines of one paragraph, by their size."""
    steps = dict[float, list[float]]()
    for page in pages:
        for above, line in pairwise(page):
            if above.size == line.size and 0 < above.y - line.y < 3 * line.size:
                steps.setdefault(line.size, []).append(above.y - line.y)
    return {
        size: quantiles(found, n=4, method="inclusive")[0] if len(found) > 1 else _USUAL * size
        for size, found in steps.items()
    }


def _is_row(line: Line) -> bool:
    """Whether a line is mostly figures, as the rows of a table are."""
    words = line.text.split()
    return len(words) > 2 and sum(bool(_FIGURE.fullmatch(word)) for word in words) * 2 >= len(words)


def _goes_on(part: Part, line: Line, distances: Mapping[float, float], longest: float) -> bool:
    """Whether a line goes on with the paragraph before it."""
    last = part.lines[-1]
    if abs(last.size - line.size) > _SAME_SIZE * last.size or _MARKER.match(line.text):
        return False
    step, usual = last.y - line.y, distances.get(line.size, _USUAL * line.size)
    ended, full = bool(_ENDS.search(last.text)), last.right - last.x >= _SHORT * longest
    goes_on = not ended and line.text[:1].islower()
    if not 0 < step < 4 * usual:  # another column or page
        return goes_on and not last.bold and (full or step <= 0)
    if step > _FAR * usual or (ended and not full) or _leaves_item(part, line):
        return False
    if last.bold != line.bold:
        return goes_on and (full or part.is_item)
    return not ended or part.is_item or line.x - last.x < _INDENT * line.size


def _leaves_item(part: Part, line: Line) -> bool:
    """Whether a line stands to the left of where the lines of its item do."""
    return part.is_item and line.x < part.lines[-1].x - _OUTDENT * line.size

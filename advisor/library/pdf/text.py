"""Lines of a PDF's pages → Markdown, and where in it each page begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from advisor.library.pdf.headings import heading_levels
from advisor.library.pdf.lines import Line
from advisor.library.pdf.parts import parts_of, usual_size
from advisor.library.pdf.words import Words

_BULLET = re.compile(r"[•●○▪■◦‣⁃∙·–—*-]\s+")
_OPENS_MARKUP = re.compile(r"(?=#{1,6}(?:\s|$)|>|```|~~~|\|)")
_TAG = re.compile(r"<(?=[A-Za-z/!])")


def to_markdown(
    pages: Sequence[Sequence[Line]], outline: Mapping[str, int]
) -> tuple[str, tuple[int, ...]]:
    """Text of the pages, and the offset in it at which each page begins."""
    words = Words(line.text for page in pages for line in page)
    parts = list(parts_of(pages, outline))
    levels = heading_levels(parts, usual_size(pages), outline)
    shown, starts, length = list[str](), list[int](), 0
    for place, part in enumerate(parts):
        starts += [length] * (part.page + 1 - len(starts))
        text = _marked(words.joined([line.text for line in part.lines]), levels.get(place, 0))
        shown.append(text)
        length += len(text) + 2
    starts += [max(length - 2, 0)] * (len(pages) - len(starts))
    return "\n\n".join(shown), tuple(starts)


def _marked(text: str, level: int) -> str:
    """Markdown of a part; what only looks like markup is no markup."""
    text = _TAG.sub("&lt;", text)
    if level:
        return f"{'#' * level} {text}"
    if _BULLET.match(text):
        return _BULLET.sub("- ", text, count=1)
    return _OPENS_MARKUP.sub(r"\\", text, count=1) if _OPENS_MARKUP.match(text) else text

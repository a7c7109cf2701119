"""Where the fenced code of a Markdown text is."""

from __future__ import annotations

import re
from collections.abc import Iterator

OPENS = re.compile(
    r"^[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*+(?P<mark>`{3,}(?=[^`\n]*$)|~{3,})", re.MULTILINE
)


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans of fenced code, fences included, in order."""
    opened = OPENS.search(text)
    while opened:
        end = fence_end(text, opened)
        yield opened.start(), end
        opened = OPENS.search(text, end)


def fence_end(text: str, opened: re.Match[str]) -> int:
    """Offset after the fence that closes `opened`, or the end of the text."""
    mark = opened["mark"]
    closes = re.compile(rf"^[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
    closed = closes.search(text, opened.end())
    return closed.end() if closed else len(text)

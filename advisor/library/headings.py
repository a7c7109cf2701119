"""The headings of a Markdown text: `#` lines and underlined lines outside fenced code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.library.fences import code_spans

_HEADING = re.compile(
    r"^ {0,3}(?P<marks>#{1,6})(?P<title>(?:[ \t][^\n]*)?)$"
    r"|(?<![^\n]\n)^ {0,3}(?P<over>[^\s#>|\-*+`~=_<:!][^\n|]*)\n"
    r" {0,3}(?P<under>=+|-{2,})[ \t]*$",
    re.MULTILINE,
)
_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as written, markup included; `start` and `end` are the offsets of its lines."""

    level: int
    title: str
    start: int
    end: int


def headings(text: str) -> list[Heading]:
    """Return the headings in order."""
    code, found = list(code_spans(text)), list[Heading]()
    block = 0
    for match in _HEADING.finditer(text):
        while block < len(code) and code[block][1] <= match.start():
            block += 1
        if block == len(code) or match.start() < code[block][0]:
            found.append(_heading(match))
    return found


def _heading(match: re.Match[str]) -> Heading:
    if match["marks"]:
        title = _CLOSING.sub("", match["title"].strip())
        return Heading(len(match["marks"]), title.rstrip(), match.start(), match.end())
    level = 1 if match["under"].startswith("=") else 2
    return Heading(level, match["over"].rstrip(), match.start(), match.end())

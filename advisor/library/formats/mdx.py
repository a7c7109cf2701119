"""MDX: Markdown with imports and components; the prose inside the components stays."""

from __future__ import annotations

import re

from advisor.library.formats.markdown import read_page
from advisor.library.formats.tags import CODE, TAG, is_layout, tidy, without_images
from advisor.library.page import Outcome, Raw

_STATEMENT = re.compile(
    r"^import\s(?:[^'\"\n;]|\n(?![ \t]*\n)){0,500}?['\"][^'\"\n]+['\"];?[ \t]*$"
    r"|^export\s+(?:const|let|var|default|async|function|class)\b(?:.+\n?)*",
    re.MULTILINE,
)
_EXPRESSION = r"(?<!\\)\{(?P<inside>(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+)\}"
_CODE_OR_JSX = re.compile(f"{CODE}|{TAG}|{_EXPRESSION}")
_LITERAL = re.compile(r"""\s*(["'`])(?P<text>[^"'`]*)\1\s*""")
_NAMED = re.compile(
    r"""\b(?:title|question|label|summary|heading|name)\s*=\s*\{?\s*(?:"([^"]+)"|'([^']+)')"""
)
_HEADING_LEVEL = re.compile(r"""\bas\s*=\s*["']h([1-6])["']""")


def read(raw: Raw, text: str) -> Outcome:
    """Read an MDX page."""
    return read_page(raw, text, without_jsx)


def without_jsx(text: str) -> str:
    """Prose without statements, components and expressions; component titles in bold."""
    text = without_images(_STATEMENT.sub("", text))
    return tidy(_CODE_OR_JSX.sub(_prose_of, text))


def _prose_of(match: re.Match[str]) -> str:
    if match["name"]:
        return _component(match) if is_layout(match["name"]) else match[0]
    if match["inside"] is None:
        return match[0]
    literal = _LITERAL.fullmatch(match["inside"])
    return literal["text"] if literal else ""


def _component(match: re.Match[str]) -> str:
    if match["close"]:
        return ""
    level = _HEADING_LEVEL.search(match["attributes"])
    if level:
        return f"{'#' * int(level[1])} "
    named = _NAMED.search(match["attributes"])
    return f"**{named[1] or named[2]}**\n\n" if named else ""

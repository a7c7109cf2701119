"""The `---` block before a Markdown page: its plain fields, and the page without it."""

from __future__ import annotations

import re

_BLOCK = re.compile(
    r"\A\s*---[ \t]*\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_FIELD = re.compile(r"^(?P<indent>[ \t]*)(?P<name>[\w.-]+):[ \t]+(?P<value>\S.*)$", re.MULTILINE)
_MAX_LENGTH = 20_000  # characters; a longer block is a page that begins with a rule


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Fields whose value is on their line (outer ones win), and the text after the block."""
    block = _BLOCK.match(text[:_MAX_LENGTH])
    if block is None or (block["fields"].strip() and ":" not in block["fields"]):
        return {}, text
    fields: dict[str, str] = {}
    for field in sorted(_FIELD.finditer(block["fields"]), key=lambda found: len(found["indent"])):
        fields.setdefault(field["name"], _unquoted(field["value"].strip()))
    return fields, text[block.end() :]


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace(value[0] * 2, value[0]).strip()
    return value.split(" #", 1)[0].strip()

"""Markdown: the text as it is, without front matter, comments, images and layout tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from advisor.library.dates import front_matter_date, stated_date
from advisor.library.fences import OPENS, fence_end
from advisor.library.formats.front_matter import split_front_matter
from advisor.library.formats.html import table_to_markdown
from advisor.library.formats.plain import readable_name
from advisor.library.formats.tags import without_tags
from advisor.library.headings import headings
from advisor.library.page import Loaded, Outcome, Raw, Skipped
from advisor.library.prose import plain

_BLOCK = re.compile(
    rf"(?P<fence>{OPENS.pattern})|(?P<comment><!--)"
    r"|<(?P<element>script|style|svg|noscript|video|audio|iframe|table)\b",
    re.IGNORECASE | re.MULTILINE,
)
_TITLE_FIELDS = ("title", "h1", "sidebarTitle", "sidebar_label", "shortTitle", "name")


def read(raw: Raw, text: str) -> Outcome:
    """Read a Markdown page."""
    return read_page(raw, text, without_tags)


def read_page(raw: Raw, text: str, clean: Callable[[str], str]) -> Outcome:
    """Read front matter and page; `clean` takes the layout out of the prose between code."""
    fields, body = split_front_matter(text)
    body = "".join(_cleaned(body, clean)).strip("\n")
    if not body.strip():
        return Skipped(raw.path, "no text")
    as_of = front_matter_date(fields) or stated_date(body)
    return (
        Loaded(raw.path, _title(fields, body) or readable_name(raw.path), body, as_of, raw.url),
    )


def _title(fields: dict[str, str], body: str) -> str:
    stated = (fields.get(name, "") for name in _TITLE_FIELDS)
    first = (heading.title for heading in headings(body) if heading.level == 1)
    return next((plain(title) for title in (*stated, *first) if plain(title)), "")


def _cleaned(text: str, clean: Callable[[str], str]) -> Iterator[str]:
    """Prose cleaned, code as it is, tables as Markdown, comments and scripts not at all."""
    position, unclosed = 0, set[str]()
    prose: list[str] = []
    for block in _BLOCK.finditer(text):
        if block.start() < position:
            continue
        end = _end(text, block, unclosed)
        if end < 0:
            continue
        prose.append(text[position : block.start()])
        kept = _kept(text[block.start() : end], block)
        if block["fence"]:
            yield clean("".join(prose))
            yield kept
            prose = []
        else:
            prose.append(kept)
        position = end
    yield clean("".join([*prose, text[position:]]))


def _end(text: str, block: re.Match[str], unclosed: set[str]) -> int:
    """Offset after the block; -1 where it is never closed, so that its text is kept."""
    if block["fence"]:
        return fence_end(text, block)
    closing = "-->" if block["comment"] else f"</{block['element'].lower()}>"
    if closing in unclosed:
        return -1
    found = re.compile(re.escape(closing), re.IGNORECASE).search(text, block.end())
    if found is None:
        unclosed.add(closing)
        return -1
    return found.end()


def _kept(block: str, match: re.Match[str]) -> str:
    if match["fence"]:
        return block
    is_table = (match["element"] or "").lower() == "table"
    return table_to_markdown(block) if is_table else ""

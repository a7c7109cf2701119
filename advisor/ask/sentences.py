"""Sentences of a Markdown text, with their exact offsets."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

# A full stop after one of these ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|Inc|Ltd|Corp|Co|No|Nos|Fig|Sec|Art|St|Dr|Mr|Mrs|Ms"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|U\.S|U\.K|E\.U|a\.m|p\.m|v|pp?)"
    r"|(?:[A-Z]\.)+[A-Z]|(?:^|[\s(])[A-Z])\.$"
)
_END = re.compile(r"[.!?…]+[\"'”’)\]*_]*(?=\s|$)|[。！？]")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_LEAD_IN = re.compile(r"^(?:\s*>)*\s*(?:[-*+•]\s+|\d{1,3}[.)]\s+|#{1,6}\s+)?(?:\[[ xX]\]\s+)?")
_ITEM = re.compile(r"[-*+•]|\d[.)]")
_RULE = re.compile(r"^[\s|:=*_-]*$")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is a sentence, an item of a list or a row of a table.

    Items of lists are counted from 1 through the text; sentences of one item share its `item`.
    """

    start: int
    end: int
    heading: bool = False
    row: bool = False
    item: int = 0


def spans(text: str) -> list[Span]:
    """Sentences in order; a list item begins a new one, a table row is one, rules are none.

    Lines of one paragraph run on, so a sentence may cross line ends.
    """
    found: list[Span] = []
    paragraph: tuple[int, int] | None = None
    fenced = False
    position = item = items = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        body = line.rstrip()
        lead = _LEAD_IN.match(body)
        indent = lead.end() if lead else 0
        marked = bool(body[:indent].strip())
        if _FENCE.match(body):
            fenced = not fenced
            special = True
        else:
            special = not body.strip() or bool(_RULE.match(body))
        row = body.lstrip().startswith("|")
        alone = row or body.lstrip().startswith("#")
        if paragraph and (special or alone or marked or fenced):
            found.extend(_cut(text, *paragraph, item))
            paragraph = None
        if special:
            continue
        if alone:
            found.append(Span(start + indent, start + len(body), heading=not row, row=row))
        elif fenced:
            found.append(Span(start, start + len(body)))
        elif paragraph:
            paragraph = (paragraph[0], start + len(body))
        else:
            paragraph = (start + indent, start + len(body))
            items += bool(_ITEM.search(body[:indent]))
            item = items if _ITEM.search(body[:indent]) else 0
    if paragraph:
        found.extend(_cut(text, *paragraph, item))
    return found


def _cut(text: str, start: int, end: int, item: int) -> list[Span]:
    """Cut one paragraph into sentences."""
    found = []
    begin = start
    for match in _END.finditer(text, start, end):
        if _ABBREVIATION.search(text[max(begin, match.end() - 12) : match.end()]):
            continue
        following = text[match.end() : end].lstrip()[:1]
        if following and (following.islower() or following in ",;"):
            continue
        found.append(Span(begin, match.end(), item=item))
        begin = match.end() + len(text[match.end() : end]) - len(text[match.end() : end].lstrip())
    if text[begin:end].strip():
        found.append(Span(begin, end, item=item))
    return found


_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_MARKUP = re.compile(r"(\*\*|__|`+|~~)")
_EMPHASIS = re.compile(r"(?<![\w*])[*_](?=\S)([^*_\n]+?)(?<=\S)[*_](?![\w*])")
_ADMONITION = re.compile(r"^\s*:::+ ?\w*", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^>\n]{0,200}>")


def plain(text: str) -> str:
    """Markdown as a reader sees it: links as their words, no markup nor entities, one line."""
    text = _LINK.sub(r"\1", text)
    text = _ADMONITION.sub("", _TAG.sub("", text))
    text = html.unescape(_EMPHASIS.sub(r"\1", _MARKUP.sub("", text)))
    return re.sub(r"\s+", " ", text).strip().strip("|").strip()

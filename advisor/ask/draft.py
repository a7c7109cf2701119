"""A draft before it is checked: lines of Markdown, their sentences and the marks they claim."""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.ask.sentences import plain, spans

# What models write for a citation: [S1], [1], (S1), [S1, S2], 【1】, [S1][S2].
_MARKER = re.compile(
    r"\s*(?:\[|【|\()\s*((?:S(?:ource)?\s*)?\d{1,2}(?:\s*[,;&]\s*S?\s*\d{1,2})*)\s*(?:\]|】|\))"
)
_PARENTHESIS = re.compile(r"^\s*\(\s*\d")
_LINE_PREFIX = re.compile(r"^(\s*(?:>\s*)*(?:[-*+•]\s+|\d{1,3}[.)]\s+)?)")
_LABEL = re.compile(r"^(?:\*\*|__)?[^.!?]{1,60}(?::(?:\*\*|__)?|(?:\*\*|__):?)$")
_RULE = re.compile(r"^[\s|:*_=-]+$")


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a sentence was taken from, word for word: offsets in the document text."""

    chunk: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence, the passages it claims (1 = the first) and, for an extract, its quote."""

    text: str
    claims: tuple[int, ...] = ()
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class DraftBlock:
    """A line of the draft; see `records.Block` for `prefix` and `layout`."""

    prefix: str
    sentences: tuple[DraftSentence, ...] = ()
    layout: str = ""


Draft = tuple[DraftBlock, ...]


def parse(markdown: str) -> Draft:
    """Read a model's Markdown as a draft; code fences, rules and headings are layout."""
    blocks: list[DraftBlock] = []
    fenced = False
    for line in markdown.strip().splitlines():
        fence = line.lstrip().startswith(("```", "~~~"))
        fenced = fenced ^ fence
        if fence:
            continue
        blocks.append(_block(line.rstrip()))
    return tuple(blocks)


def _block(line: str) -> DraftBlock:
    bare = line.strip()
    if not bare or _RULE.match(bare):
        return DraftBlock("", layout=bare)
    if bare.startswith("#"):
        return DraftBlock("", layout=f"### {plain(bare.lstrip('# '))}")
    if bare.startswith("|"):
        return _row(bare)
    prefix = _LINE_PREFIX.match(line)
    lead = prefix.group(1) if prefix else ""
    rest = line[len(lead) :]
    if _LABEL.match(rest.strip()):
        return DraftBlock("", layout=f"{lead}**{plain(rest)}**")
    return DraftBlock(lead, sentences=sentences(rest))


def _row(line: str) -> DraftBlock:
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    first, *others = cells
    label, _ = _unmark(first)
    return DraftBlock(f"| {plain(label)} | ", tuple(_sentence(cell) for cell in others))


def sentences(text: str) -> tuple[DraftSentence, ...]:
    """Cut a line into sentences; marks that stand after a full stop belong before it."""
    text = re.sub(rf"([.!?])((?:{_MARKER.pattern})+)", r"\2\1", text)
    return tuple(
        sentence
        for span in spans(text)
        if (sentence := _sentence(text[span.start : span.end])).text
    )


def _sentence(text: str) -> DraftSentence:
    bare, claims = _unmark(text)
    return DraftSentence(plain(bare), claims)


def _unmark(text: str) -> tuple[str, tuple[int, ...]]:
    """Take the marks out of a text; a number in round brackets is a mark only with an S."""
    claims: list[int] = []

    def note(match: re.Match[str]) -> str:
        if _PARENTHESIS.match(match.group()):
            return match.group()
        claims.extend(int(number) for number in re.findall(r"\d+", match.group(1)))
        return " "

    bare = re.sub(r"\s+([.!?,;:])", r"\1", _MARKER.sub(note, text))
    return bare, tuple(dict.fromkeys(claims))

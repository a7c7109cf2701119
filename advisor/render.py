"""An `Answer` as Markdown, a footer line and source panels: records, not a screen library's."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import unescape

from advisor.records import Answer, Block, Chunk, Citation, Document, Party, Sentence, Support

_MARK: dict[Support, str] = {
    "supported": "",
    "partly": " *(partly in the sources)*",
    "unsupported": " *(not in the sources)*",
}
_PARTY: dict[Party, str] = {
    "article": "Article",
    "vendor": "Vendor",
    "independent": "Independent",
}
# Vendor pages and prices age fast; the article states principles.
_SHELF_LIFE_DAYS: dict[Party, int] = {"article": 365, "vendor": 180, "independent": 365}
# Lines that follow one another without a blank one: items of a list, rows of a table.
_LISTED = re.compile(r"\s*(?:(?P<item>[-*+] |\d+[.)] )|(?P<row>\|))")
_SURROUNDINGS = 600  # characters of a page shown before and after a quote
_MONTH, _YEAR = 30.44, 365.25  # days
# What Markdown and stray HTML write around words. Groups are what is not shown; a closing mark is
# looked ahead for, so that the words before it are read too.
_TARGET = r'\((?:[^()\s]|\([^()\s]*\))*(?:[ \t]+"[^"\n]*")?\)'
_MARKUP = re.compile(
    rf"""
      (^[ \t]*(?P<fence>```|~~~)[^\n]*\n).*?(^[ \t]*(?P=fence)[^\n]*(?:\n|\Z)|\Z)
    | (?P<ticks>`+)[^`\n]+((?P=ticks))
    | (^[ \t]*(?:\|?[ \t]*:?--+[-:|\ \t]*|==+[ \t]*|(?:[*_][ \t]*){{3,}})(?:\n|\Z))
    | ^(?:[ \t]*((?:>[ \t]?)+))?[ \t]*(?P<item>[*+-][ \t]+(?=\S))
    | (^[ \t]*(?:(?:>[ \t]?)+(?:\#{{1,6}}[ \t]+)?|\#{{1,6}}[ \t]+))
    | (\\)[!-/:-@\[-`{{-~]
    | (!?\[)(?=(?:[^\[\]]|!\[[^\[\]]*\]{_TARGET})*(\]{_TARGET}))
    | (\*\*(?=\S)|(?<=\S)\*\*|~~|(?<!\w)__(?=\w)|(?<=[\w.!?)])__(?!\w))
    | (?<![\w*_])(?P<mark>[*_])(?=[^\s*_](?:[^*_\n]*[^\s*_])?((?P=mark))(?!\w))
    | (<)https?://[^\s<>]+(>)
    | (<!--.*?-->|[\u200b\u2060\ufeff])
    | (?P<br><br[ ]*/?>)
    | (</?(?:a|b|i|u|em|strong|p|div|span|img|su[bp]|code|pre|kbd|details|summary|center|font|small
        |t[rdh]|table|thead|tbody|[ou]l|li|h[1-6])\b[^<>\n]*>)
    | (?P<entity>&(?:\#\d+|\#[xX][\da-fA-F]+|[A-Za-z]+);)
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_ROW = re.compile(r"^[ \t]*\|[^\n]*", re.MULTILINE)
_CELL = re.compile(r"[ \t]*(?<!\\)\|[ \t]*")
_INSTEAD = {_MARKUP.groupindex["item"]: "• ", _MARKUP.groupindex["br"]: " "}
_Edit = tuple[int, int, str]  # the characters from … to are shown as this


@dataclass(frozen=True, slots=True)
class SourcePanel:
    """What a click on a citation shows: a quote in its surroundings, without its Markdown."""

    marker: str
    title: str
    heading: str
    party: str
    as_of: str
    age: str
    stale: bool
    url: str
    before: str
    quote: str
    after: str


def markdown(blocks: Sequence[Block], *, show_support: bool = False) -> str:
    """Write blocks as Markdown with `[S1]` markers, and support marks if asked for."""
    lines: list[str] = []
    for block in blocks:
        line = _line(block, show_support=show_support)
        if lines and _apart(lines[-1], line):
            lines.append("")
        lines.append(line)
    return "\n".join(lines).strip()


def _apart(above: str, line: str) -> bool:
    """Say whether Markdown needs a blank line between two lines."""
    if not above or not line:
        return False
    one, other = _LISTED.match(above), _LISTED.match(line)
    return not (one and other and one.lastgroup == other.lastgroup)


def _line(block: Block, *, show_support: bool) -> str:
    if not block.sentences:
        return block.layout
    said = [_sentence(sentence, show_support=show_support) for sentence in block.sentences]
    if block.prefix.startswith("| "):
        return f"{block.prefix}{' | '.join(text.replace('|', '/') for text in said)} |"
    if block.prefix == "**":
        lead = block.sentences[0].text
        return " ".join([f"**{lead.replace('**', '')}**{said[0].removeprefix(lead)}", *said[1:]])
    return block.prefix + " ".join(said)


def _sentence(sentence: Sentence, *, show_support: bool) -> str:
    marks = "".join(f"[S{number}]" for number in sentence.citations)
    text = f"{sentence.text} {marks}" if marks else sentence.text
    return text + (_MARK[sentence.support] if show_support else "")


def body(answer: Answer, *, show_support: bool) -> str:
    """The answer as a reader sees it, with what went wrong, if anything did, at its end."""
    text = markdown(answer.blocks, show_support=show_support)
    return f"{text}\n\n> {' '.join(answer.notice.split())}" if answer.notice else text


def supported_share(answer: Answer) -> float:
    """Share of the sentences that the sources carry wholly, 0 to 1."""
    said = answer.sentences
    return sum(s.support == "supported" for s in said) / len(said) if said else 0.0


def footer(answer: Answer) -> str:
    """One line: who wrote it, seconds, share supported, the oldest source used."""
    name = {"extract": "Extract mode", "decision": "Weighed answers"}.get(
        answer.model, answer.model
    )
    if not answer.grounded:
        name = "Not in the library"
    parts = [name, f"{answer.timings_ms.get('total', 0.0) / 1000:.1f} s"]
    if answer.sources:
        # Rounded down: 100% means every sentence.
        parts.append(f"{int(supported_share(answer) * 100)}% supported")
        oldest = min(source.chunk.as_of for source in answer.sources)
        parts.append(f"oldest source {oldest.isoformat()}")
    if answer.usage.passages_left_out:
        parts.append(f"{answer.usage.passages_left_out} passages left out to fit")
    return " · ".join(parts)


def age(as_of: date, today: date) -> str:
    """How old a date is, in words."""
    days = max((today - as_of).days, 0)
    months, years = round(days / _MONTH), round(days / _YEAR)
    if months < 2:
        return "today" if days == 0 else f"{days} day{'s' * (days > 1)} old"
    return f"{months} months old" if months < 24 else f"{years} years old"


def heading_path(chunk: Chunk) -> str:
    """The headings above a passage, outermost first; the title of its page is not said again."""
    headings = dict.fromkeys(readable(heading) for heading in chunk.heading)
    return " › ".join(heading for heading in headings if heading and heading != chunk.title)


def page_title(chunk: Chunk) -> str:
    """The title of a passage's page; who wrote it stands before titles such as "Pricing"."""
    known = chunk.vendor.lower() in chunk.title.lower()  # no name is in every title
    return chunk.title if known else f"{chunk.vendor}: {chunk.title}"


def readable(markdown_text: str) -> str:
    """The words of a Markdown text."""
    return _shown(markdown_text, 0, len(markdown_text))


def panels(
    answer: Answer, document: Callable[[str], Document | None], today: date
) -> list[SourcePanel]:
    """A panel for each citation of an answer, in its order."""
    return [
        _panel(citation, document(citation.chunk.document), today) for citation in answer.sources
    ]


def _panel(citation: Citation, document: Document | None, today: date) -> SourcePanel:
    chunk = citation.chunk
    text, start, end = _placed(citation, document)
    before, after = _surroundings(text, start, end)
    return SourcePanel(
        marker=f"S{citation.number}",
        title=page_title(chunk),
        heading=heading_path(chunk),
        party=_PARTY[chunk.party],
        as_of=chunk.as_of.isoformat(),
        age=age(chunk.as_of, today),
        stale=(today - chunk.as_of).days > _SHELF_LIFE_DAYS[chunk.party],
        url=chunk.url if chunk.url.startswith(("https://", "http://")) else "",
        before=before,
        quote=_shown(text, start, end).strip() or citation.quote,
        after=after,
    )


def _placed(citation: Citation, document: Document | None) -> tuple[str, int, int]:
    """The text to show a quote in, and its place there."""
    start, end, quote = citation.start, citation.end, citation.quote
    if document is not None and document.text[start:end] == quote:
        return document.text, start, end
    # The document has changed since: the passage as it was quoted.
    start, end = start - citation.chunk.start, end - citation.chunk.start
    if start >= 0 and citation.chunk.text[start:end] == quote:
        return citation.chunk.text, start, end
    return quote, 0, len(quote)


def _surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands around a quote, in whole words, with dots where it goes on."""
    first, last = start - _SURROUNDINGS, end + _SURROUNDINGS
    space = re.compile(r"\s").search(text, max(first, 0), start) if first > 0 else None
    before = _shown(text, space.end() if space else max(first, 0), start).lstrip()
    after = _shown(text, end, last)
    if last < len(text):
        after = re.sub(r"\s+\S*\Z", "", after) + " …"
    return ("… " if first > 0 else "") + before, after.rstrip()


def _shown(text: str, start: int, end: int) -> str:
    """A part of a text without its markup; what opens in the part and closes outside is dropped."""
    shown, at = [], start
    for first, last, instead in _edits(text):
        if last <= start or first >= end:
            continue
        shown.append(text[at : max(first, at)])
        shown.append(instead if first >= start else "")
        at = max(at, last)
    shown.append(text[at:end])
    return re.sub(r"\n{3,}", "\n\n", "".join(shown))


@lru_cache(maxsize=32)  # an answer's pages, each read in three parts, and the headings above
def _edits(text: str) -> tuple[_Edit, ...]:
    """Say what of a text is markup, in order, and what is shown in its place."""
    found: list[_Edit] = []
    for match in _MARKUP.finditer(text):
        for group in range(1, _MARKUP.groups + 1):
            if match.start(group) < match.end(group):
                entity = match["entity"] is not None
                instead = unescape(match.group()) if entity else _INSTEAD.get(group, "")
                found.append((*match.span(group), instead))
    for row in _ROW.finditer(text):
        for bar in _CELL.finditer(text, *row.span()):
            inside = row.start() < bar.start() and bar.end() < row.end()
            found.append((*bar.span(), " · " if inside else ""))
    edits: list[_Edit] = []
    for edit in sorted(found, key=lambda edit: (edit[0], -edit[1])):
        if not edits or edit[0] >= edits[-1][1]:
            edits.append(edit)
    return tuple(edits)

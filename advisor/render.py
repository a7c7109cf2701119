"""An `Answer` as Markdown, a footer line and source panels: records, not a screen library's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

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
_SURROUNDINGS = 600  # characters shown before and after a quote


@dataclass(frozen=True, slots=True)
class SourcePanel:
    """What a click on a citation shows; `before + quote + after` is the passage in its text."""

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
    listed = above.lstrip().startswith(("-", "|")) and line.lstrip()[:1] == above.lstrip()[:1]
    return not listed


def _line(block: Block, *, show_support: bool) -> str:
    if not block.sentences:
        return block.layout
    said = [_sentence(sentence, show_support=show_support) for sentence in block.sentences]
    if block.prefix.startswith("| "):
        return f"{block.prefix}{' | '.join(text.replace('|', '/') for text in said)} |"
    if block.prefix == "**":
        bold = f"**{block.sentences[0].text}**"
        return " ".join([said[0].replace(block.sentences[0].text, bold, 1), *said[1:]])
    return block.prefix + " ".join(said)


def _sentence(sentence: Sentence, *, show_support: bool) -> str:
    marks = "".join(f"[S{number}]" for number in sentence.citations)
    text = f"{sentence.text} {marks}" if marks else sentence.text
    return text + (_MARK[sentence.support] if show_support else "")


def body(answer: Answer, *, show_support: bool) -> str:
    """The answer as a reader sees it, with what went wrong, if anything did, at its end."""
    text = markdown(answer.blocks, show_support=show_support)
    return f"{text}\n\n> {answer.notice}" if answer.notice else text


def supported_share(answer: Answer) -> float:
    """Share of the sentences that the sources carry wholly, 0 to 1."""
    said = answer.sentences
    return sum(s.support == "supported" for s in said) / len(said) if said else 0.0


def footer(answer: Answer) -> str:
    """One line: who wrote it, seconds, share supported, the oldest source used."""
    name = "Extract mode" if answer.model == "extract" else answer.model
    parts = [name, f"{answer.timings_ms.get('total', 0.0) / 1000:.1f} s"]
    if answer.sources:
        parts.append(f"{supported_share(answer):.0%} supported")
        oldest = min(source.chunk.as_of for source in answer.sources)
        parts.append(f"oldest source {oldest.isoformat()}")
    if answer.usage.passages_left_out:
        parts.append(f"{answer.usage.passages_left_out} passages left out to fit")
    return " · ".join(parts)


def age(as_of: date, today: date) -> str:
    """How old a date is, in words."""
    days = max((today - as_of).days, 0)
    if days < 45:
        return "today" if days == 0 else f"{days} day{'s' * (days > 1)} old"
    months = round(days / 30.44)
    if months < 24:
        return f"{months} months old"
    return f"{days // 365} years old"


def heading_path(chunk: Chunk) -> str:
    """The headings above a passage, outermost first."""
    return " › ".join(chunk.heading)


def panels(
    answer: Answer, document: Callable[[str], Document | None], today: date
) -> list[SourcePanel]:
    """A panel for each citation of an answer, in its order."""
    return [
        _panel(citation, document(citation.chunk.document), today) for citation in answer.sources
    ]


def _panel(citation: Citation, document: Document | None, today: date) -> SourcePanel:
    chunk = citation.chunk
    if document is not None and document.text[citation.start : citation.end] == citation.quote:
        before = document.text[max(0, citation.start - _SURROUNDINGS) : citation.start]
        after = document.text[citation.end : citation.end + _SURROUNDINGS]
    else:  # the document has changed since: the passage as it was quoted
        offset = citation.start - chunk.start
        before, after = chunk.text[:offset], chunk.text[offset + len(citation.quote) :]
    return SourcePanel(
        marker=f"S{citation.number}",
        title=chunk.title,
        heading=heading_path(chunk),
        party=_PARTY[chunk.party],
        as_of=chunk.as_of.isoformat(),
        age=age(chunk.as_of, today),
        stale=(today - chunk.as_of).days > _SHELF_LIFE_DAYS[chunk.party],
        url=chunk.url if chunk.url.startswith(("https://", "http://")) else "",
        before=before,
        quote=citation.quote,
        after=after,
    )

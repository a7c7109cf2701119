"""An answer's Markdown as Chainlit should draw it: chips, support marks, and nothing swallowed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from advisor.records import Answer, Citation, Hit, Usage
from advisor.render import SourcePanel, panels

_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
# Chainlit reads ":name" as a directive and drops it: "ollama:llama3.2" would lose its end.
_DIRECTIVE = re.compile(r"(?<!\\):(?=[A-Za-z])")
_TOUCHING = re.compile(r"(?<=\d\])(?=\[S\d)")
# Italics inside bold and bold inside italics look alike in Markdown; the stylesheet tells them
# apart, so a support mark can be drawn as one without HTML.
_SUPPORT = {
    " *(partly in the sources)*": " ***partly in the sources***",
    " *(not in the sources)*": " **_not in the sources_**",
}


def drawn(body: str, sources: Sequence[SourcePanel]) -> str:
    """Write `body` so that its `[S1]` markers become chips.

    Each marker gets a Markdown definition with the page's address and the source's name: the
    text stays as it is when copied, a hover names the source, and without scripts the chip
    still leads to the page.
    """
    for mark, shown in _SUPPORT.items():
        body = body.replace(mark, shown)
    text = _TOUCHING.sub(" ", plain(body))  # "[S1][S2]" would be one link
    return "\n\n".join([text, "\n".join(map(_definition, sources))]).strip()


def plain(text: str) -> str:
    """Markdown in which Chainlit swallows no name and fetches no picture."""
    parts = enumerate(_CODE.split(text))
    return "".join(part if place % 2 else _tamed(part) for place, part in parts)


def found_panels(hits: Sequence[Hit], today: date) -> list[SourcePanel]:
    """Panels of the passages found, numbered as the draft names them."""
    citations = tuple(
        Citation(place, hit.chunk, hit.chunk.start, hit.chunk.end, hit.chunk.text, hit.score)
        for place, hit in enumerate(hits, start=1)
    )
    unwritten = Answer(
        question="",
        standalone_question="",
        text="",
        blocks=(),
        grounded=False,
        model="",
        sources=citations,
        hits=tuple(hits),
        suggestions=(),
        usage=Usage(),
        timings_ms={},
    )
    return panels(unwritten, lambda _document: None, today)


def _tamed(text: str) -> str:
    return _DIRECTIVE.sub(r"\\:", text.replace("![", "!\\["))


def _definition(panel: SourcePanel) -> str:
    address = quote(panel.url, safe=":/?#[]@!$&'()*+,;=%~") if panel.url else f"#{panel.marker}"
    title = f"{panel.title} · {panel.party}, {panel.as_of}"
    escaped = re.sub(r'(["\\])', r"\\\1", " ".join(title.split()))
    return f'[{panel.marker}]: <{address}> "{escaped}"'

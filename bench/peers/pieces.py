"""Pages split as our sync splits them, for the systems that are compared over our passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.backends.embedder import MiniLM
from advisor.library.chunk import embedding_text, split, titled
from bench.peers.system import Page, Passage


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage, and the text that is embedded for it: with title and headings in front."""

    passage: Passage
    embedded: str


def pieces(pages: Sequence[Page]) -> list[Piece]:
    """Split the pages."""
    model = MiniLM()
    found = []
    for page in pages:
        title = titled(page.title, page.vendor)
        for one in split(page.text, title, count=model.count, max_tokens=model.max_tokens):
            text = page.text[one.start : one.end]
            embedded = embedding_text(title, one.heading, text)
            found.append(Piece(Passage(page.path, text), embedded))
    return found

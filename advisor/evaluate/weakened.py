"""Deliberately weaker advisors: each lacks one thing, and so shows what that thing is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from advisor.ask import cite
from advisor.ask.cite import Checked
from advisor.ask.draft import Draft, DraftBlock, DraftSentence, Quote
from advisor.ask.evidence import Evidence
from advisor.ask.find import Findings, Searched, find
from advisor.ask.memory import VectorMemory
from advisor.ask.pipeline import Parts
from advisor.library.proxy import EmbedderProxy
from advisor.ports import (
    EncodedPassage,
    EncodedQuery,
    Library,
    ListedQuestion,
    Match,
    Signs,
    Vectors,
)
from advisor.records import Chunk, Document, Hit, Source

FULL, NO_HEADINGS, NO_SUPPORT_CHECK = "full", "no-headings", "no-support-check"


class Whole:
    """Meets `ports.Library` by passing everything on to another."""

    def __init__(self, library: Library) -> None:
        """Read this library."""
        self._library = library

    def dense(self, vector: Vectors, k: int, sources: Sequence[str] = ()) -> list[Match]:
        """Search by meaning."""
        return self._library.dense(vector, k, sources)

    def lexical(self, text: str, k: int) -> list[Match]:
        """Search by words."""
        return self._library.lexical(text, k)

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks by id."""
        return self._library.chunks(ids)

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Chunk vectors by id."""
        return self._library.vectors(ids)

    def signs(self, ids: Sequence[str]) -> dict[str, Signs]:
        """Signs of the token vectors of chunks by id."""
        return self._library.signs(ids)

    def document(self, document_id: str) -> Document | None:
        """Return a document."""
        return self._library.document(document_id)

    def neighbours(self, chunk_id: str) -> list[Chunk]:
        """Return the chunks of the same section."""
        return self._library.neighbours(chunk_id)

    def passages(self, source: str) -> list[Chunk]:
        """Return all chunks of a source."""
        return self._library.passages(source)

    def listed(self) -> list[ListedQuestion]:
        """Return every listed question."""
        return self._library.listed()

    def sources(self) -> list[Source]:
        """All sources."""
        return self._library.sources()

    def document_frequency(self, text: str) -> Mapping[str, float]:
        """Share of chunks with each word."""
        return self._library.document_frequency(text)


class Wordless(Whole):
    """A library that knows no words: neither BM25 nor how rare a word is."""

    def lexical(self, text: str, k: int) -> list[Match]:
        """Find nothing."""
        del text, k
        return []

    def document_frequency(self, text: str) -> Mapping[str, float]:
        """Know no word."""
        del text
        return {}


class Meaningless(Whole):
    """A library that finds nothing by meaning."""

    def dense(self, vector: Vectors, k: int, sources: Sequence[str] = ()) -> list[Match]:
        """Find nothing."""
        del vector, k, sources
        return []

    def signs(self, ids: Sequence[str]) -> dict[str, Signs]:
        """Know no token."""
        del ids
        return {}


class Blind(EmbedderProxy):
    """A question has no meaning, and so is near to nothing."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Zeros."""
        return np.zeros((len(texts), self.dimensions), np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Zeros."""
        return self.embed_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> list[EncodedQuery]:
        """Zeros, without tokens."""
        none = np.zeros((0, self.dimensions), np.float32)
        return [EncodedQuery(vector, none, ()) for vector in self.embed_queries(texts)]

    def encode_passages(self, texts: Sequence[str]) -> list[EncodedPassage]:
        """Zeros, without tokens."""
        none = np.zeros((0, -(-self.dimensions // 8)), np.uint8)
        return [EncodedPassage(vector, none) for vector in self.embed_queries(texts)]


def _floorless(question: str, k: int, parts: Searched, /) -> Findings:
    """Find passages, and hold whatever was found for enough."""
    found = find(question, k, parts)
    return replace(found, enough=bool(found.chosen), hits=found.chosen)


def _trusting(
    draft: Draft, hits: Sequence[Hit], evidence: Evidence, memory: VectorMemory, /
) -> Checked:
    """Believe every source that the writer names, without looking."""
    believed = tuple(
        DraftBlock(block.prefix, tuple(_believed(s, hits) for s in block.sentences), block.layout)
        for block in draft
    )
    return cite.cite(believed, hits, evidence, memory)


def _believed(sentence: DraftSentence, hits: Sequence[Hit]) -> DraftSentence:
    claimed = [hits[n - 1].chunk for n in sentence.claims if 0 < n <= len(hits)]
    if not claimed:
        return sentence
    first = claimed[0]
    return replace(sentence, quote=Quote(first.id, first.start, first.end))


Weakening = Callable[[Parts], Parts]


def _unchanged(parts: Parts) -> Parts:
    return parts


def _no_lexical(parts: Parts) -> Parts:
    return replace(parts, library=Wordless(parts.library))


def _no_dense(parts: Parts) -> Parts:
    return replace(parts, library=Meaningless(parts.library), embedder=Blind(parts.embedder))


def _no_floor(parts: Parts) -> Parts:
    return replace(parts, search=_floorless)


def _no_support_check(parts: Parts) -> Parts:
    return replace(parts, check=_trusting)


# Without headings it is the library that differs: see `refile.headless`.
VARIANTS: Mapping[str, Weakening] = MappingProxyType(
    {
        FULL: _unchanged,
        "no-lexical": _no_lexical,
        "no-dense": _no_dense,
        NO_HEADINGS: _unchanged,
        "no-floor": _no_floor,
        NO_SUPPORT_CHECK: _no_support_check,
    }
)

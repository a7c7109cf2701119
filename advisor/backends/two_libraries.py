"""The shared library and a client's own papers, read as one; the papers come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.ports import Library, ListedQuestion, Match, Signs, Vectors
from advisor.records import Chunk, Document, Source

# Words that only the papers know are as rare as this for the question: few papers are no measure.
_RARE = 0.001


@dataclass(frozen=True, slots=True)
class TwoLibraries:
    """Meets `ports.Library`: what stands in both is read from `own`."""

    own: Library
    shared: Library

    def dense(self, vector: Vectors, k: int, sources: Sequence[str] = ()) -> list[Match]:
        """Return the `k` nearest of both."""
        found = [lib.dense(vector, k, sources) for lib in (self.own, self.shared)]
        return _best([*found[0], *found[1]], k)

    def lexical(self, text: str, k: int) -> list[Match]:
        """Return the best of both; BM25 of a few papers is put on the shared library's scale."""
        own, shared = self.own.lexical(text, k), self.shared.lexical(text, k)
        if own and shared:
            scale = min(shared[0].score / own[0].score, 1.0) if own[0].score > 0 else 1.0
            own = [Match(one.chunk_id, one.score * scale, one.question) for one in own]
        return _best([*own, *shared], k)

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks by id."""
        return {**self.shared.chunks(ids), **self.own.chunks(ids)}

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Chunk vectors by id."""
        return {**self.shared.vectors(ids), **self.own.vectors(ids)}

    def signs(self, ids: Sequence[str]) -> dict[str, Signs]:
        """Signs of the token vectors of chunks by id."""
        return {**self.shared.signs(ids), **self.own.signs(ids)}

    def document(self, document_id: str) -> Document | None:
        """Return a document with its text."""
        return self.own.document(document_id) or self.shared.document(document_id)

    def neighbours(self, chunk_id: str) -> list[Chunk]:
        """Return the chunks of the same section."""
        return self.own.neighbours(chunk_id) or self.shared.neighbours(chunk_id)

    def passages(self, source: str) -> list[Chunk]:
        """Return all chunks of a source."""
        own = self.own.passages(source)
        known = {chunk.id for chunk in own}
        return [*own, *(one for one in self.shared.passages(source) if one.id not in known)]

    def listed(self) -> list[ListedQuestion]:
        """Return every listed question of both."""
        return [*self.own.listed(), *self.shared.listed()]

    def sources(self) -> list[Source]:
        """All sources, by id."""
        both = {one.id: one for one in (*self.shared.sources(), *self.own.sources())}
        return [both[name] for name in sorted(both)]

    def document_frequency(self, text: str) -> Mapping[str, float]:
        """Share of the shared library's chunks; a word of the papers alone is rare."""
        own, shared = self.own.document_frequency(text), self.shared.document_frequency(text)
        only = {word: min(share, _RARE) for word, share in own.items() if not shared.get(word)}
        return {**own, **shared, **only}


def _best(matches: Sequence[Match], k: int) -> list[Match]:
    """Return the best `k`, each chunk or listed question once."""
    found: dict[tuple[str, str], Match] = {}
    for one in matches:
        found.setdefault((one.chunk_id, one.question), one)
    return sorted(found.values(), key=lambda one: -one.score)[:k]

"""Two libraries read as one: what all share, and papers of one's own beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from advisor.ports import Library, ListedQuestion, Match, Signs, Vectors
from advisor.records import Chunk, Document, Source


class Counted(Library, Protocol):
    """A library that knows how many chunks it holds."""

    def size(self) -> int:
        """Count the chunks."""


class TwoLibraries:
    """Meets `ports.Library`; an id that both know is the own one's."""

    def __init__(self, shared: Counted, own: Counted) -> None:
        """Join the two; neither is changed, and nothing of one is kept in the other."""
        self._shared = shared
        self._own = own

    def dense(self, vector: Vectors, k: int, sources: Sequence[str] = ()) -> list[Match]:
        """Return the `k` nearest chunks and listed questions; of some sources only, if named."""
        # Papers are few: with their sources named each is looked at, and no index is loaded.
        named = sources or [source.id for source in self._own.sources()]
        own = self._own.dense(vector, k, named) if named else []
        return _best([*own, *self._shared.dense(vector, k, sources)])[:k]

    def lexical(self, text: str, k: int) -> list[Match]:
        """Return up to `k` chunks and up to `k` listed questions, best first."""
        found = _best([*self._own.lexical(text, k), *self._shared.lexical(text, k)])
        listed = [match for match in found if match.question][:k]
        return _best([*[match for match in found if not match.question][:k], *listed])

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks by id, read from the truth; unknown ids are left out."""
        return self._shared.chunks(ids) | self._own.chunks(ids)

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Chunk vectors by id; missing ones are left out."""
        return self._shared.vectors(ids) | self._own.vectors(ids)

    def signs(self, ids: Sequence[str]) -> dict[str, Signs]:
        """Signs of the token vectors of chunks by id; missing ones are left out."""
        return self._shared.signs(ids) | self._own.signs(ids)

    def document(self, document_id: str) -> Document | None:
        """Return a document with its text."""
        return self._own.document(document_id) or self._shared.document(document_id)

    def neighbours(self, chunk_id: str) -> list[Chunk]:
        """Return the chunks of the same section, in reading order, itself included."""
        return self._own.neighbours(chunk_id) or self._shared.neighbours(chunk_id)

    def passages(self, source: str) -> list[Chunk]:
        """Return all chunks of a source, by document and offset; empty for an unknown one."""
        return self._own.passages(source) or self._shared.passages(source)

    def listed(self) -> list[ListedQuestion]:
        """Return every listed question with its vector."""
        listed = [*self._shared.listed(), *self._own.listed()]
        return sorted(listed, key=lambda one: (one.chunk_id, one.text))

    def sources(self) -> list[Source]:
        """All sources, by id."""
        both = [*self._shared.sources(), *self._own.sources()]
        return sorted({one.id: one for one in both}.values(), key=lambda one: one.id)

    def document_frequency(self, text: str) -> Mapping[str, float]:
        """Share of chunks that contain each word of the text (0 for a word never seen)."""
        many, few = self._shared.size(), self._own.size()
        mine = self._own.document_frequency(text)
        total = max(many + few, 1)
        return {
            word: (share * many + mine[word] * few) / total
            for word, share in self._shared.document_frequency(text).items()
        }


def _best(matches: Sequence[Match]) -> list[Match]:
    """Order matches by score; of those of the same text in both libraries, keep the better."""
    ordered = sorted(matches, key=lambda m: (-m.score, m.chunk_id, m.question))
    return list({(m.chunk_id, m.question): m for m in reversed(ordered)}.values())[::-1]

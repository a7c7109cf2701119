"""The library as the ask line reads it: the truth by id, the two searches over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import monotonic

from advisor.backends.lexical import LexicalSearch
from advisor.backends.store import Listed, Shelved, Store
from advisor.backends.vectors import VectorIndex
from advisor.errors import EmbedderMismatchError, StorageError
from advisor.ports import ListedQuestion, Match, Signs, Vectors
from advisor.records import Chunk, Document, Source

# Vectors that lost their chunk are dropped from a result; fetching more makes up for them.
SPARE = 16
# Vectors of the sources named up to which each is looked at: exact, and sooner than a graph of all
# vectors of which most are then left out.
FEW = 2000
# While another process writes, its changes are read at most this often.
REOPEN_SECONDS = 2.0


class LocalLibrary:
    """Meets `ports.Library`; safe from any thread, empty until the first sync.

    Another process may write at any time: each dense search compares the library's generation
    with the one last seen, and reads Chroma's files again when it has grown.
    """

    def __init__(self, folder: Path, embedder: str) -> None:
        """Read the library in `folder`, whose vectors must be of `embedder`."""
        self.store = Store(folder)
        self.index = VectorIndex(folder, embedder)
        self._embedder = embedder
        self._words = LexicalSearch(self.store)
        self._seen = (0, 0)
        self._read_at = 0.0
        self._lock = Lock()

    def dense(self, vector: Vectors, k: int, sources: Sequence[str] = ()) -> list[Match]:
        """Return the `k` nearest chunks and listed questions; of some sources only, if named."""
        if not self._up_to_date():
            return []
        if sources and self.store.size(sources) <= FEW:
            return self._resolve(self.store.exact(self._embedder, vector, k, sources))
        found: list[Match] = []
        try:
            found = self._nearest(vector, k, sources)
        except StorageError:
            # Another process was just writing the files; a fresh look sees whole ones.
            self.index.reopen()
            with suppress(StorageError):
                found = self._nearest(vector, k, sources)
        if len(found) == k or len(found) == self.store.size(sources):
            return found
        # The index is damaged, or its graph lost sight of vectors behind dozens of equal ones.
        return self._resolve(self.store.exact(self._embedder, vector, k, sources))

    def lexical(self, text: str, k: int) -> list[Match]:
        """Return up to `k` chunks and listed questions with words of the text, best first."""
        return self._words.search(text, k)

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks by id, read from the truth; unknown ids are left out."""
        return self.store.chunks(ids)

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Chunk vectors by id; missing ones are left out."""
        return self.store.vectors(self._embedder, ids)

    def signs(self, ids: Sequence[str]) -> dict[str, Signs]:
        """Signs of the token vectors of chunks by id; missing ones are left out."""
        return self.store.signs(self._embedder, ids)

    def document(self, document_id: str) -> Document | None:
        """Return a document with its text."""
        return self.store.document(document_id)

    def neighbours(self, chunk_id: str) -> list[Chunk]:
        """Return the chunks of the same section, in reading order, itself included."""
        return self.store.neighbours(chunk_id)

    def listed(self) -> list[ListedQuestion]:
        """Return every listed question with its vector."""
        return self.store.listed(self._embedder)

    def passages(self, source: str) -> list[Chunk]:
        """Return all chunks of a source, by document and offset; empty for an unknown one."""
        return self.store.passages(source)

    def sources(self) -> list[Source]:
        """All sources, by id."""
        return [shelved.source for shelved in self.store.sources()]

    def document_frequency(self, text: str) -> Mapping[str, float]:
        """Share of chunks that contain each word of the text (0 for a word never seen)."""
        return self._words.frequency(text)

    def size(self) -> int:
        """Count the chunks."""
        return self._words.total()

    def shelved(self) -> list[Shelved]:
        """All sources with how much of each is held, by id."""
        return self.store.sources()

    def documents(self, source: str = "") -> list[Listed]:
        """All documents, or those of one source, without their text."""
        return self.store.documents(source)

    def close(self) -> None:
        """Let go of the files."""
        self.index.close()
        self.store.close()

    def _nearest(self, vector: Vectors, k: int, sources: Sequence[str]) -> list[Match]:
        asked = k + SPARE
        while True:
            nearest = self.index.query(vector, asked, sources)
            found = self._resolve(nearest)
            # Fewer than asked for: there are no more. (Chroma takes 2 ms to count 6,000.)
            if len(found) >= k or len(nearest) < asked:
                return found[:k]
            asked *= 4

    def _resolve(self, found: list[tuple[str, float]]) -> list[Match]:
        """Turn vector ids into chunks, without those the truth does not know."""
        ids = [vector_id for vector_id, _ in found]
        chunks = self.store.known(ids)
        questions = self.store.questions([i for i in ids if i not in chunks])
        matches = []
        for vector_id, cosine in found:
            if vector_id in chunks:
                matches.append(Match(vector_id, cosine))
            elif vector_id in questions:
                matches.append(Match(questions[vector_id][0], cosine, questions[vector_id][1]))
        return matches

    def _up_to_date(self) -> bool:
        """Follow what other processes wrote; whether there is anything to search."""
        now = (self.store.identity(), self.store.generation())
        if now == self._seen:
            return now[1] > 0
        with self._lock:
            if now != self._seen and not self._wait_a_little():
                self._check_embedder()
                self.index.reopen()
                self._seen, self._read_at = now, monotonic()
        return now[1] > 0

    def _wait_a_little(self) -> bool:
        recent = monotonic() - self._read_at < REOPEN_SECONDS
        return recent and self.store.meta("writing") != ""

    def _check_embedder(self) -> None:
        filled_with = self.store.embedder()
        if filled_with and filled_with != self._embedder:
            raise EmbedderMismatchError(filled_with, self._embedder)

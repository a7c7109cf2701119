"""What the sync line writes to: the `Shelf` protocol and the records that travel to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from advisor.ports import EncodedPassage, Vectors
from advisor.records import Chunk, Document, Source


def key_of(embedded: str) -> str:
    """Return the cache key of an embedded text: its SHA-256."""
    return hashlib.sha256(embedded.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk and the key of the text that was embedded for it."""

    chunk: Chunk
    key: str


@dataclass(frozen=True, slots=True)
class Question:
    """A listed question: an extra vector that points to a chunk, never shown as text."""

    id: str
    chunk_id: str
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything a page leaves in the library; `state` changes when the page or its reading does.

    One page (a file, an address) usually gives one document; a file with several gives several.
    """

    source: Source
    page: str
    state: str
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...] = ()

    @property
    def keys(self) -> dict[str, str]:
        """The key of every vector by the id it is found under."""
        return {p.chunk.id: p.key for p in self.passages} | {q.id: q.key for q in self.questions}


@dataclass(frozen=True, slots=True)
class Check:
    """How the derived index differs from the truth, by vector id."""

    missing: tuple[str, ...] = ()
    orphaned: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether both hold the same ids."""
        return not self.missing and not self.orphaned


class Shelf(Protocol):
    """The writing side of a library; all but `lock` are called while it is held."""

    def lock(self) -> AbstractContextManager[None]:
        """Be the one writer; raises LibraryBusyError at once if there is another."""

    def filled_with(self) -> str:
        """Return the embedder of the vectors, empty for a new library."""

    def states(self, source: str) -> dict[str, str]:
        """State of every page of a source, by page."""

    def cached(self, model: str, keys: Iterable[str]) -> dict[str, Vectors]:
        """Vectors embedded before, by key."""

    def remember(self, model: str, passages: Mapping[str, EncodedPassage]) -> None:
        """Keep vectors and signs by key, so that nothing is embedded twice."""

    def index(self, model: str, filings: Sequence[Filing]) -> None:
        """Put the vectors of filings, remembered before, into the derived index."""

    def commit(self, model: str, filing: Filing) -> tuple[str, ...]:
        """Make the filing the truth in one transaction; return vector ids no longer used."""

    def remove(self, source: str, page: str) -> tuple[str, ...]:
        """Take a page out of the truth; return vector ids no longer used."""

    def discard(self, ids: Sequence[str]) -> None:
        """Delete vectors from the derived index."""

    def everything(self) -> tuple[list[Passage], list[Question]]:
        """Every chunk and question that has a vector; what another embedder embeds again."""

    def switch(self, model: str) -> None:
        """Make the vectors remembered for another embedder the derived index."""

    def begin(self) -> None:
        """Note that writing began; mends first what an interrupted sync left behind."""

    def finish(self) -> None:
        """Note that writing ended, and forget vectors that nothing uses."""

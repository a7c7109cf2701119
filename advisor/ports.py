"""What the lines need from outside: four small protocols, met in `backends/`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from advisor.records import Chunk, Document, Source

Vectors = NDArray[np.float32]
Signs = NDArray[np.uint8]
"""Of each token's vector the sign bits, 1 for positive: shape (tokens, dimensions / 8, rounded
up; the bits that fill the last byte are 0)."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The model is busy with `ahead` other requests."""

    ahead: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The request is with the model, which reads about `tokens` tokens."""

    tokens: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Text the model wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The model ended its answer by itself; tokens read and written (0 if not reported)."""

    prompt_tokens: int
    completion_tokens: int


Writing = Waiting | Reading | Piece | Finished


class ChatModel(Protocol):
    """Writes text; may be local or hosted."""

    @property
    def name(self) -> str:
        """The full name, `provider:model`."""

    @property
    def local(self) -> bool:
        """Whether prompts stay on this machine (or a host declared trusted)."""

    async def room(self, max_tokens: int) -> int:
        """Tokens a prompt may have when an answer of `max_tokens` must still fit."""

    def tokens(self, messages: Sequence[Message]) -> int:
        """About how many tokens the messages have (an estimate, on the safe side)."""

    def write(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[Writing, None]:
        """Stream an answer; the last item is `Finished`.

        Raises a `ModelError` when the answer is not complete: the server is unreachable, broke,
        hung, cut the prompt or the answer. Closing the iterator stops the model.
        """

    async def warm(self, messages: Sequence[Message]) -> None:
        """Load the model and let it read the beginning every prompt shares."""


@dataclass(frozen=True, slots=True)
class EncodedQuery:
    """A question as the encoder reads it: its vector, and a unit vector for each token.

    `words` says of each row of `tokens` which word of the question the token is a part of.
    """

    vector: Vectors
    tokens: Vectors
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EncodedPassage:
    """A passage as the encoder reads it: its vector, and the signs of its tokens' vectors."""

    vector: Vectors
    signs: Signs


class Embedder(Protocol):
    """Turns text into unit vectors; a text too long to be read at once is read in windows."""

    @property
    def name(self) -> str:
        """Model and digest: vectors of another name are not comparable."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    @property
    def max_tokens(self) -> int:
        """Tokens a passage should have at most, two special ones included."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, two special ones included."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of a few short texts, at once, shape (len(texts), dimensions)."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of many texts, on all cores, shape (len(texts), dimensions)."""

    def encode_queries(self, texts: Sequence[str]) -> list[EncodedQuery]:
        """Vectors of a few short texts and of their tokens (of a long text, its first tokens)."""

    def encode_passages(self, texts: Sequence[str]) -> list[EncodedPassage]:
        """Vectors of many texts with the signs of their tokens' vectors, on all cores."""


class Reranker(Protocol):
    """Reads a question and a passage together."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Say how well each text answers; larger is better, on a scale of its own."""


@dataclass(frozen=True, slots=True)
class Match:
    """A chunk found by one search: `score` is a cosine or a BM25 score, higher is better.

    `question` is the listed question that matched, empty when the chunk's own text did.
    """

    chunk_id: str
    score: float
    question: str = ""


@dataclass(frozen=True, slots=True)
class ListedQuestion:
    """A question that a section of the guide lists, with its vector."""

    chunk_id: str
    text: str
    vector: Vectors


class Library(Protocol):
    """What the ask line reads: the truth by id, and the two searches."""

    def dense(self, vector: Vectors, k: int, sources: Sequence[str] = ()) -> list[Match]:
        """Return the `k` nearest chunks and listed questions; of some sources only, if named."""

    def lexical(self, text: str, k: int) -> list[Match]:
        """Return up to `k` chunks and listed questions with words of the text, best first."""

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks by id, read from the truth; unknown ids are left out."""

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Chunk vectors by id, from the derived index; missing ones are left out."""

    def signs(self, ids: Sequence[str]) -> dict[str, Signs]:
        """Signs of the token vectors of chunks by id; missing ones are left out."""

    def document(self, document_id: str) -> Document | None:
        """Return a document with its text."""

    def neighbours(self, chunk_id: str) -> list[Chunk]:
        """Return the chunks of the same section, in reading order, itself included."""

    def passages(self, source: str) -> list[Chunk]:
        """Return all chunks of a source, by document and offset; empty for an unknown one."""

    def listed(self) -> list[ListedQuestion]:
        """Return every listed question with its vector."""

    def sources(self) -> list[Source]:
        """All sources, by id."""

    def document_frequency(self, text: str) -> Mapping[str, float]:
        """Share of chunks that contain each word of the text (0 for a word never seen)."""

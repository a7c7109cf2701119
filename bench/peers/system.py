"""What a system must do to be compared, and the embedder they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from tokenizers import Tokenizer

from advisor.backends.embedder import TOKENIZER, MiniLM


@dataclass(frozen=True, slots=True)
class Page:
    """A document as every system gets it: the text as our loaders read it."""

    path: str
    title: str
    text: str
    vendor: str = ""

    @property
    def whole(self) -> str:
        """Text with its title in front."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Passage:
    """What a search gives: a text and the page it is of."""

    path: str
    text: str
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One set for one system: its pages, its questions by id, how deep to rank.

    `targets` are the pages' origin where they have one: our own sync reads them from there.
    """

    pages: tuple[Page, ...]
    questions: dict[str, str]
    depth: int
    targets: tuple[str, ...]
    whole: bool


class System(Protocol):
    """Indexes pages in a folder and finds passages."""

    def index(self, job: Job, folder: Path) -> None:
        """Make the pages searchable."""

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """Return the best `k` passages, best first."""


class Encoder:
    """all-MiniLM-L6-v2 for texts of any length: what it does not see is cut off, as usual."""

    def __init__(self) -> None:
        self.model = MiniLM()

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        """Vectors of texts, each cut to the encoder's window."""
        cut = [self._cut(text) for text in texts]
        return self.model.embed_passages(cut).tolist() if cut else []

    def query(self, text: str) -> list[float]:
        """Vector of a question."""
        vector: list[float] = self.model.embed_queries([text])[0].tolist()
        return vector

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self.model.place() / TOKENIZER))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def _cut(self, text: str) -> str:
        offsets = self._tokenizer.encode(text).offsets
        room = self.model.max_tokens
        while len(offsets) > self.model.max_tokens:
            text = text[: offsets[room - 2][1]]
            offsets = self._tokenizer.encode(text).offsets
            room -= 1
        return text

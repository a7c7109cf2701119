"""What the chat needs from the advisor behind it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from datetime import date
from typing import Protocol

from advisor.ask.events import Event
from advisor.records import Document, Turn


class Answering(Protocol):
    """Who writes the answers now."""

    @property
    def label(self) -> str:
        """One sentence: who writes, and where."""

    @property
    def change(self) -> str:
        """How to have someone else write."""


class Starter(Protocol):
    """A question to begin with, in its group."""

    @property
    def group(self) -> str:
        """The group's name, as shown."""

    @property
    def label(self) -> str:
        """The short form on the button."""

    @property
    def question(self) -> str:
        """The question asked."""


class SourceSummary(Protocol):
    """A source of the library, as the library page lists it."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def party(self) -> str:
        """Who speaks: article, vendor or independent."""

    @property
    def documents(self) -> int:
        """How many pages were read."""

    @property
    def as_of(self) -> date:
        """The day its pages describe."""


class Advisor(Protocol):
    """Answers questions; met by `wiring.Advisor`."""

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        model: str | None = None,
        passages: int | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Yield what happens to a question; closing the generator stops the model."""

    async def warm(self) -> None:
        """Load what the first question would otherwise wait for."""

    async def answering(self, model: str | None = None) -> Answering:
        """Who writes the answers now."""

    async def models(self) -> list[str]:
        """Names a reader can choose from."""

    def document(self, document_id: str) -> Document | None:
        """Return a document with its text; blocks."""

    def starters(self) -> Sequence[Starter]:
        """Questions to begin with."""

    def library_summary(self) -> Sequence[SourceSummary]:
        """List the sources of the library; blocks."""

    def close(self) -> None:
        """Let go of the library's files."""

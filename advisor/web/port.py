"""What the chat needs from the advisor behind it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import date
from typing import Protocol

from advisor.advice.calculators import Calculators
from advisor.ask.events import Event
from advisor.brief.case import Told
from advisor.brief.records import Brief
from advisor.decide.reading import Stated
from advisor.records import Answer, Document, Turn
from advisor.welcome import Answering, SourceSummary, Starter


class Spaces(Protocol):
    """Clients' workspaces, each by name; met by `workspaces.Workspaces`."""

    def names(self) -> list[str]:
        """Names to choose from; blocks."""

    def ask(
        self, client: str, question: str, *, model: str | None = None, passages: int | None = None
    ) -> AsyncGenerator[Event, None]:
        """Yield what happens to a question in a client's conversation."""

    def document(self, client: str, document: str) -> Document | None:
        """Return a document with its text; blocks."""

    def keep(self, client: str, answer: Answer) -> None:
        """Keep an answer for the client's brief; blocks."""

    def keep_profile(self, client: str, answers: Mapping[str, str]) -> None:
        """Keep what the client answered, and the decision that follows; blocks."""

    def told(self, client: str, day: date) -> Told:
        """Return what is kept for a brief; blocks."""


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

    async def heard(self, said: str, model: str | None = None) -> tuple[Stated, ...]:
        """Return what the model reads of a case in the user's words; nothing without a model."""

    async def answering(self, model: str | None = None) -> Answering:
        """Who writes the answers now."""

    async def models(self) -> list[str]:
        """Names a reader can choose from."""

    def document(self, document_id: str) -> Document | None:
        """Return a document with its text; blocks."""

    @property
    def calculators(self) -> Calculators:
        """What decides and calculates."""

    def brief(self, told: Told, day: date) -> Brief:
        """Make a client's brief of what was told; blocks."""

    def starters(self) -> Sequence[Starter]:
        """Questions to begin with."""

    def library_summary(self) -> Sequence[SourceSummary]:
        """List the sources of the library; blocks."""

    def close(self) -> None:
        """Let go of the library's files."""

"""What the chat remembers of one conversation."""

from __future__ import annotations

from dataclasses import dataclass, replace

from advisor.costs.records import Comparison
from advisor.records import Answer, Turn


@dataclass(frozen=True, slots=True)
class Session:
    """One reader's conversation and choices; replaced, never changed.

    `last` is the newest answer, `kept` are those for the brief, `comparison` the newest of costs,
    `client` the name of the client whose conversation it is, "" for none.
    """

    model: str
    passages: int
    show_support: bool
    history: tuple[Turn, ...] = ()
    last: Answer | None = None
    kept: tuple[Answer, ...] = ()
    comparison: Comparison | None = None
    client: str = ""

    def after(self, answer: Answer) -> Session:
        """Add a question and its answer to the conversation."""
        asked, said = Turn("user", answer.question), Turn("assistant", answer.text)
        return replace(self, history=(*self.history, asked, said), last=answer)

    def recommended(self, answer: Answer) -> Session:
        """Add a recommendation, which nobody asked for in words."""
        return replace(self, history=(*self.history, Turn("assistant", answer.text)))

    def with_client(self, client: str) -> Session:
        """Turn to another client, whose conversation is another."""
        if client == self.client:
            return self
        return Session(self.model, self.passages, self.show_support, client=client)

    def keeping(self) -> Session:
        """Keep the newest answer for the brief."""
        if self.last is None or self.last in self.kept:
            return self
        return replace(self, kept=(*self.kept, self.last))

    @property
    def said(self) -> tuple[str, ...]:
        """What the reader said in this conversation."""
        return tuple(turn.content for turn in self.history if turn.role == "user")

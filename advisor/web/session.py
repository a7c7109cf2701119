"""What the chat remembers of one conversation."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.records import Answer, Turn


@dataclass(frozen=True, slots=True)
class Session:
    """One reader's conversation and choices; replaced, never changed."""

    model: str
    passages: int
    show_support: bool
    history: tuple[Turn, ...] = ()

    def after(self, answer: Answer) -> tuple[Turn, ...]:
        """Add a question and its answer to the conversation."""
        asked, said = Turn("user", answer.question), Turn("assistant", answer.text)
        return (*self.history, asked, said)

"""What happens to a question, as the doors see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.records import Answer, Hit

Stage = Literal["searching", "waiting", "reading", "writing", "checking"]


@dataclass(frozen=True, slots=True)
class Condensed:
    """The question as it is searched for, after the conversation was taken into account."""

    standalone_question: str


@dataclass(frozen=True, slots=True)
class Found:
    """The passages found, best first; empty when the library has nothing on the question."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """What is going on now, as a stage and a line to show ("reading 6 passages")."""

    stage: Stage
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the draft; the final answer replaces it."""

    text: str


@dataclass(frozen=True, slots=True)
class Discarded:
    """The draft so far was thrown away, and why; show it no longer."""

    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The checked answer, the last event."""

    answer: Answer


Event = Condensed | Found | Progress | Token | Discarded | Answered

"""A client as it is kept: profile, cost inputs, conversation, answers, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from advisor.records import Answer, Turn


@dataclass(frozen=True, slots=True)
class ClientSummary:
    """A client in a list."""

    id: str
    name: str
    created: datetime
    archived: bool
    answers: int


@dataclass(frozen=True, slots=True)
class Decision:
    """A recommendation at a moment: what was answered and what came of it."""

    at: datetime
    answers: Mapping[str, str]
    choice: str
    pattern: str
    score: float


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down about a client."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ClientFile:
    """Everything kept of a client.

    `profile` is question id → option id, `costs` the inputs of a cost comparison by name, `kept`
    the answers for the brief.
    """

    id: str
    name: str
    created: datetime
    archived: bool
    profile: Mapping[str, str] = field(default_factory=dict)
    costs: Mapping[str, str] = field(default_factory=dict)
    turns: tuple[Turn, ...] = ()
    kept: tuple[Answer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    notes: tuple[Note, ...] = ()

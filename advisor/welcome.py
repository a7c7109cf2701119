"""What a reader is told before the first question: who answers, where to begin, what is there."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor.errors import KnowledgeFileError


@dataclass(frozen=True, slots=True)
class Answering:
    """Who writes the answers now, and how to have someone else write."""

    name: str
    label: str
    local: bool
    change: str


@dataclass(frozen=True, slots=True)
class Starter:
    """A question to begin with, in its group."""

    group: str
    label: str
    question: str


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """A source of the library with the number of its documents and chunks."""

    id: str
    title: str
    party: str
    stance: str
    url: str
    licence: str
    documents: int
    chunks: int
    as_of: date


def read_starters(file: Path) -> list[Starter]:
    """Read the starters of the welcome page."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))["starter"]
        return [Starter(t["group"], t["label"], t["question"]) for t in tables]
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error!r}.") from error

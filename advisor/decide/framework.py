"""`knowledge/interview.toml`: questions, answers and what they mean for the choice."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, Literal

from advisor.errors import KnowledgeFileError

Favours = Literal["open", "proprietary", "neutral"]
Force = Literal["", "open", "open-part"]
Choice = Literal["open", "proprietary", "hybrid"]


@dataclass(frozen=True, slots=True)
class Option:
    """An answer: `score` from -1 (proprietary) to +1 (open), `reason` what it means.

    `forces` is a hard constraint: everything must be open, or a part of it. `section` is the
    guide's that it rests on; `quoted` says that `reason` stands there, else it is our judgement.
    """

    id: str
    label: str
    score: float
    reason: str
    forces: Force = ""
    section: str = ""
    quoted: bool = False

    @property
    def favours(self) -> Favours:
        """The side the answer speaks for."""
        if not self.score:
            return "neutral"
        return "open" if self.score > 0 else "proprietary"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the interview; `weight` says how much it counts, `section` is the guide's."""

    id: str
    title: str
    ask: str
    help: str
    weight: float
    section: str
    options: tuple[Option, ...]

    def option(self, name: str) -> Option | None:
        """Return an answer by its id."""
        return next((one for one in self.options if one.id == name), None)


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk of a choice and what lessens it; `when` names the answers that make it weigh."""

    side: Choice
    text: str
    mitigation: str
    when: Mapping[str, tuple[str, ...]]
    section: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Answers that cannot all be true."""

    answers: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way to combine both sides."""

    id: str
    title: str
    how: str
    section: str


@dataclass(frozen=True, slots=True)
class PatternRule:
    """The answers for which a pattern is the way of a hybrid; the first rule that holds counts."""

    pattern: str
    when: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Framework:
    """Everything a recommendation rests on.

    `open_from` is the score from which it is open (proprietary below its negative); `doubt` is
    the weight of all that is not asked.
    """

    as_of: date
    open_from: float
    doubt: float
    questions: tuple[Question, ...]
    risks: tuple[Risk, ...]
    conflicts: tuple[Conflict, ...]
    patterns: Mapping[str, Pattern]
    pattern_rules: tuple[PatternRule, ...]

    def question(self, name: str) -> Question | None:
        """Return a question by its id."""
        return next((one for one in self.questions if one.id == name), None)


def read_framework(knowledge: Path) -> Framework:
    """Read the interview and the hybrid patterns of the framework."""
    interview, patterns = knowledge / "interview.toml", knowledge / "framework.toml"
    file = interview
    try:
        table = tomllib.loads(interview.read_text(encoding="utf-8"))
        questions = tuple(_question(one) for one in table["question"])
        risks = tuple(_risk(one) for one in table["risk"])
        conflicts = tuple(each for one in table["conflict"] for each in _conflicts(one))
        rules = tuple(
            PatternRule(one["id"], _answers(when))
            for one in table["pattern"]
            for when in one["when"]
        )
        file = patterns
        hybrids = tomllib.loads(patterns.read_text(encoding="utf-8"))["hybrid"]
        return Framework(
            as_of=table["as_of"],
            open_from=table["open_from"],
            doubt=table["doubt"],
            questions=questions,
            risks=risks,
            conflicts=conflicts,
            patterns={
                one["id"]: Pattern(one["id"], one["title"], one["how"], one["section"])
                for one in hybrids
            },
            pattern_rules=rules,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error!r}.") from error


def _question(table: Mapping[str, Any]) -> Question:
    options = tuple(
        Option(
            one["id"],
            one["label"],
            one["score"],
            one["reason"],
            one.get("forces", ""),
            one.get("section", table["section"]),
            "section" in one,
        )
        for one in table["option"]
    )
    return Question(
        table["id"], table["title"], table["ask"], table["help"], table["weight"],
        table["section"], options,
    )  # fmt: skip


def _risk(table: Mapping[str, Any]) -> Risk:
    return Risk(
        table["side"], table["text"], table["mitigation"], _answers(table["when"]), table["section"]
    )


def _conflicts(table: Mapping[str, Any]) -> list[Conflict]:
    """Spell out a conflict: one for each choice among the answers it names."""
    answers = _answers(table["answers"])
    return [
        Conflict(dict(zip(answers, options, strict=True)), table["text"])
        for options in product(*answers.values())
    ]


def _answers(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {question: tuple(options) for question, options in table.items()}

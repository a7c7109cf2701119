"""The arithmetic of a recommendation: what speaks for each side, hard constraints, the choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from advisor.decide.framework import Choice, Force, Framework, PatternRule

Given = tuple[str, str]
"""A question and the answer to it."""


class Balance(NamedTuple):
    """What answers put on the scale; balances are added and taken away.

    `open` and `proprietary` are weights times scores; `must` and `part` count the answers that
    force everything, or a part of it, to be open.
    """

    open: float = 0.0
    proprietary: float = 0.0
    must: int = 0
    part: int = 0

    def plus(self, other: Self) -> Balance:
        """Add what other answers put on the scale."""
        return Balance(
            self[0] + other[0], self[1] + other[1], self[2] + other[2], self[3] + other[3]
        )

    def minus(self, other: Self) -> Balance:
        """Take away what other answers put on the scale."""
        return Balance(
            self[0] - other[0], self[1] - other[1], self[2] - other[2], self[3] - other[3]
        )


@dataclass(frozen=True, slots=True)
class Weighed:
    """The outcome of weighing: `pattern` is a hybrid's id, empty for the two sides."""

    score: float
    force: Force
    choice: Choice
    pattern: str
    balance: Balance


@dataclass(frozen=True, slots=True)
class Scale:
    """What each answer puts on the scale, and how the scale is read."""

    weights: Mapping[str, float]
    scores: Mapping[Given, float]
    forces: Mapping[Given, Force]
    rules: tuple[PatternRule, ...]
    open_from: float
    doubt: float

    def weigh(self, answers: Mapping[str, str]) -> Weighed:
        """Weigh answers; a hard constraint decides before the score does."""
        balance = Balance()
        for given in answers.items():
            balance = balance.plus(self.put(given))
        choice = self.choice(balance)
        force: Force = "open" if balance.must else "open-part" if balance.part else ""
        pattern = ""
        if choice == "hybrid":
            pattern = "split-by-sensitivity" if force else _pattern(answers, self.rules)
        return Weighed(self.score(balance), force, choice, pattern, balance)

    def put(self, given: Given) -> Balance:
        """Return what one answer puts on the scale."""
        pull = self.weights[given[0]] * self.scores[given]
        force = self.forces.get(given)
        return Balance(max(pull, 0.0), max(-pull, 0.0), force == "open", force == "open-part")

    def score(self, balance: Balance) -> float:
        """Return the share by which one side outweighs the other, -1 to +1.

        (open - proprietary) / (open + proprietary + doubt): an answer for a side can only move
        it to that side, a neutral or missing one leaves it, and few answers stay away from ±1.
        """
        gained, lost = balance[0], balance[1]
        return round((gained - lost) / (gained + lost + self.doubt), 9)

    def choice(self, balance: Balance) -> Choice:
        """Read the scale: hard constraints first, then the score."""
        if balance.must:
            return "open"
        score = self.score(balance)
        if score >= self.open_from:
            return "open"
        if score <= -self.open_from and not balance.part:
            return "proprietary"
        return "hybrid"

    def spread(self, found: Weighed, pulls: Iterable[float]) -> float:
        """Return by how much of itself every weight may be wrong at once, 0 to 1.

        Exact: with the weights w and the pulls p = w·score, the choice changes where
        Σp ∓ open_from·(Σ|p| + doubt) changes its sign, which is linear in each weight and so
        worst at a corner of the cube of weights.
        """
        if found.force == "open":
            return 1.0
        pulls = list(pulls)
        edges = {"open": (1,), "proprietary": (-1,), "hybrid": (1,) if found.force else (1, -1)}
        rooms = [1.0]
        for side in edges[found.choice]:
            parts = [side * pull - self.open_from * abs(pull) for pull in pulls]
            margin = abs(sum(parts) - self.open_from * self.doubt)
            rooms.append(margin / (sum(map(abs, parts)) or margin or 1.0))
        return min(rooms)


def scale(framework: Framework) -> Scale:
    """Make the scale of a framework."""
    pairs = [(one, option) for one in framework.questions for option in one.options]
    return Scale(
        weights={one.id: one.weight for one in framework.questions},
        scores={(one.id, option.id): option.score for one, option in pairs},
        forces={(one.id, option.id): option.forces for one, option in pairs if option.forces},
        rules=framework.pattern_rules,
        open_from=framework.open_from,
        doubt=framework.doubt,
    )


def _pattern(answers: Mapping[str, str], rules: Iterable[PatternRule]) -> str:
    """Choose the hybrid pattern where neither side prevails and no data must stay."""
    return next(
        rule.pattern
        for rule in rules
        if all(answers.get(name) in options for name, options in rule.when.items())
    )

"""From a profile to a recommendation: reasons, risks, what would change it, what is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from advisor.decide.framework import Choice, Conflict, Framework, Risk
from advisor.decide.profile import conflicts
from advisor.decide.weigh import Scale, Weighed, scale

_FLIPS, _PAIRS = 12, 6  # told at the most
_TRIALS = 256  # sets of weights
_SPREAD = 0.5  # a weight is tried from half to one and a half of itself


@dataclass(frozen=True, slots=True)
class Reason:
    """What an answer means for the choice; `pull` is its share of the score, -1 to +1."""

    question: str
    title: str
    answer: str
    text: str
    section: str
    score: float
    pull: float


@dataclass(frozen=True, slots=True)
class Constraint:
    """An answer that rules a side out."""

    question: str
    text: str
    section: str


@dataclass(frozen=True, slots=True)
class Flip:
    """Answers that would lead to another choice; `changes` is question id → option id."""

    changes: Mapping[str, str]
    to: Choice


@dataclass(frozen=True, slots=True)
class Unknown:
    """An open question; `matters` is the share of its answers that would change the choice."""

    question: str
    ask: str
    matters: float


@dataclass(frozen=True, slots=True)
class Stability:
    """How far the choice hangs on the weights.

    `share` of the trials with other weights lead to the same choice; `alone` are questions which
    change it when they are left out.
    """

    share: float
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The recommendation and everything it rests on.

    `score` is -1 (proprietary) to +1 (open); `confidence` 0 to 1: how much is known, how clear it
    is, and how little it hangs on the weights.
    """

    choice: Choice
    pattern: str
    score: float
    confidence: float
    constraints: tuple[Constraint, ...]
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    risks: tuple[Risk, ...]
    flips: tuple[Flip, ...]
    stability: Stability
    unknown: tuple[Unknown, ...]
    conflicts: tuple[Conflict, ...]


def recommend(answers: Mapping[str, str], framework: Framework) -> Recommendation:
    """Recommend for checked answers, in whatever order; takes a few milliseconds."""
    answers = {one.id: answers[one.id] for one in framework.questions if one.id in answers}
    scales = scale(framework)
    found = scales.weigh(answers)
    reasons = _reasons(answers, framework)
    stability = _stability(answers, found, scales)
    known = sum(scales.weights[name] for name in answers) / sum(scales.weights.values())
    return Recommendation(
        choice=found.choice,
        pattern=found.pattern,
        score=round(found.score, 4),
        confidence=_confidence(found, known, stability.share, framework.open_from),
        constraints=_constraints(answers, framework),
        reasons=tuple(one for one in reasons if _speaks_for(one, found.choice)),
        against=tuple(one for one in reasons if not _speaks_for(one, found.choice)),
        risks=_risks(answers, found.choice, framework),
        flips=tuple(_flips(answers, found, framework, scales)),
        stability=stability,
        unknown=_unknown(answers, found, framework, scales),
        conflicts=conflicts(answers, framework),
    )


def _reasons(answers: Mapping[str, str], framework: Framework) -> list[Reason]:
    """Say what each answer means, the weightiest first."""
    told = []
    total = sum(one.weight for one in framework.questions if one.id in answers) or 1.0
    for one in framework.questions:
        option = one.option(answers.get(one.id, ""))
        if option:
            pull = option.score * one.weight / total
            told.append(
                Reason(one.id, one.title, option.label, option.reason, option.section, option.score,
                       round(pull, 4))
            )  # fmt: skip
    return sorted(told, key=lambda reason: -abs(reason.pull))


def _speaks_for(reason: Reason, choice: Choice) -> bool:
    """Whether an answer carries the choice; for a hybrid, both sides do."""
    if choice == "hybrid":
        return reason.score != 0
    return reason.score > 0 if choice == "open" else reason.score < 0


def _constraints(answers: Mapping[str, str], framework: Framework) -> tuple[Constraint, ...]:
    return tuple(
        Constraint(one.id, option.reason, option.section)
        for one in framework.questions
        if (option := one.option(answers.get(one.id, ""))) and option.forces
    )


def _risks(answers: Mapping[str, str], choice: Choice, framework: Framework) -> tuple[Risk, ...]:
    """Give the risks of the choice; first those which the answers make weigh."""
    own = [risk for risk in framework.risks if risk.side == choice]
    weighs = [any(answers.get(q) in options for q, options in risk.when.items()) for risk in own]
    always = [not risk.when for risk in own]
    first = [risk for risk, here in zip(own, weighs, strict=True) if here]
    rest = [risk for risk, every in zip(own, always, strict=True) if every]
    return (*first, *rest)


def _flips(
    answers: Mapping[str, str], found: Weighed, framework: Framework, scales: Scale
) -> Iterator[Flip]:
    """Find single answers, and pairs of answers neither of which does it alone."""
    other = [
        (one.id, option.id)
        for one in framework.questions
        if one.id in answers
        for option in one.options
        if option.id != answers[one.id]
    ]
    single = []
    for change in other:
        to = scales.weigh({**answers, change[0]: change[1]}).choice
        if to != found.choice:
            single.append((change, to))
    single.sort(key=lambda one: _distance(answers, one[0], scales))
    for change, to in single[:_FLIPS]:
        yield Flip({change[0]: change[1]}, to)
    alone = {change for change, _ in single}
    rest = [change for change in other if change not in alone]
    pairs = []
    for one, two in combinations(rest, 2):
        if one[0] == two[0]:
            continue
        to = scales.weigh({**answers, one[0]: one[1], two[0]: two[1]}).choice
        if to != found.choice:
            far = _distance(answers, one, scales) + _distance(answers, two, scales)
            pairs.append((far, one, two, to))
    pairs.sort()
    for _, one, two, to in pairs[:_PAIRS]:
        yield Flip(dict((one, two)), to)


def _distance(answers: Mapping[str, str], change: tuple[str, str], scales: Scale) -> float:
    """How far an answer would have to move: the smallest moves are told first."""
    before = scales.scores[change[0], answers[change[0]]]
    return abs(scales.scores[change] - before)


def _stability(answers: Mapping[str, str], found: Weighed, scales: Scale) -> Stability:
    """Try other weights, spread evenly over the cube of half to one and a half of each.

    The points are those of an additive recurrence with the generalized golden ratio
    (R-sequence: Roberts, 2018, https://extremelearning.com.au/unreasonable-effectiveness-of-quasirandom-sequences/).
    """
    names = list(answers)
    if not names:
        return Stability(1.0, ())
    root = 1.0  # of x ** (n + 1) = x + 1, by iteration
    for _ in range(40):
        root = (1 + root) ** (1 / (len(names) + 1))
    steps = [root ** -(place + 1) for place in range(len(names))]
    same = 0
    for trial in range(1, _TRIALS + 1):
        weights = {
            name: scales.weights[name] * (1 - _SPREAD + 2 * _SPREAD * ((trial * step) % 1.0))
            for name, step in zip(names, steps, strict=True)
        }
        same += scales.weigh(answers, weights).choice == found.choice
    alone = tuple(
        name
        for name in names
        if scales.weigh({q: a for q, a in answers.items() if q != name}).choice != found.choice
    )
    return Stability(round(same / _TRIALS, 4), alone)


def _unknown(
    answers: Mapping[str, str], found: Weighed, framework: Framework, scales: Scale
) -> tuple[Unknown, ...]:
    """List the open questions, those first whose answers would change most."""
    open_ones = []
    for one in framework.questions:
        if one.id not in answers:
            other = [
                scales.weigh({**answers, one.id: option.id}).choice != found.choice
                for option in one.options
            ]
            open_ones.append(Unknown(one.id, one.ask, round(sum(other) / len(other), 4)))
    return tuple(sorted(open_ones, key=lambda one: (-one.matters, -scales.weights[one.question])))


def _confidence(found: Weighed, known: float, stable: float, open_from: float) -> float:
    """Combine what is known, how clear the score is and how stable the choice.

    A hard constraint is clear by itself. The three are multiplied: each alone can spoil it.
    """
    edge = abs(abs(found.score) - open_from) if found.choice != "hybrid" else open_from
    clear = 1.0 if found.force else min(0.5 + edge, 1.0)
    learned = 1.0 if found.force == "open" else 0.4 + 0.6 * known
    return round(clear * learned * stable, 4)

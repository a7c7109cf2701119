"""From a profile to a recommendation: reasons, risks, what would change it, what is unknown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import floor

from advisor.decide.framework import Choice, Conflict, Framework, Risk
from advisor.decide.profile import conflicts
from advisor.decide.weigh import Balance, Given, Scale, Weighed, scale

_FLIPS, _PAIRS = 12, 6  # told at the most
_TRIALS = 256  # sets of weights
_CONTRADICTED = 0.5  # of the confidence is left when answers contradict each other
_SPREAD = 0.5  # a weight is tried from half to one and a half of itself


@dataclass(frozen=True, slots=True)
class Reason:
    """What an answer means for the choice; `pull` is its share of the score, -1 to +1.

    `quoted` says that `text` is the guide's own sentence in `section`, else it is our judgement.
    """

    question: str
    title: str
    answer: str
    text: str
    section: str
    quoted: bool
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

    `share` of the trials with other weights lead to the same choice; `within` is how far every
    weight may be off at once, up or down, as a share of itself, with the choice unchanged (exact,
    1 at the most); `alone` are questions which change it when they are left out.
    """

    share: float
    within: float
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The recommendation and everything it rests on.

    `score` is -1 (proprietary) to +1 (open); `confidence` 0 to 1: how much is known, how clear it
    is, how little it hangs on the weights, and that no answers contradict each other.
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


@dataclass(frozen=True, slots=True)
class _Change:
    """Another answer: what it puts on the scale, and how far the score of the answer moves."""

    given: Given
    puts: Balance
    far: float


def recommend(answers: Mapping[str, str], framework: Framework) -> Recommendation:
    """Recommend for checked answers, in whatever order; takes a few milliseconds."""
    answers = {one.id: answers[one.id] for one in framework.questions if one.id in answers}
    scales = scale(framework)
    found = scales.weigh(answers)
    constraints = _constraints(answers, framework)
    deciding = {one.question for one in constraints}
    told = _reasons(answers, found, framework)
    reasons = sorted(told, key=lambda one: (one.question not in deciding, -abs(one.pull)))
    stability = _stability(answers, found, scales)
    found_conflicts = conflicts(answers, framework)
    known = sum(scales.weights[name] for name in answers) / sum(scales.weights.values())
    return Recommendation(
        choice=found.choice,
        pattern=found.pattern,
        score=round(found.score, 4),
        confidence=_confidence(found, known, stability.share, framework.open_from)
        * (_CONTRADICTED if found_conflicts else 1),
        constraints=constraints,
        reasons=tuple(one for one in reasons if _speaks_for(one, found.choice, deciding)),
        against=tuple(one for one in reasons if not _speaks_for(one, found.choice, deciding)),
        risks=_risks(answers, found.choice, framework),
        flips=tuple(_flips(answers, found, framework, scales)),
        stability=stability,
        unknown=_unknown(answers, found, framework, scales),
        conflicts=found_conflicts,
    )


def _reasons(answers: Mapping[str, str], found: Weighed, framework: Framework) -> list[Reason]:
    """Say what each answer means, in the order of the questions; the pulls add up to the score."""
    told = []
    total = found.balance.open + found.balance.proprietary + framework.doubt
    for one in framework.questions:
        option = one.option(answers.get(one.id, ""))
        if option:
            pull = option.score * one.weight / total
            told.append(
                Reason(one.id, one.title, option.label, option.reason, option.section,
                       option.quoted, option.score, round(pull, 4))
            )  # fmt: skip
    return told


def _speaks_for(reason: Reason, choice: Choice, deciding: Collection[str]) -> bool:
    """Whether an answer carries the choice; a hard constraint does, and for a hybrid both sides."""
    if reason.question in deciding:
        return True
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
    """Find single answers, and pairs of answers neither of which does it alone.

    An answer may change one given or settle an open question. The smallest moves come first.
    """
    changes = list(_changes(answers, framework, scales))
    single = [one for one in changes if scales.choice(found.balance.plus(one.puts)) != found.choice]
    alone = {one.given for one in single}
    rest = [one for one in changes if one.given not in alone]
    pairs = [
        (one, two)
        for one, two in combinations(rest, 2)
        if one.given[0] != two.given[0]
        and scales.choice(found.balance.plus(one.puts).plus(two.puts)) != found.choice
    ]
    pairs.sort(key=lambda pair: pair[0].far + pair[1].far)
    for told in (*((one,) for one in sorted(single, key=_far)[:_FLIPS]), *pairs[:_PAIRS]):
        balance = found.balance
        for one in told:
            balance = balance.plus(one.puts)
        yield Flip(dict(one.given for one in told), scales.choice(balance))


def _changes(answers: Mapping[str, str], framework: Framework, scales: Scale) -> Iterator[_Change]:
    """List every other answer, with what it puts on the scale in place of the one given."""
    for one in framework.questions:
        given = (one.id, answers[one.id]) if one.id in answers else None
        before = scales.put(given) if given else Balance()
        score = scales.scores[given] if given else 0.0
        for option in one.options:
            new = (one.id, option.id)
            if new != given:
                far = abs(option.score - score)
                yield _Change(new, scales.put(new).minus(before), far)


def _far(change: _Change) -> float:
    return change.far


def _stability(answers: Mapping[str, str], found: Weighed, scales: Scale) -> Stability:
    """Try other weights, spread evenly over the cube of half to one and a half of each."""
    pulls = [scales.weights[name] * scales.scores[name, option] for name, option in answers.items()]
    same = 0
    for factors in _points(len(pulls)):
        moved = [factor * pull for factor, pull in zip(factors, pulls, strict=True)]
        total = sum(moved)
        size = sum(map(abs, moved))
        tried = found.balance._replace(open=(size + total) / 2, proprietary=(size - total) / 2)
        same += scales.choice(tried) == found.choice
    alone = tuple(
        given[0]
        for given in answers.items()
        if scales.choice(found.balance.minus(scales.put(given))) != found.choice
    )
    within = floor(scales.spread(found, pulls) * 1e4) / 1e4
    return Stability(round(same / _TRIALS, 4), within, alone)


@cache
def _points(dimensions: int) -> tuple[tuple[float, ...], ...]:
    """Spread the trials' factors of the weights evenly.

    The points are those of an additive recurrence with the generalized golden ratio
    (R-sequence: Roberts, 2018, https://extremelearning.com.au/unreasonable-effectiveness-of-quasirandom-sequences/).
    """
    root = 1.0  # of x ** (n + 1) = x + 1, by iteration
    for _ in range(40):
        root = (1 + root) ** (1 / (dimensions + 1))
    steps = [root ** -(place + 1) for place in range(dimensions)]
    return tuple(
        tuple(1 - _SPREAD + 2 * _SPREAD * ((trial * step) % 1.0) for step in steps)
        for trial in range(1, _TRIALS + 1)
    )


def _unknown(
    answers: Mapping[str, str], found: Weighed, framework: Framework, scales: Scale
) -> tuple[Unknown, ...]:
    """List the open questions, those first whose answers would change most."""
    open_ones = []
    for one in framework.questions:
        if one.id not in answers:
            other = [
                scales.choice(found.balance.plus(scales.put((one.id, option.id)))) != found.choice
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

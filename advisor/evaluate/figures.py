"""What a system got on a set, question by question, and the means with their intervals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over `count` questions with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Scores:
    """What one system got on one set: metric → value, by question.

    A question has only the metrics that make sense for it. `kinds` says of what kind it is,
    `milliseconds` how long the system took.
    """

    set: str
    system: str
    by_question: Mapping[str, Mapping[str, float]]
    kinds: Mapping[str, str] = field(default_factory=dict)
    milliseconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def metrics(self) -> list[str]:
        """All metrics, in the order in which they were measured."""
        return list(dict.fromkeys(m for values in self.by_question.values() for m in values))

    def figures(self, among: Collection[str] | None = None) -> dict[str, Figure]:
        """Return the mean of each metric, over some questions only if they are named."""
        found = {}
        for metric in self.metrics:
            values = [
                given[metric]
                for question, given in self.by_question.items()
                if metric in given and (among is None or question in among)
            ]
            if values:
                found[metric] = figure(values)
        return found

    @property
    def latency(self) -> dict[str, float]:
        """Milliseconds within which half and 95 % of the questions were done."""
        if not self.milliseconds:
            return {}
        p50, p95 = np.percentile(list(self.milliseconds.values()), [50, 95])
        return {"p50": round(float(p50), 1), "p95": round(float(p95), 1)}

    def by_kind(self) -> dict[str, dict[str, Figure]]:
        """Return the figures of each kind of question."""
        names = dict.fromkeys(self.kinds.get(question, "") for question in self.by_question)
        return {
            kind: self.figures([q for q in self.by_question if self.kinds.get(q, "") == kind])
            for kind in names
            if kind
        }


def figure(values: Sequence[float]) -> Figure:
    """Return the mean of the values and where it lies in 95 % of their resamples.

    Resampling knows nothing of failures that were not drawn: where all of n values are 1 (or 0),
    the interval is that of the rule of three, down to 1 - 3/n.
    """
    means = _means(np.asarray(values, dtype=np.float64))
    low, high = np.percentile(means, [2.5, 97.5])
    unseen = min(3 / len(values), 1.0)
    if set(values) == {1.0}:
        low = 1 - unseen
    elif set(values) == {0.0}:
        high = unseen
    return Figure(_short(np.mean(values)), _short(low), _short(high), len(values))


@dataclass(frozen=True, slots=True)
class Difference:
    """How a mean changed over the same questions; `sure` when the interval leaves out 0."""

    before: float
    after: float
    change: float
    low: float
    high: float
    count: int

    @property
    def sure(self) -> bool:
        """Whether chance alone hardly explains it."""
        return self.low > 0 or self.high < 0


def difference(before: Sequence[float], after: Sequence[float]) -> Difference:
    """Compare two systems on the same questions, given in the same order."""
    moved = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    low, high = np.percentile(_means(moved), [2.5, 97.5])
    return Difference(
        _short(np.mean(before)), _short(np.mean(after)), _short(moved.mean()),
        _short(low), _short(high), len(moved),
    )  # fmt: skip


def _means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of resamples with replacement; the same ones for as many values."""
    random = np.random.default_rng(SEED)
    drawn = random.integers(0, len(values), (RESAMPLES, len(values)))
    means: NDArray[np.float64] = values[drawn].mean(axis=1)
    return means


def _short(value: float | np.floating) -> float:
    return round(float(value), 4)

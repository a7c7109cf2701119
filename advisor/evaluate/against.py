"""Two runs side by side: what got better and worse, by metric and by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from advisor.as_json import Json
from advisor.evaluate.figures import Difference, Scores, difference
from advisor.evaluate.run import Run

NEITHER = frozenset({"words"})  # more of it is neither better nor worse
_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Moved:
    """A metric of a system that changed, with the questions that got better and worse."""

    set: str
    system: str
    metric: str
    difference: Difference
    better: tuple[str, ...]
    worse: tuple[str, ...]


def compare(before: Run, after: Run) -> list[Moved]:
    """Compare what both runs measured, over the questions that both have."""
    known = {(scores.set, scores.system): scores for scores in before.scores}
    return [
        moved
        for scores in after.scores
        if (scores.set, scores.system) in known
        for moved in _compared(known[scores.set, scores.system], scores)
    ]


def _compared(before: Scores, after: Scores) -> Iterator[Moved]:
    for metric in after.metrics:
        both = [
            question
            for question, values in after.by_question.items()
            if metric in values and metric in before.by_question.get(question, {})
        ]
        if both:
            old = {question: before.by_question[question][metric] for question in both}
            new = {question: after.by_question[question][metric] for question in both}
            yield _moved(after, metric, old, new)


def _moved(
    scores: Scores, metric: str, old: Mapping[str, float], new: Mapping[str, float]
) -> Moved:
    rose = tuple(q for q in old if new[q] > old[q] + _SAME)
    fell = tuple(q for q in old if new[q] < old[q] - _SAME)
    moved = difference(list(old.values()), list(new.values()))
    return Moved(scores.set, scores.system, metric, moved, rose, fell)


def fallen(baseline: Run, now: Run) -> list[str]:
    """Name the figures that are missing, or lower than the baseline by more than its interval."""
    found = {(s.set, s.system): s.figures() for s in now.scores}
    out = []
    for scores in baseline.scores:
        for metric, was in scores.figures().items():
            if metric in NEITHER:
                continue
            where = f"{scores.set}, {scores.system}, {metric}"
            here = found.get((scores.set, scores.system), {}).get(metric)
            if here is None:
                out.append(f"{where}: not measured any more (was {was.value})")
            elif here.value < was.low - _SAME:
                out.append(f"{where}: {here.value}, below {was.low} (was {was.value})")
    return out


def moved_json(moved: Moved) -> Json:
    """Return a comparison as JSON."""
    return {
        "set": moved.set,
        "system": moved.system,
        "metric": moved.metric,
        **asdict(moved.difference),
        "sure": moved.difference.sure,
        "better": list(moved.better),
        "worse": list(moved.worse),
    }

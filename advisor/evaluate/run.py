"""A run: everything that was measured at once, as it is printed, saved and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from advisor.as_json import Json
from advisor.evaluate.figures import Figure, Scores
from advisor.evaluate.lines import Problem

VERSION = 1


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured, with which variant of the advisor, and what was left out."""

    variant: str
    scores: tuple[Scores, ...]
    problems: tuple[Problem, ...] = ()
    about: Mapping[str, object] = field(default_factory=dict)


def run_json(run: Run) -> Json:
    """Return the run as one JSON object."""
    return {
        "version": VERSION,
        "variant": run.variant,
        "about": dict(run.about),
        "results": [_scores_json(scores) for scores in run.scores],
        "problems": [asdict(problem) for problem in run.problems],
    }


def _scores_json(scores: Scores) -> Json:
    return {
        "set": scores.set,
        "system": scores.system,
        "figures": _figures_json(scores.figures()),
        "latency_ms": scores.latency,
        "kinds": {kind: _figures_json(found) for kind, found in scores.by_kind().items()},
        "questions": {
            question: {
                "kind": scores.kinds.get(question, ""),
                "ms": round(scores.milliseconds.get(question, 0.0), 2),
                "scores": dict(values),
            }
            for question, values in scores.by_question.items()
        },
    }


def _figures_json(figures: Mapping[str, Figure]) -> Json:
    return {metric: asdict(found) for metric, found in figures.items()}

"""A run: everything that was measured at once, as it is printed, saved and compared."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from advisor.as_json import Json
from advisor.errors import EvaluationFileError
from advisor.evaluate.figures import Figure, Scores
from advisor.evaluate.lines import Problem

VERSION = 1
_INNERMOST = re.compile(r"\{[^{}]*\}")  # an object that holds no other


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured, with which variant of the advisor, and what was left out."""

    variant: str
    scores: tuple[Scores, ...]
    problems: tuple[Problem, ...] = ()
    about: Mapping[str, object] = field(default_factory=dict)

    def over_sets(self) -> dict[str, dict[str, float]]:
        """Mean of each metric over the retrieval sets, by system; nothing for a single set."""
        graded = [scores for scores in self.scores if "nDCG@10" in scores.metrics]
        if len({scores.set for scores in graded}) < 2:
            return {}
        found: dict[str, dict[str, float]] = {}
        for system in dict.fromkeys(scores.system for scores in graded):
            figures = [scores.figures() for scores in graded if scores.system == system]
            found[system] = {
                metric: round(sum(one[metric].value for one in figures) / len(figures), 4)
                for metric in figures[0]
            }
        return found


def run_json(run: Run) -> Json:
    """Return the run as one JSON object."""
    return {
        "version": VERSION,
        "variant": run.variant,
        "about": dict(run.about),
        "results": [_scores_json(scores) for scores in run.scores],
        "over_sets": run.over_sets(),
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


def save(run: Run, file: Path) -> None:
    """Write a run down, to be compared with later."""
    text = _INNERMOST.sub(_on_one_line, json.dumps(run_json(run), indent=1))
    try:
        file.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise EvaluationFileError(f"{file} cannot be written: {error.strerror}.") from error


def _on_one_line(found: re.Match[str]) -> str:
    return re.sub(r"\s*\n\s*", " ", found.group())


def read_run(file: Path) -> Run:
    """Read a run that was saved."""
    try:
        given = json.loads(file.read_text("utf-8"))
        if given["version"] != VERSION:
            raise EvaluationFileError(f"{file.name} was saved by another version of advisor.")
        scores = tuple(_scores(result) for result in given["results"])
        return Run(str(given["variant"]), scores, about=given["about"])
    except OSError as error:
        raise EvaluationFileError(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationFileError(f"{file.name} is not a run that was saved with --out.") from error


def _scores(result: Any) -> Scores:
    questions = result["questions"].items()
    return Scores(
        str(result["set"]),
        str(result["system"]),
        {q: {m: float(v) for m, v in one["scores"].items()} for q, one in questions},
        {q: str(one["kind"]) for q, one in questions if one["kind"]},
        {q: float(one["ms"]) for q, one in questions if one["ms"]},
    )

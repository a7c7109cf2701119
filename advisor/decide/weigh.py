"""The arithmetic of a recommendation: scores, hard constraints, the choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.decide.framework import Choice, Force, Framework

_PRODUCTION = frozenset({"large", "very-high"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """The outcome of weighing: `pattern` is a hybrid's id, empty for the two sides."""

    score: float
    force: Force
    choice: Choice
    pattern: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Weights and scores of a framework by question and answer, ready to be added up."""

    weights: Mapping[str, float]
    scores: Mapping[tuple[str, str], float]
    forces: Mapping[tuple[str, str], Force]
    open_from: float

    def weigh(
        self, answers: Mapping[str, str], weights: Mapping[str, float] | None = None
    ) -> Weighed:
        """Weigh answers.

        The score is the mean of the answers' scores, weighed by their questions: -1 to +1, 0
        without any. A hard constraint decides before it does.
        """
        counted = self.weights if weights is None else weights
        total = gained = 0.0
        force: Force = ""
        for given in answers.items():
            weight = counted[given[0]]
            total += weight
            gained += weight * self.scores[given]
            forced = self.forces.get(given)
            if forced and force != "open":
                force = forced
        score = round(gained / total, 9) if total else 0.0
        return self._chosen(score, force, answers)

    def _chosen(self, score: float, force: Force, answers: Mapping[str, str]) -> Weighed:
        if force == "open":
            return Weighed(score, force, "open", "")
        if score >= self.open_from:
            return Weighed(score, force, "open", "")
        if force == "open-part":
            return Weighed(score, force, "hybrid", "split-by-sensitivity")
        if score <= -self.open_from:
            return Weighed(score, force, "proprietary", "")
        return Weighed(score, force, "hybrid", _pattern(answers))


def scale(framework: Framework) -> Scale:
    """Make the scale of a framework."""
    pairs = [(one, option) for one in framework.questions for option in one.options]
    return Scale(
        weights={one.id: one.weight for one in framework.questions},
        scores={(one.id, option.id): option.score for one, option in pairs},
        forces={(one.id, option.id): option.forces for one, option in pairs if option.forces},
        open_from=framework.open_from,
    )


def _pattern(answers: Mapping[str, str]) -> str:
    """Choose the hybrid pattern where neither side prevails and no data must stay."""
    soon = answers.get("timeline") == "now" or answers.get("use-case") == "prototype"
    grows = answers.get("volume") in _PRODUCTION or answers.get("customization") == "heavy"
    if soon and (grows or answers.get("data") in {None, "contract", "leaves"}):
        return "prototype-then-open"
    wants = answers.get("customization") in {"light", "heavy"}
    wants = wants or answers.get("transparency") in {"explain", "audit"}
    unmanned = answers.get("expertise") in {"none", "some"} or answers.get("risk") == "shared"
    if wants or unmanned:
        return "open-on-managed-cloud"
    return "split-by-sensitivity"

"""What the interview's answers and the workload ask of a model."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.brief.wording import Check, Needs
from advisor.costs.records import Workload
from advisor.shortlist.records import Need

Answers = Mapping[str, str]


def need_of(answers: Answers, rules: Needs, workload: Workload | None) -> Need | None:
    """Return the need, None where nothing is answered; a use that nobody names is commercial."""
    if not answers:
        return None
    return Need(
        task=rules.task,
        context=workload.input_tokens + workload.output_tokens if workload else 0,
        modalities=rules.modalities.get(answers.get("modality", ""), ()),
        commercial=not among(answers, rules.not_commercial),
        self_hosted=bool(among(answers, rules.self_hosted)),
        workload=workload,
    )


def among(answers: Answers, rule: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the questions whose answers a rule names."""
    return [name for name, options in rule.items() if answers.get(name) in options]


def unjudged(answers: Answers, rules: Needs) -> list[Check]:
    """Return what the answers ask and the catalogue cannot judge."""
    own = among(answers, rules.self_hosted)
    return [
        one
        for one in rules.checks
        if answers.get(one.question) == one.option and not (one.hosted and own)
    ]

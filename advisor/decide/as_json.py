"""The interview and a recommendation as the JSON that machines read; the keys are a contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from advisor.decide.framework import Framework, Question
from advisor.decide.interview import Origin
from advisor.decide.recommend import Reason, Recommendation

Json = dict[str, object]
Cite = Callable[[str], Mapping[str, object]]
"""Gives the citation of a section of the guide."""


def questions_json(framework: Framework) -> Json:
    """Return the JSON of `advisor decide --list --json`."""
    return {
        "as_of": framework.as_of.isoformat(),
        "questions": [_question(one) for one in framework.questions],
    }


def recommendation_json(found: Recommendation, cite: Cite, origins: Mapping[str, Origin]) -> Json:
    """Return the JSON of `advisor decide --answers FILE --json`."""
    return {
        "recommendation": found.choice,
        "pattern": found.pattern or None,
        "score": found.score,
        "confidence": found.confidence,
        "constraints": [
            {"question": one.question, "text": one.text, "citations": [cite(one.section)]}
            for one in found.constraints
        ],
        "reasons": [_reason(one, cite) for one in found.reasons],
        "against": [_reason(one, cite) for one in found.against],
        "risks": [
            {"text": one.text, "mitigation": one.mitigation, "citations": [cite(one.section)]}
            for one in found.risks
        ],
        "flips": [{"changes": dict(one.changes), "to": one.to} for one in found.flips],
        "stability": {
            "share": found.stability.share,
            "within": found.stability.within,
            "alone": list(found.stability.alone),
        },
        "unknown": [
            {"question": one.question, "ask": one.ask, "matters": one.matters}
            for one in found.unknown
        ],
        "understood": [
            {"question": name, "words": one.words}
            for name, one in origins.items()
            if one.how == "said"
        ],
        "conflicts": [{"answers": dict(one.answers), "text": one.text} for one in found.conflicts],
    }


def _question(one: Question) -> Json:
    options = [
        {"id": option.id, "label": option.label, "favours": option.favours, "score": option.score}
        for option in one.options
    ]
    return {
        "id": one.id, "title": one.title, "ask": one.ask, "help": one.help, "weight": one.weight,
        "section": one.section, "options": options,
    }  # fmt: skip


def _reason(one: Reason, cite: Cite) -> Json:
    return {
        "question": one.question,
        "title": one.title,
        "answer": one.answer,
        "text": one.text,
        "judgement": not one.quoted,
        "score": one.score,
        "pull": one.pull,
        "citations": [cite(one.section)],
    }

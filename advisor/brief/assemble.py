"""A case becomes a brief: eleven sections in a fixed order, whatever is known or missing."""

from __future__ import annotations

from advisor.brief import costed, decided, shortlisted
from advisor.brief.answered import answer_blocks, left_open
from advisor.brief.case import Case
from advisor.brief.notes import Guide, Notes
from advisor.brief.records import (
    Block,
    Brief,
    Bullets,
    Callout,
    Paragraph,
    Run,
    Section,
    Subheading,
    Table,
    Text,
    text,
)
from advisor.brief.wording import Wording
from advisor.records import Answer

_REASONS = 3  # told in the summary


def assemble(case: Case, words: Wording, guide: Guide) -> Brief:
    """Assemble a brief; `guide` has the passages of each section of the guide, by number."""
    notes = Notes(guide)
    blocks: dict[str, list[Block]] = {
        "summary": _summary(case, words, notes),
        "situation": decided.situation(case, words),
        "recommendation": decided.recommendation(case, words, notes),
        "options": _options(case, words, notes),
        "cost": costed.cost(case.told.comparison, words, notes),
        "risks": decided.risks(case, words, notes),
        "shortlist": shortlisted.shortlist(case, words, notes),
        "roadmap": decided.roadmap(case, words),
        "questions": _questions(case, words),
        "evidence": _evidence(case, words, notes),
        "method": _method(case, words),
    }
    sections = (Section(name, words.sections[name], tuple(made)) for name, made in blocks.items())
    return Brief(words.title, case.told.client, case.day, tuple(sections))


def _summary(case: Case, words: Wording, notes: Notes) -> list[Block]:
    found = case.recommendation
    if not found:
        return [Callout(words.sentences["recommended"], text(words.missing["decision"].says))]
    say = decided.headline(found, case.framework, words)
    told = [
        *((one.text, one.section) for one in found.constraints),
        *((one.text, one.section) for one in found.reasons),
    ]
    reasons = list(dict.fromkeys(told))[:_REASONS]
    because = ((notes.said(said, section),) for said, section in reasons)
    return [
        Callout(words.sentences["recommended"], text(say), found.choice),
        Bullets((*because, *_also(case, words))),
    ]


def _also(case: Case, words: Wording) -> list[Text]:
    """What it costs, what comes first, how much is open."""
    points = len(_points(case, words))
    said = [
        (words.sentences["cost"], case.told.comparison.takeaway if case.told.comparison else ""),
        (words.sentences["next"], decided.first_step(case, words)),
        (words.sections["questions"], words.say("points", count=points) if points else ""),
    ]
    return [(Run(f"{label}: ", mark="strong"), Run(what)) for label, what in said if what]


def _options(case: Case, words: Wording, notes: Notes) -> list[Block]:
    """The three ways side by side."""
    rows: list[tuple[Text, ...]] = [
        (
            (Run(one.title, notes.section(one.section), "strong"),),
            text(one.proprietary_api),
            text(one.hosted_open),
            text(one.self_hosted),
        )
        for one in words.aspects
    ]
    head = ("", *words.ways.values())
    rows += costed.cost_rows(case.told.comparison)
    table = Table("", head, tuple(rows), widths=(0.22, 0.26, 0.26, 0.26))
    return [Paragraph(text(words.sentences["options_intro"])), table]


def _questions(case: Case, words: Wording) -> list[Block]:
    points = _points(case, words)
    if not points:
        return [Paragraph(text(words.sentences["no_questions"]))]
    intro = Paragraph(text(words.sentences["questions_intro"]))
    return [intro, Bullets(tuple(text(one) for one in points), ordered=True)]


def _points(case: Case, words: Wording) -> list[str]:
    """All that is open: in the decision, not worked out, and said without a source."""
    doubtful = (sentence for answer in _kept(case) for sentence in left_open(answer))
    return [
        *decided.open_points(case, words),
        *([] if case.told.comparison else [words.missing["cost"].asks]),
        *shortlisted.open_points(case, words),
        *(words.say("unsupported", sentence=one) for one in dict.fromkeys(doubtful)),
    ]


def _evidence(case: Case, words: Wording, notes: Notes) -> list[Block]:
    answers = [block for answer in _kept(case) for block in answer_blocks(answer, notes)]
    found = notes.all()
    intro = words.sentences["evidence_intro" if found else "no_notes"]
    return [*answers, Subheading(words.sentences["sources"]), Paragraph(text(intro)), *found]


def _kept(case: Case) -> list[Answer]:
    """The answers kept, each question once, the last time counting.

    A recommendation has a section of its own.
    """
    last = {one.question: one for one in case.told.kept if one.model != "decision"}
    return list(last.values())


def _method(case: Case, words: Wording) -> list[Block]:
    how, costs = case.method, case.told.comparison
    priced = costs.prices_as_of if costs else shortlisted.prices_as_of(case)
    facts = (
        ("Version", how.version),
        ("Date", case.day.isoformat()),
        ("Library", how.library),
        ("Decision rules of", case.framework.as_of.isoformat()),
        ("Prices of", priced.isoformat() if priced else "not used"),
        ("Model", how.model or "none"),
        *how.settings,
    )
    wrote = words.method["model" if how.model else "extract"].replace("$model", how.model)
    said = (words.method["calculation"], wrote, words.method["partly"], words.method["advice"])
    rows = tuple((text(name), text(value)) for name, value in facts)
    return [
        Paragraph(text(" ".join(said))),
        Table("", ("What", "Value"), rows, widths=(0.3, 0.7)),
    ]

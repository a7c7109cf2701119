"""The decision in a brief: situation, recommendation with its scorecard, risks, roadmap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisor.brief.case import Case
from advisor.brief.notes import Notes
from advisor.brief.records import (
    Block,
    Bullets,
    Callout,
    Chart,
    Paragraph,
    Run,
    Scores,
    Subheading,
    Table,
    Text,
    text,
)
from advisor.brief.wording import Step, Wording
from advisor.decide.framework import Framework
from advisor.decide.recommend import Flip, Reason, Recommendation

_FLIPS = 6  # told at the most


def situation(case: Case, words: Wording) -> list[Block]:
    """The profile as the client answered it, and what they said besides."""
    rows = [
        (text(one.title), text(one.ask), text(option.label))
        for one in case.framework.questions
        if (option := one.option(case.told.answers.get(one.id, "")))
    ]
    blocks: list[Block] = []
    if rows:
        head = ("Topic", "Question", "Answer")
        blocks.append(Table("", head, tuple(rows), widths=(0.2, 0.45, 0.35)))
    if case.told.said:
        blocks.append(Subheading(words.sentences["said"]))
        blocks.append(Bullets(tuple(text(f"“{one}”") for one in case.told.said)))
    return blocks or [Paragraph(text(words.missing["profile"].says))]


def headline(found: Recommendation, framework: Framework, words: Wording) -> str:
    """The recommendation in a sentence."""
    pattern = framework.patterns.get(found.pattern)
    return f"{words.sides[found.choice]}{f': {_lower(pattern.title)}' if pattern else ''}."


def recommendation(case: Case, words: Wording, notes: Notes) -> list[Block]:
    """The choice, its scorecard, its reasons, what speaks against it, what would change it."""
    found = case.recommendation
    if not found:
        return [Paragraph(text(words.missing["decision"].says))]
    pattern = case.framework.patterns.get(found.pattern)
    how: Text = ()
    if pattern and pattern.how not in {one.text for one in found.constraints}:
        how = (Run(" "), notes.said(pattern.how, pattern.section))
    say = headline(found, case.framework, words)
    blocks: list[Block] = [
        Callout(words.sentences["recommended"], (Run(say), *how), found.choice),
        Paragraph(text(_figures(found, words))),
        *(Callout(words.sentences["conflict"], text(one.text)) for one in found.conflicts),
    ]
    settled = tuple((notes.said(one.text, one.section),) for one in found.constraints)
    if settled:
        blocks += [Subheading(words.sentences["constraints"]), Bullets(settled)]
    reasons = [*found.reasons, *found.against]
    if reasons:
        blocks.append(_scorecard(reasons, found, words))
    blocks += _listed(words.sentences["reasons"], found.reasons, notes)
    against = [one for one in found.against if one.score]
    blocks += _listed(words.sentences["against"], against, notes)
    if found.flips:
        rows = tuple(_flip(one, case, words) for one in found.flips[:_FLIPS])
        blocks.append(Subheading(words.sentences["flips"]))
        blocks.append(Table("", ("If the answer were", "instead of", "the choice would be"), rows,
                            widths=(0.38, 0.38, 0.24)))  # fmt: skip
    return blocks


def risks(case: Case, words: Wording, notes: Notes) -> list[Block]:
    """The risks of the choice with what lessens them, those that the answers make weigh first."""
    found = case.recommendation
    if not found:
        return [Paragraph(text(words.missing["risks"].says))]
    rows = tuple(
        ((notes.said(one.text, one.section),), text(one.mitigation)) for one in found.risks
    )
    return [
        Table(words.sentences["risks"], ("Risk", "What lessens it"), rows),
        *_compliance(found, words, notes),
    ]


def _compliance(found: Recommendation, words: Wording, notes: Notes) -> list[Block]:
    """What the answers about data and rules mean for the choice."""
    told = {one.question: one for one in (*found.reasons, *found.against)}
    rows = tuple(
        (text(one.title), text(one.answer), (notes.said(one.text, one.section),))
        for name in words.compliance
        if (one := told.get(name))
    )
    head = ("Topic", "Here", "What it means")
    title = words.sentences["compliance"]
    return [Table(title, head, rows, widths=(0.2, 0.3, 0.5))] if rows else []


def roadmap(case: Case, words: Wording) -> list[Block]:
    """The steps from a prototype to production."""
    steps = _steps(case, words)
    if not steps:
        return [Paragraph(text(words.missing["roadmap"].says))]
    rows = tuple(
        (text(f"{number}. {one.step}", mark="strong"), text(one.work), text(one.done))
        for number, one in enumerate(steps, start=1)
    )
    head = ("Step", "Work", "Done when")
    return [
        Paragraph(text(words.sentences["roadmap_intro"])),
        Table("", head, rows, widths=(0.24, 0.42, 0.34)),
    ]


def first_step(case: Case, words: Wording) -> str:
    """What to do first, in a sentence; "" where nothing has been recommended."""
    steps = _steps(case, words)
    return f"{steps[0].step}. {steps[0].work}" if steps else ""


def _steps(case: Case, words: Wording) -> Sequence[Step]:
    found = case.recommendation
    if not found:
        return ()
    return words.roadmap.get(found.pattern) or words.roadmap[found.choice]


def open_points(case: Case, words: Wording) -> list[str]:
    """What of the decision is not known, those first that could change it."""
    found = case.recommendation
    if not found:
        missing = words.missing["decision"].asks
        return [missing if case.told.answers else f"{words.missing['profile'].asks} {missing}"]
    asked = [f"{one.ask}{_matters(one.matters, words)}" for one in found.unknown]
    return [*(one.text for one in found.conflicts), *asked]


def _matters(share: float, words: Wording) -> str:
    return f" {words.say('matters', share=f'{share:.0%}')}" if share else ""


def _figures(found: Recommendation, words: Wording) -> str:
    sure = "high" if found.confidence >= 0.7 else "moderate" if found.confidence >= 0.4 else "low"
    return words.say(
        "confidence",
        score=f"{found.score:+.2f}".replace("-", "−"),
        confidence=f"{found.confidence:.0%}",
        sure=sure,
        share=f"{found.stability.share:.0%}",
    )


def _scorecard(reasons: Sequence[Reason], found: Recommendation, words: Wording) -> Chart:
    counted = [one for one in reasons if one.score]
    for_open = sum(one.score > 0 for one in counted)
    title = words.say("scorecard", open=for_open, other=len(counted) - for_open, all=len(reasons))
    rows = tuple(
        (text(one.title), text(one.answer), text(f"{one.score:+.1f}".replace("-", "−")))
        for one in reasons
    )
    ordered = sorted(reasons, key=lambda one: -one.score)
    scores = Scores(tuple((one.title, one.score) for one in ordered), found.score)
    return Chart(title, scores, Table("", ("Topic", "Answer", "Score"), rows, (2,)))


def _listed(title: str, reasons: Iterable[Reason], notes: Notes) -> list[Block]:
    items: tuple[Text, ...] = tuple(
        (Run(f"{one.title}: ", mark="strong"), notes.said(one.text, one.section)) for one in reasons
    )
    return [Subheading(title), Bullets(items)] if items else []


def _flip(flip: Flip, case: Case, words: Wording) -> tuple[Text, Text, Text]:
    now, then = [], []
    for name, value in flip.changes.items():
        question = case.framework.question(name)
        option, old = (
            question.option(one) if question else None
            for one in (value, case.told.answers.get(name, ""))
        )
        if question and option:
            then.append(f"{question.title}: {option.label}")
            now.append(old.label if old else "unknown")
    to = words.sides[flip.to]
    return text(" and ".join(then)), text(" and ".join(now)), text(to)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]

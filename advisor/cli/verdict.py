"""A recommendation on the terminal: the choice first, then a scorecard and its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from advisor.cli.screen import out, print_json
from advisor.decide.as_json import Cite, questions_json, recommendation_json
from advisor.decide.framework import Framework
from advisor.decide.interview import Origin
from advisor.decide.recommend import Flip, Reason, Recommendation
from advisor.library.builtin import addresses
from advisor.library.known import known_sources

_COLOURS = {"open": "dark_cyan", "proprietary": "slate_blue1", "hybrid": "dark_goldenrod"}
_BAR = 10  # characters of a full bar
_TOLD = 5


def show_questions(framework: Framework, *, as_json: bool) -> None:
    """Print the questions with their answers."""
    if as_json:
        print_json(questions_json(framework))
        return
    for question in framework.questions:
        out().print(f"\n{question.id}: {question.ask}", style="bold", markup=False)
        for option in question.options:
            out().print(f"   {option.id:<14} {option.label} ({option.favours})", markup=False)


def show(
    found: Recommendation,
    framework: Framework,
    knowledge: Path,
    origins: Mapping[str, Origin],
    *,
    as_json: bool,
) -> None:
    """Print a recommendation, and which of its answers were read from what was said."""
    if as_json:
        print_json(recommendation_json(found, _citing(knowledge), origins))
        return
    screen = out()
    style = f"bold {_COLOURS[found.choice]}"
    screen.print(f"\nRecommendation: {_name(found, framework)}", style=style)
    screen.print(
        f"Score {found.score:+.2f} (-1 proprietary, +1 open), confidence {found.confidence:.0%}. "
        f"{_steadiness(found)}",
        markup=False,
    )
    for conflict in found.conflicts:
        screen.print(f"To settle first: {conflict.text}", style="yellow", markup=False)
    for constraint in found.constraints:
        screen.print(f"Decides by itself: {constraint.text}", markup=False)
    read = {name: one for name, one in origins.items() if one.how == "said"}
    _list("Understood from your words", [f'{name}: "{one.words}"' for name, one in read.items()])
    _scorecard([*found.reasons, *found.against])
    decided = {one.text for one in found.constraints}
    _list("Why", [one.text for one in found.reasons if one.text not in decided][:_TOLD])
    _list("What speaks against it", [one.text for one in found.against[:_TOLD] if one.score])
    _list("Risks", [f"{one.text} {one.mitigation}" for one in found.risks])
    _list("What would change this", [_flip(one, framework) for one in found.flips[:_TOLD]])
    open_ones = [one for one in found.unknown if one.matters]
    _list("Still unknown, and able to change it", [one.ask for one in open_ones[:_TOLD]])


def _steadiness(found: Recommendation) -> str:
    """Say how far the choice hangs on the weights; the range is rounded down."""
    within = int(found.stability.within * 100)
    if within == 100:
        return "No other weighting would change it."
    share = f"{found.stability.share:.0%} of other weightings agree"
    return f"{share}; it holds while each weight is within {within}% of ours."


def _name(found: Recommendation, framework: Framework) -> str:
    pattern = framework.patterns.get(found.pattern)
    return f"{found.choice}, {pattern.title.lower()}" if pattern else found.choice


def _scorecard(reasons: list[Reason]) -> None:
    """Draw each answer's pull: proprietary to the left, open to the right."""
    if not reasons:
        return
    width = max(len(one.title) for one in reasons)
    out().print(f"\n{'':<{width}}  {'proprietary':>{_BAR + 1}}|open", style="dim")
    for one in reasons:
        bar = "█" * round(abs(one.score) * _BAR)
        drawn = f"{bar:>{_BAR}}|" if one.score < 0 else f"{'':>{_BAR}}|{bar}"
        out().print(f"{one.title:<{width}}  {drawn:<{2 * _BAR + 1}}  {one.answer}", markup=False)


def _list(title: str, lines: list[str]) -> None:
    if lines:
        out().print(f"\n{title}", style="bold")
        for line in lines:
            out().print(f"  - {line}", markup=False)


def _flip(flip: Flip, framework: Framework) -> str:
    said = []
    for name, value in flip.changes.items():
        question = framework.question(name)
        option = question.option(value) if question else None
        if question and option:
            said.append(f"{question.title}: {option.label}")
    return f"{' and '.join(said)} → {flip.to}"


def _citing(knowledge: Path) -> Cite:
    """Cite a section of the guide with its place in the article."""
    sections = addresses(knowledge)
    source = known_sources(knowledge)["guide"]

    def cite(number: str) -> Mapping[str, object]:
        section = sections[number]
        return {
            "section": number,
            "title": section.heading,
            "url": section.url,
            "party": source.party,
            "as_of": source.as_of.isoformat(),
        }

    return cite

"""`advisor decide`: the interview, and the recommendation it leads to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson

if TYPE_CHECKING:
    from advisor.decide.reading import Stated


def decide(
    answers: Annotated[
        Path | None,
        typer.Option(help="JSON file: question id → option id; a missing one is unknown."),
    ] = None,
    said: Annotated[
        str, typer.Option(help='What is known already, in your words: "HIPAA, 2 million calls".')
    ] = "",
    model: Annotated[
        str | None,
        typer.Option(help="Let a model read --said too: auto, ollama:NAME, any provider:NAME."),
    ] = None,
    state: Annotated[
        Path | None, typer.Option(help="File that keeps the interview, to go on with it later.")
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Show the questions with their answers, and stop.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Decide between open, proprietary and hybrid AI, with reasons and what would change it.

    Without options it asks; "?" is "don't know", "b" goes back. A model may read what you said, if
    you name one; the decision is arithmetic that you can check.
    """
    from advisor.cli.answers import read_answers
    from advisor.cli.interviewing import interviewed
    from advisor.cli.verdict import show, show_questions
    from advisor.decide.framework import read_framework
    from advisor.decide.interview import Interview
    from advisor.decide.profile import checked
    from advisor.decide.recommend import recommend
    from advisor.shipped import data_folder

    knowledge = data_folder("knowledge")
    framework = read_framework(knowledge)
    if listed:
        show_questions(framework, as_json=as_json)
        return
    interview = Interview(framework).heard(_heard(said, model, knowledge) if said else ())
    if answers is not None:
        for question, option in checked(read_answers(answers), framework).items():
            interview = interview.answer(question, option)
    elif not (said and as_json):
        interview = interviewed(interview, state)
    found = recommend(interview.profile, framework)
    show(found, framework, knowledge, interview.origins, as_json=as_json)


def _heard(said: str, model: str | None, knowledge: Path) -> tuple[Stated, ...]:
    """Read what was said, by rules and by the model if one is named; the rules' reading stands."""
    from advisor.decide.reading import read_readings, stated

    by_rules = stated(said, read_readings(knowledge))
    if model is None:
        return by_rules
    import asyncio

    from advisor.cli.screen import aside
    from advisor.decide.reading_model import joined
    from advisor.settings import read_settings
    from advisor.wiring import build

    advisor = build(read_settings(model=model))
    try:
        found = joined(by_rules, asyncio.run(advisor.heard(said)))
    finally:
        advisor.close()
    added = ", ".join(one.question for one in found[len(by_rules) :]) or "nothing"
    aside().print(f"The model read besides the rules: {added}.", style="dim", markup=False)
    return found

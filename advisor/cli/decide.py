"""`advisor decide`: the interview, and the recommendation it leads to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.options import AsJson


def decide(
    answers: Annotated[
        Path | None,
        typer.Option(help="JSON file: question id → option id; a missing one is unknown."),
    ] = None,
    said: Annotated[
        str, typer.Option(help='What is known already, in your words: "HIPAA, 2 million calls".')
    ] = "",
    state: Annotated[
        Path | None, typer.Option(help="File that keeps the interview, to go on with it later.")
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Show the questions with their answers, and stop.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Decide between open, proprietary and hybrid AI, with reasons and what would change it.

    Without options it asks; "?" is "don't know", "b" goes back. No model takes part.
    """
    from advisor.cli.answers import read_answers
    from advisor.cli.interviewing import interviewed
    from advisor.cli.verdict import show, show_questions
    from advisor.decide.framework import read_framework
    from advisor.decide.interview import Interview
    from advisor.decide.profile import checked
    from advisor.decide.reading import read_readings, stated
    from advisor.decide.recommend import recommend
    from advisor.shipped import data_folder

    knowledge = data_folder("knowledge")
    framework = read_framework(knowledge)
    if listed:
        show_questions(framework, as_json=as_json)
        return
    heard = stated(said, read_readings(knowledge)) if said else ()
    if answers is not None:
        own = checked(read_answers(answers), framework)
        profile = {**{one.question: one.option for one in heard}, **own}
    elif said and as_json:
        profile = {one.question: one.option for one in heard}
    else:
        profile = interviewed(Interview(framework).heard(heard), state).profile
    show(recommend(profile, framework), framework, knowledge, as_json=as_json)

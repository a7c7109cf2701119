"""The interview on a terminal: a question, its answers by number, back, "don't know"."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from advisor.cli.screen import aside
from advisor.decide.framework import Question
from advisor.decide.interview import Interview, resumed
from advisor.errors import ProfileError

_HELP = (
    'Answer with a number. "?" you don\'t know, "b" back, "c NAME" another question, '
    '"e" end and decide now.'
)


def interviewed(interview: Interview, state: Path | None) -> Interview:
    """Ask until everything is settled, or the input ends; keep each step in `state`."""
    interview = _resumed(interview, state)
    screen = aside()
    screen.print(_HELP, style="dim", markup=False)
    if interview.to_confirm:
        interview = _confirmed(interview)
        _keep(interview, state)
    asked: Question | None = None
    while question := asked or interview.current:
        asked = None
        said = _ask(question, interview)
        if said is None or said == "e":
            break
        if said.startswith("c "):
            asked = _named(said[2:].strip(), interview) or question
            continue
        interview = _taken(interview, question, said)
        _keep(interview, state)
    return interview


def _ask(question: Question, interview: Interview) -> str | None:
    """Show a question; return what was typed, None at the end of the input."""
    screen = aside()
    number = interview.settled + 1
    screen.print(
        f"\n{number}/{len(interview.framework.questions)}  {question.ask}",
        style="bold",
        markup=False,
    )
    screen.print(f"   {question.help}", style="dim", markup=False)
    for place, option in enumerate(question.options, start=1):
        screen.print(f"   {place}  {option.label}", markup=False)
    return _typed()


def _named(name: str, interview: Interview) -> Question | None:
    """Find the question to change; tell which there are if there is none of that name."""
    question = interview.framework.question(name)
    if question is None:
        names = ", ".join(one.id for one in interview.framework.questions)
        aside().print(f"There is no question {name!r}: {names}.", style="yellow", markup=False)
    return question


def _taken(interview: Interview, question: Question, said: str) -> Interview:
    """Follow what was typed; a slip is told and the question stands."""
    if said == "b":
        return interview.back()
    if said in {"?", "", "unknown"}:
        return interview.skip(question.id)
    names = [option.id for option in question.options]
    if said.isdecimal() and 1 <= int(said) <= len(names):
        return interview.answer(question.id, names[int(said) - 1])
    if said in names:
        return interview.answer(question.id, said)
    aside().print(f"{said!r} is none of the answers. {_HELP}", style="yellow", markup=False)
    return interview


def _confirmed(interview: Interview) -> Interview:
    """Show what was read from the words and let it be denied."""
    screen = aside()
    screen.print("\nUnderstood:", style="bold")
    for name, (option, words) in interview.to_confirm.items():
        question = interview.framework.question(name)
        chosen = question.option(option) if question else None
        if question and chosen:
            screen.print(f'   {name}: {chosen.label}  (from "{words}")', markup=False)
    screen.print('Enter if right, or the names of those that are not ("data, volume").')
    while True:
        wrong = [one.strip() for one in (_typed() or "").split(",") if one.strip()]
        if all(name in interview.to_confirm for name in wrong):
            break
        screen.print(f"These were understood: {', '.join(interview.to_confirm)}.", style="yellow")
    for name in wrong:
        interview = interview.deny(name)
    return interview.confirm()


def _typed() -> str | None:
    """Read a line; None at the end of the input."""
    aside().print("> ", end="")
    line = sys.stdin.readline()
    return line.strip() if line else None


def _resumed(interview: Interview, state: Path | None) -> Interview:
    if state is None or not state.exists():
        return interview
    try:
        saved = json.loads(state.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ProfileError(f"{state} cannot be read: {error}.") from error
    if not isinstance(saved, Mapping):
        raise ProfileError(f"{state} holds no interview.")
    kept = resumed(saved, interview.framework)
    aside().print(f"Going on with {state.name}: {kept.settled} settled.", style="dim", markup=False)
    told = {name: hint for name, hint in interview.hints.items() if name not in kept.answers}
    return Interview(kept.framework, kept.answers, {**kept.hints, **told}, kept.skipped, kept.path)


def _keep(interview: Interview, state: Path | None) -> None:
    """Write the state beside its file and put it in place, so that no crash leaves half of it."""
    if state is not None:
        new = state.with_name(f"{state.name}.new")
        try:
            new.write_text(json.dumps(interview.saved(), indent=1), encoding="utf-8")
            new.replace(state)
        except OSError as error:
            raise ProfileError(f"{state} cannot be written: {error.strerror}.") from error

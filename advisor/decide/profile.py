"""A profile: what is known of a case, as answers to the interview's questions."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from advisor.decide.framework import Conflict, Framework
from advisor.errors import ProfileError

Answers = Mapping[str, str]
"""Question id → option id; a question that is missing is unknown."""


def checked(answers: object, framework: Framework) -> dict[str, str]:
    """Return answers in the order of the questions, without those that say "unknown".

    Raises `ProfileError` for what is no question, no answer to it, or no text.
    """
    if not isinstance(answers, Mapping):
        raise ProfileError("The answers must be an object: question id → option id.")
    known = {question.id: question for question in framework.questions}
    for name, value in answers.items():
        if name not in known:
            raise ProfileError(f"There is no question {name!r}.{_near(str(name), known)}")
        if value is None or value == "unknown":
            continue
        options = [option.id for option in known[name].options]
        if not isinstance(value, str):
            raise ProfileError(f"The answer to {name!r} must be a text, not {value!r}.")
        if value not in options:
            said = ", ".join(options)
            raise ProfileError(f"{value!r} is no answer to {name!r}; these are: {said}, unknown.")
    return {
        name: str(answers[name])
        for name in known
        if answers.get(name) is not None and answers[name] != "unknown"
    }


def conflicts(answers: Answers, framework: Framework) -> tuple[Conflict, ...]:
    """Return which answers cannot all be true."""
    return tuple(
        one
        for one in framework.conflicts
        if all(answers.get(name) == value for name, value in one.answers.items())
    )


def _near(name: str, known: Mapping[str, object]) -> str:
    near = get_close_matches(name, known, n=1)
    return f" {near[0]!r} may be meant." if near else ""

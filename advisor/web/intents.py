"""What a message wants: an answer, or the interview."""

from __future__ import annotations

import re
from typing import Literal

from advisor.advice.decision import MODEL
from advisor.ask.compared import is_choice
from advisor.records import Answer

Intent = Literal["ask", "interview"]

START = "Start the interview"
_INTERVIEW = re.compile(
    r"^\W*(?:please )?(?:(?:let'?s )?(?:start|begin|resume|continue|open|do|take)(?: with)?"
    r"(?: me| us)?(?: the| an| my| our)? interview|interview(?: me| us)?"
    r"|help (?:me|us) (?:to )?(?:decide|choose)|(?:go on|continue) with (?:the|my|our) interview)"
    r"\W*$",
    re.IGNORECASE,
)


def next_steps(answer: Answer) -> tuple[str, ...]:
    """Return what makes sense besides another question."""
    if answer.grounded and answer.model != MODEL and is_choice(answer.standalone_question):
        return (START,)
    return ()


def intent(text: str) -> Intent:
    """Read what a message wants; only a plain request is one, a question is answered."""
    return "interview" if _INTERVIEW.match(text.strip()) else "ask"

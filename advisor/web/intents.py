"""What a message wants: an answer, or the interview."""

from __future__ import annotations

import re
from typing import Literal

from advisor.advice.decision import MODEL
from advisor.ask.compared import is_choice
from advisor.records import Answer

_COST = re.compile(r"\b(?:costs?|cheap\w*|pric\w+|expensive|budget|fees?|pay\w*)\b", re.IGNORECASE)
_COSTS = re.compile(
    r"^\W*(?:please )?(?:compare|calculate|show)(?: me| us)?(?: the| our)? costs?\W*$",
    re.IGNORECASE,
)
_AMOUNTS = re.compile(
    r"\bhow much\b|\bcalculat\w+\b|\bbreak[- ]?even\b|\bTCO\b"
    r"|\bwhat (?:would|will|does|do|is|are)\b.*\b(?:costs?|price|bill)\b",
    re.IGNORECASE,
)
Intent = Literal["ask", "interview", "costs"]

START, COSTS = "Start the interview", "Compare costs"
_INTERVIEW = re.compile(
    r"^\W*(?:please )?(?:(?:let'?s )?(?:start|begin|resume|continue|open|do|take)(?: with)?"
    r"(?: me| us)?(?: the| an| my| our)? interview|interview(?: me| us)?"
    r"|help (?:me|us) (?:to )?(?:decide|choose)|(?:go on|continue) with (?:the|my|our) interview)"
    r"\W*$",
    re.IGNORECASE,
)


def next_steps(answer: Answer) -> tuple[str, ...]:
    """Return what makes sense besides another question."""
    question = answer.standalone_question
    if not answer.grounded or answer.model == MODEL:
        return ()
    costs = (COSTS,) if _COST.search(question) else ()
    return (*costs, START) if is_choice(question) else costs


def wants_amounts(text: str) -> bool:
    """Whether a question on costs asks for amounts, rather than for advice."""
    return bool(_AMOUNTS.search(text))


def intent(text: str) -> Intent:
    """Read what a message wants; only a plain request is one, a question is answered."""
    if _INTERVIEW.match(text.strip()):
        return "interview"
    return "costs" if _COSTS.match(text.strip()) else "ask"

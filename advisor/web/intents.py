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
_KEEP = re.compile(
    r"^\W*(?:please )?(?:add|keep)(?: this| that| it)? (?:to|for|in) (?:the|my|our) brief\W*$",
    re.IGNORECASE,
)
_BRIEF = re.compile(
    r"^\W*(?:please )?(?:make|write|create|download|give me|prepare)(?: me| us)?"
    r" (?:the|a|my|our) brief(?: for (?P<client>[^\n]{1,120}?))?[.!?\s]*$",
    re.IGNORECASE,
)
Intent = Literal["ask", "interview", "costs", "keep", "brief"]

START, COSTS, KEEP, BRIEF = (
    "Start the interview",
    "Compare costs",
    "Add to the brief",
    "Make the brief",
)
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
    if answer.model == MODEL:
        return (COSTS, BRIEF)
    if not answer.grounded:
        return ()
    costs = (COSTS,) if _COST.search(question) else ()
    start = (START,) if is_choice(question) else ()
    return (*costs, *start, KEEP)


def client_named(text: str) -> str:
    """Return the client that a request for a brief names, "" if none."""
    found = _BRIEF.match(text.strip())
    return (found["client"] or "").strip() if found else ""


def wants_amounts(text: str) -> bool:
    """Whether a question on costs asks for amounts, rather than for advice."""
    return bool(_AMOUNTS.search(text))


def intent(text: str) -> Intent:
    """Read what a message wants; only a plain request is one, a question is answered."""
    wanted: dict[Intent, re.Pattern[str]] = {
        "interview": _INTERVIEW,
        "costs": _COSTS,
        "keep": _KEEP,
        "brief": _BRIEF,
    }
    return next((one for one, said in wanted.items() if said.match(text.strip())), "ask")

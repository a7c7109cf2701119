"""A follow-up becomes a question that stands alone, by rule; `sure` says where none can."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from advisor.ask import words
from advisor.records import Turn

_OPENERS = re.compile(
    r"^(?:and|but|so|or|also|then|ok(?:ay)?|what about|how about|what if|why(?: not)?\b|which one"
    r"|same for|even|in that case|if so|what else|any other)\b",
    re.IGNORECASE,
)
_POINTERS = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|that|these|those|one|ones|there|such|former|latter"
    r"|other|others|both|either|same|above)\b",
    re.IGNORECASE,
)
# "that we", "so that", "that is": the word points at nothing in the conversation.
_NOT_POINTING = re.compile(
    r"\b(?:is it (?:true|possible|ok|okay|worth|better|cheaper|safe|legal|allowed|a good idea)"
    r"|it (?:is|'s) (?:true|possible)|make it|does it (?:make|cost|matter|take|mean|help) to"
    r"|is there|are there|was there|there (?:is|are)|(?:so|such|said?|says?|mean|think|believe|know"
    r"|hear|heard|told|true|sure|fact|ensure|ones?|things?|models?|data|vendors?|companies|something"
    r"|anything|one|those|tools?|apps?|system) that|such as|one of|no one|each other|other than"
    r"|on the one|both \w+ and|either \w+ or|(?:no|any|every|some)one|the same time)\b",
    re.IGNORECASE,
)
# Only the earlier answer's order or choice of words can say what these mean.
_NEEDS_READING = re.compile(
    r"\b(?:former|latter|(?:first|second|third|last|other|next) (?:one|option|point|way|approach"
    r"|thing|reason|part|sentence)|you (?:said|mentioned|listed|wrote|just))\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?)\b,?\s*)?(?:(?:what|how) about\b|same\b)?\s*"
    r"(?:(?:for|with|of|on|in|if|from)\b\s+)?(?:(?:the|an?)\s+)?"
    r"(?P<entity>[\w.&+' -]{1,40}?)\s*\??$",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\b\d+(?:\.\d+)?\s?[bBmMkK]\b(?!\w)")
_OPEN = re.compile(r"\bopen(?:[- ]source|[- ]weights?)?(?: ai| models?| ones?)?\b", re.IGNORECASE)
_PROPRIETARY = re.compile(
    r"\b(?:proprietary|closed|hosted api)(?: ai| models?| ones?)?\b", re.IGNORECASE
)
# "What about X?", but not "what about in X?", which asks the same of another case.
_THEME = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?)\b,?\s*)?(?:what|how) about (?:the )?"
    r"(?!(?:for|with|of|on|in|if|from|as|when)\b)(?P<theme>[\w&' -]{1,40}?)\s*\??$",
    re.IGNORECASE,
)
_SUBJECTS = {
    frozenset({"open"}): "open-source AI",
    frozenset({"proprietary"}): "proprietary AI",
    frozenset({"open", "proprietary"}): "open-source and proprietary AI",
}
_TOPIC = 3  # content words that make a topic of their own


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs no conversation; `sure` is False where no rule could be certain."""

    question: str
    followed_up: bool
    sure: bool = True


def condense(question: str, history: Sequence[Turn], known: Collection[str]) -> Standalone:
    """Carry the topic of the conversation into a follow-up; other questions stay as they are.

    `known` are names (lower-case) that make a topic by themselves, such as vendors.
    """
    topic = ""
    for turn in history:
        if turn.role == "user" and turn.content.strip():
            topic = _carry(turn.content.strip(), topic, known).question
    return _carry(question.strip(), topic, known, last_answer(history))


def last_answer(history: Sequence[Turn]) -> str:
    """Return the last thing the advisor said, empty if nothing."""
    return next((turn.content for turn in reversed(history) if turn.role == "assistant"), "")


def _carry(question: str, topic: str, known: Collection[str], answer: str = "") -> Standalone:
    if not topic or not _leans(question, known):
        return Standalone(question, followed_up=False)
    replaced = _replaced(question, topic, known) or _retold(question, topic, known)
    if replaced:
        return Standalone(replaced, followed_up=True)
    sure = not (answer and _NEEDS_READING.search(question))
    return Standalone(f"{topic.rstrip('?!. ')}? {question}", followed_up=True, sure=sure)


def _leans(question: str, known: Collection[str]) -> bool:
    """Say whether a question needs the one before to be understood."""
    if _OPENERS.match(question):
        return True
    asked = _NOT_POINTING.sub(" ", question)
    if words.names(asked, known) or words.sides(asked):
        return False
    pointing = _POINTERS.search(asked)
    if pointing:  # a pointer far into a question points at the question's own beginning
        return len(words.stems(asked[: pointing.start()])) < _TOPIC
    return len(words.stems(question)) < 2 and len(words.words(question)) < 4


def _replaced(question: str, topic: str, known: Collection[str]) -> str:
    """Put what "and for X?" names in the place of its like in the question before."""
    about = _ABOUT.match(question)
    if about is None or not _OPENERS.match(question):
        return ""
    entity = about["entity"].strip()
    size = _SIZE.search(entity)
    if size and _SIZE.search(topic):
        return _SIZE.sub(size.group(), topic, count=1)
    if words.sides(entity) or entity.lower() in {"open", "proprietary", "closed"}:
        return _other_side(entity, topic)
    new = words.names(entity, known) & set(known)
    old = words.names(topic, known) & set(known)
    if len(new) == 1 and len(old) == 1:
        return re.sub(re.escape(next(iter(old))), entity, topic, count=1, flags=re.IGNORECASE)
    return ""


def _retold(question: str, topic: str, known: Collection[str]) -> str:
    """Ask "what about X?" of the sides spoken of: a new theme leaves the old question behind.

    Where the topic names a vendor, its question is still the one asked.
    """
    theme = _THEME.match(question)
    subject = _SUBJECTS.get(words.sides(topic))
    if theme is None or subject is None or words.names(topic, known) & set(known):
        return ""
    said = theme["theme"]
    if words.sides(said) or words.names(said, known) or _POINTERS.search(said):
        return ""
    return f"What about {said} with {subject}?"


def _other_side(entity: str, topic: str) -> str:
    opened = entity.lower().startswith("open")
    pattern = _PROPRIETARY if opened else _OPEN
    name = "open-source models" if opened else "proprietary models"
    both = _OPEN.search(topic) and _PROPRIETARY.search(topic)
    return "" if both or not pattern.search(topic) else pattern.sub(name, topic, count=1)

"""Answers that a model reads in a conversation: what it is asked, and what of its reply counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from advisor.decide.framework import Framework, Question
from advisor.decide.reading import Stated
from advisor.ports import Message
from advisor.prompts import Prompts

TOKENS = 500  # of the reply: fourteen answers with their words
_CHARACTERS = 4000  # of the conversation, its end
_PROSE = 200  # characters without an object: no reply of the kind asked for
_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def request(said: str, framework: Framework, prompts: Prompts) -> list[Message]:
    """Return the messages that ask a model what `said`, the user's own words, answers."""
    questions = "\n".join(_listed(one) for one in framework.questions)
    return [Message("user", prompts.read(questions, said[-_CHARACTERS:]))]


def read_reply(reply: str, said: str, framework: Framework) -> tuple[Stated, ...]:
    """Return the answers of a model's reply that are answers and rest on words in `said`.

    Whatever else the reply holds is passed over: prose, other shapes, invented words or ids.
    """
    spoken = _plain(said)
    found: dict[str, Stated] = {}
    for name, value, words in _claims(reply):
        question = framework.question(name)
        option = _option(question, value) if question else ""
        if option and name not in found and _is_said(words, spoken):
            found[name] = Stated(name, option, words.strip())
    return tuple(found[one.id] for one in framework.questions if one.id in found)


def settled(reply: str) -> bool:
    """Whether nothing that follows can count: the object is complete, or none was begun."""
    start = reply.find("{")
    if start < 0:
        return len(reply) > _PROSE
    return reply.rstrip().endswith("}") and _object(reply, start) is not None


def joined(by_rules: Iterable[Stated], by_model: Iterable[Stated]) -> tuple[Stated, ...]:
    """Add what the model read to what the rules read, which stands."""
    rules = tuple(by_rules)
    read = {one.question for one in rules}
    return (*rules, *(one for one in by_model if one.question not in read))


def _listed(question: Question) -> str:
    options = "; ".join(f"[{one.id}] {one.label}" for one in question.options)
    return f"{question.id}: {question.ask} {options}"


def _claims(reply: str) -> Iterator[tuple[str, str, str]]:
    """Find question, answer and words in the first JSON object of a reply."""
    table = _first_object(reply)
    inner = table.get("answers", table)
    entries = inner.items() if isinstance(inner, Mapping) else _rows(inner)
    for name, entry in entries:
        if isinstance(entry, Mapping):
            answer, words = entry.get("answer"), entry.get("words")
            if isinstance(answer, str) and isinstance(words, str):
                yield str(name), answer, words


def _rows(listed: object) -> Iterator[tuple[object, object]]:
    """Read a list of objects, each with its question."""
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, Mapping):
            yield entry.get("question"), entry


def _first_object(reply: str) -> Mapping[str, object]:
    starts = (found.start() for found in re.finditer(r"\{", reply))
    objects = (_object(reply, start) for start in starts)
    return next((one for one in objects if one is not None), {})


def _object(reply: str, start: int) -> Mapping[str, object] | None:
    """Read the JSON object that begins there; None where it is none, or not complete."""
    try:
        value, _ = json.JSONDecoder().raw_decode(reply, start)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _option(question: Question, value: str) -> str:
    """Return the id of an answer that is named by its id, in brackets or not, or by its label."""
    wanted = value.strip().strip("[]").casefold()
    return next(
        (one.id for one in question.options if wanted in {one.id, one.label.casefold()}), ""
    )


def _is_said(words: str, spoken: str) -> bool:
    plain = _plain(words)
    return len(plain) > 1 and plain in spoken


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text.translate(_QUOTES)).strip(" .,;:!?\"'").casefold()

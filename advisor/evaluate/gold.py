"""Questions with what a right answer rests on, and whether a passage holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from advisor.evaluate.lines import Line, Problem, id_of, objects, text_of, whole
from advisor.library.prose import plain
from advisor.records import Role, Turn


class Found(Protocol):
    """A passage that a search found: a chunk, or what another system calls one."""

    @property
    def path(self) -> str:
        """The page it is of."""

    @property
    def heading(self) -> Sequence[str]:
        """The headings above it."""

    @property
    def text(self) -> str:
        """Its words."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A quote that answers, and the page it is on; without a quote the page's section does."""

    path: str = ""
    quote: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a questions file; `answerable` is None where the line does not say."""

    id: str
    question: str
    history: tuple[Turn, ...]
    answerable: bool | None
    gold: tuple[Gold, ...]
    must_contain: tuple[str, ...]
    kind: str


def read_asked(file: Path) -> tuple[list[Asked], list[Problem]]:
    """Read a questions file; lines that cannot be used are told."""
    asked: dict[str, Asked] = {}
    problems: list[Problem] = []
    for line in objects(file):
        one = line if isinstance(line, Problem) else _asked(line)
        if isinstance(one, Problem):
            problems.append(one)
        elif one.id in asked and isinstance(line, Line):
            problems.append(line.problem(f"question {one.id!r} was given before"))
        else:
            asked[one.id] = one
    if not asked and not problems:
        problems.append(Problem(file.name, 0, "has no questions"))
    return list(asked.values()), problems


def _asked(line: Line) -> Asked | Problem:
    name, question = id_of(line), text_of(line, "question")
    if name is None:
        return line.problem("`id` is missing, or neither text nor a whole number")
    if question is None or not any(letter.isalnum() for letter in question):
        return line.problem("`question` is missing or asks nothing")
    answerable = line.given.get("answerable")
    if answerable is not None and not isinstance(answerable, bool):
        return line.problem("`answerable` is neither true nor false")
    try:
        gold = (*_gold(line.given.get("gold")), *_sections(line.given.get("sections")))
        history = tuple(_turn(turn) for turn in _list(line.given.get("history"), "history"))
        stated = _list(line.given.get("must_contain"), "must_contain")
        facts = tuple(_text(fact, "must_contain") for fact in stated)
    except TypeError as error:
        return line.problem(str(error))
    if answerable is None and gold:
        answerable = True
    if answerable and not gold:
        return line.problem("answerable, but without gold")
    kind = text_of(line, "kind") or "other"
    return Asked(name, question, history, answerable, gold, facts, kind)


def _list(given: object, name: str) -> list[object]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise TypeError(f"`{name}` is not a list")
    return given


def _text(given: object, name: str) -> str:
    if not isinstance(given, str) or not given.strip():
        raise TypeError(f"`{name}` holds something other than text")
    return whole(given)


def _gold(given: object) -> Iterable[Gold]:
    for one in _list(given, "gold"):
        if not isinstance(one, dict):
            raise TypeError("`gold` holds something other than objects")
        yield Gold(_text(one.get("path"), "gold.path"), _text(one.get("quote"), "gold.quote"))


def _sections(given: object) -> Iterable[Gold]:
    for number in _list(given, "sections"):
        yield Gold(section=_text(number, "sections"))


def _turn(given: object) -> Turn:
    if not isinstance(given, dict) or given.get("role") not in {"user", "assistant"}:
        raise TypeError("a turn of `history` has no `role` that is user or assistant")
    role: Role = "user" if given["role"] == "user" else "assistant"
    return Turn(role, _text(given.get("content"), "history.content"))


class Reader:
    """Says which passages hold a gold quote; each text is read once."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[str, str]] = {}

    def holds(self, passage: Found, gold: Gold) -> bool:
        """Whether the passage contains the quote, or lies in the section."""
        if gold.section:
            return _in_section(passage, gold.section)
        return self.says(passage.text, gold.quote)

    def says(self, text: str, quote: str) -> bool:
        """Whether a text contains a quote: letter by letter, or as a reader sees both."""
        as_written, as_seen = self._seen(text)
        quoted, shown = self._seen(quote)
        return quoted in as_written or (bool(shown) and shown in as_seen)

    def _seen(self, text: str) -> tuple[str, str]:
        if text not in self._read:
            self._read[text] = " ".join(text.split()), plain(text)
        return self._read[text]


def on_page(passage: Found, gold: Gold) -> bool:
    """Whether the passage is of the quote's page; a section is its own page."""
    if gold.section:
        return _in_section(passage, gold.section)
    return passage.path == gold.path or passage.path.endswith(f"/{gold.path}")


def _in_section(passage: Found, number: str) -> bool:
    return any(name.split(" ")[0] == number for name in passage.heading)

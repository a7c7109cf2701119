"""A file of questions: read line by line, answered one by one, written as they come."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from advisor.as_json import Json
from advisor.errors import AdvisorError, QuestionsFileError, StorageError
from advisor.records import Turn


@dataclass(frozen=True, slots=True)
class Posed:
    """A line of a questions file."""

    id: str
    question: str
    history: tuple[Turn, ...]


def read_questions(file: Path) -> list[Posed]:
    """Read and check all lines first, so that a bad one stops nothing half done."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsFileError(f"{file} cannot be read: {error}.") from error
    posed = [
        _posed(line, f"{file.name}, line {number}")
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]
    if not posed:
        raise QuestionsFileError(f"{file} has no questions.")
    return posed


def _posed(line: str, where: str) -> Posed:
    try:
        given = json.loads(line)
        turns = tuple(_turn(turn) for turn in given.get("history") or ())
        return Posed(str(given["id"]), _text(given["question"]), turns)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionsFileError(f"{where}: {type(error).__name__}: {error}.") from error


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError("`question` is not text")
    return given


def _turn(given: dict[str, str]) -> Turn:
    role, content = given["role"], given["content"]
    if role not in {"user", "assistant"} or not isinstance(content, str):
        raise ValueError(f"a turn has role user or assistant and content, not {given!r}")
    return Turn("user" if role == "user" else "assistant", content)


def answer_all(
    posed: list[Posed], answer: Callable[[Posed], Json], out: Path | None, told: Callable[[], None]
) -> None:
    """Write one JSON line a question; a question that fails has `error` and `hint` in its line."""
    with _opened(out) as file:
        for one in posed:
            try:
                result = answer(one)
            except AdvisorError as error:
                result = {"question": one.question, "error": str(error), "hint": error.hint}
            file.write(json.dumps({"id": one.id, **result}, ensure_ascii=False) + "\n")
            file.flush()
            told()


@contextmanager
def _opened(out: Path | None) -> Iterator[IO[str]]:
    if out is None:
        yield sys.stdout
        return
    try:
        with out.open("w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise StorageError(str(out), error.strerror or str(error)) from error

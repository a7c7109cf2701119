"""A file of questions: read line by line, answered one by one, written as they come."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from advisor.as_json import Json
from advisor.cli.screen import print_json_line
from advisor.errors import ModelError, QuestionError, QuestionsFileError
from advisor.records import Turn


@dataclass(frozen=True, slots=True)
class Posed:
    """A line of a questions file; its answer carries the same `id`."""

    id: str | int
    question: str
    history: tuple[Turn, ...]


def read_questions(file: Path) -> list[Posed]:
    """Read and check all lines first, so that a bad one stops nothing half done."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionsFileError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise QuestionsFileError(f"{file} is not UTF-8 text.") from error
    posed = [
        _posed(line, f"{file.name}, line {number}")
        for number, line in enumerate(text.split("\n"), start=1)  # JSON may hold other line ends
        if line.strip()
    ]
    if not posed:
        raise QuestionsFileError(f"{file} has no questions.")
    return posed


def _posed(line: str, where: str) -> Posed:
    try:
        given = _object(json.loads(line))
        return Posed(_id(given.get("id")), _text(given, "question"), _turns(given.get("history")))
    except json.JSONDecodeError as error:
        problem = f"not JSON ({error.msg}, column {error.colno})"
        raise QuestionsFileError(f"{where}: {problem}.") from error
    except (TypeError, ValueError, RecursionError) as error:
        raise QuestionsFileError(f"{where}: {error}.") from error


def _object(given: object) -> dict[str, object]:
    if not isinstance(given, dict):
        raise TypeError("not a JSON object")
    return given


def _id(given: object) -> str | int:
    if isinstance(given, bool) or not isinstance(given, (str, int)):
        raise TypeError("`id` is missing, or neither text nor a whole number")
    return given


def _text(given: dict[str, object], name: str) -> str:
    text = given.get(name)
    if not isinstance(text, str):
        raise TypeError(f"`{name}` is missing or not text")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half characters


def _turns(given: object) -> tuple[Turn, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise TypeError("`history` is not a list")
    return tuple(_turn(turn) for turn in given)


def _turn(given: object) -> Turn:
    if not isinstance(given, dict) or given.get("role") not in {"user", "assistant"}:
        raise TypeError("a turn of `history` has no `role` that is user or assistant")
    return Turn("user" if given["role"] == "user" else "assistant", _text(given, "content"))


def answer_all(
    posed: list[Posed], answer: Callable[[Posed], Json], out: Path | None, told: Callable[[], None]
) -> None:
    """Write one JSON line a question; a question that fails has `error` and `hint` in its line.

    What would fail for every question, such as a setting, is raised.
    """
    with _opened(out) as file:
        for one in posed:
            try:
                result = answer(one)
            except (QuestionError, ModelError) as error:
                result = {"question": one.question, "error": str(error), "hint": error.hint}
            print_json_line({"id": one.id, **result}, file)
            told()


@contextmanager
def _opened(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    try:
        file = out.open("w", encoding="utf-8")
    except OSError as error:
        problem = QuestionsFileError(f"{out} cannot be written: {error.strerror}.")
        problem.hint = "Name a file in a folder that exists and that you may write to with --out."
        raise problem from error
    with file:
        yield file

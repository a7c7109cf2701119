"""JSON Lines and their faults: what cannot be used is told with its line, never guessed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import EvaluationFileError


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of the data that is left out; line 0 is the file as a whole."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        """File, line and reason, as a compiler would say it."""
        return (
            f"{self.file}:{self.line}: {self.reason}"
            if self.line
            else f"{self.file}: {self.reason}"
        )


class FaultyDataError(EvaluationFileError):
    """The data has faults, and the run was told to stop at them."""

    hint = "Correct the lines named, or run with --lenient to leave them out."

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = list(problems)
        more = f"\n(and {len(found) - 20} more)" if len(found) > 20 else ""
        super().__init__("\n".join(map(str, found[:20])) + more)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is a JSON object."""

    file: str
    number: int
    given: Mapping[str, object]

    def problem(self, reason: str) -> Problem:
        """Say what is wrong with it."""
        return Problem(self.file, self.number, reason)


def text_lines(file: Path) -> Iterator[tuple[int, str] | Problem]:
    """Yield the lines that are not empty with their numbers; JSON may hold other line ends."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        yield Problem(file.name, 0, f"cannot be read ({error.strerror})")
        return
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        yield Problem(file.name, line, "not UTF-8 text")
        return
    for number, content in enumerate(text.split("\n"), start=1):
        if content.strip():
            yield number, content.rstrip("\r")


def objects(file: Path) -> Iterator[Line | Problem]:
    """Yield each line as a JSON object, or why it is none."""
    for found in text_lines(file):
        if isinstance(found, Problem):
            yield found
            continue
        number, line = found
        try:
            given = json.loads(line)
        except json.JSONDecodeError as error:
            yield Problem(file.name, number, f"not JSON ({error.msg}, column {error.colno})")
        except (ValueError, RecursionError) as error:
            yield Problem(file.name, number, f"not JSON ({error})")
        else:
            if isinstance(given, dict):
                yield Line(file.name, number, given)
            else:
                yield Problem(file.name, number, "not a JSON object")


def id_of(line: Line) -> str | None:
    """Return the id, a whole number as text; None where there is none."""
    given = line.given.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int) or given == "":
        return None
    return whole(str(given))


def text_of(line: Line, name: str) -> str | None:
    """Return a text of the line; None where it is missing or not text."""
    given = line.given.get(name)
    return whole(given) if isinstance(given, str) else None


def whole(text: str) -> str:
    """Replace half characters, which neither UTF-8 nor a database can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

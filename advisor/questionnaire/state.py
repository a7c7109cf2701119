"""What has been answered so far, line by line beside the output, so that a run can go on."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from advisor.errors import QuestionnaireError
from advisor.questionnaire.records import Answered, Row, from_json


@dataclass(frozen=True, slots=True)
class State:
    """The file that keeps a run: a line that says which run it is, then a line an answer."""

    file: Path
    run: str

    def begin(self) -> set[str]:
        """Return the places that are answered; begin the file if there is none.

        Raises `QuestionnaireError` when the file is of another run. A line that was cut when the
        run was interrupted is dropped.
        """
        if not self.file.exists():
            self._write_first()
            return set()
        with self.file.open("rb") as file:
            first = file.readline()
        if _run_of(first) != self.run:
            raise QuestionnaireError(
                f"{self.file} is of another run: its questions, model or library differ.",
                f"Delete {self.file.name} to begin anew, or name another --out.",
            )
        self._drop_cut_line()
        return {one.place for one in self.answers()}

    def open(self) -> TextIO:
        """Open the file for more answers."""
        return self.file.open("a", encoding="utf-8")

    def answers(self) -> Iterator[Answered]:
        """Read the answers one by one, in the order they were given."""
        with self.file.open(encoding="utf-8") as file:
            next(file)
            for line in file:
                yield from_json(json.loads(line))

    def end(self) -> None:
        """Forget the run, once it is complete."""
        self.file.unlink(missing_ok=True)

    def _write_first(self) -> None:
        try:
            self.file.write_text(json.dumps({"run": self.run}) + "\n", encoding="utf-8")
        except OSError as error:
            raise QuestionnaireError(
                f"{self.file} cannot be written: {error.strerror}.", "Name another --out."
            ) from error

    def _drop_cut_line(self) -> None:
        content = self.file.read_bytes()
        if not content.endswith(b"\n"):
            self.file.write_bytes(content[: content.rfind(b"\n") + 1])


def run_of(rows: Sequence[Row], *settings: object) -> str:
    """Return what makes a run the same run: its questions, and what answers them."""
    told = [[row.place, row.question, row.id] for row in rows]
    whole = json.dumps([told, *map(str, settings)], ensure_ascii=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def keep(answer: Answered, file: TextIO) -> None:
    """Write an answer so that no crash loses it."""
    file.write(json.dumps(answer.as_json(), ensure_ascii=True) + "\n")
    file.flush()
    os.fsync(file.fileno())


def _run_of(line: bytes) -> str:
    try:
        return str(json.loads(line)["run"])
    except (ValueError, KeyError, TypeError):
        return ""

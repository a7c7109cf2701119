"""Interviews on the disk, one a reader, and how one is shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from advisor.decide.framework import Framework, Question
from advisor.decide.interview import Interview, resumed
from advisor.errors import ProfileError, StorageError

Card = dict[str, object]


@dataclass(frozen=True, slots=True)
class Interviews:
    """Keeps interviews in a folder, by the digest of a reader's name; "" is kept nowhere."""

    folder: Path
    framework: Framework

    def of(self, reader: str) -> Interview:
        """Return the interview of a reader: the one that was begun, or a new one."""
        try:
            return resumed(json.loads(self._file(reader).read_text("utf-8")), self.framework)
        except (OSError, ValueError, ProfileError):
            return Interview(self.framework)

    def keep(self, reader: str, interview: Interview) -> None:
        """Write an interview beside its file, then put it in place."""
        if not reader:
            return
        file = self._file(reader)
        new = file.with_suffix(".new")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(interview.saved()), encoding="utf-8")
            new.replace(file)
        except OSError as error:
            raise StorageError(str(file), error.strerror or str(error)) from error

    def forget(self, reader: str) -> None:
        """Forget a reader's interview."""
        if reader:
            self._file(reader).unlink(missing_ok=True)

    def _file(self, reader: str) -> Path:
        return self.folder / f"{reader or '-'}.json"


def card(interview: Interview, *, at: Question | None = None, ended: bool = False) -> Card:
    """Return what `public/elements/Interview.jsx` draws; `at` is a question that is changed."""
    question = at or interview.current
    framework = interview.framework
    return {
        "number": min(interview.settled + 1, len(framework.questions)),
        "of": len(framework.questions),
        "ended": ended,
        "understood": [] if ended else _understood(interview),
        "question": None if ended or question is None else _question(question, interview),
        "settled": _settled(interview),
    }


def _question(question: Question, interview: Interview) -> Card:
    return {
        "id": question.id,
        "title": question.title,
        "ask": question.ask,
        "help": question.help,
        "options": [{"id": one.id, "label": one.label} for one in question.options],
        "chosen": interview.answers.get(question.id, ""),
    }


def _understood(interview: Interview) -> list[Card]:
    """List what was read from the conversation and waits to be confirmed."""
    shown: list[Card] = []
    for name, (value, words) in interview.to_confirm.items():
        question = interview.framework.question(name)
        option = question.option(value) if question else None
        if question and option:
            shown.append(
                {"id": name, "title": question.title, "label": option.label, "words": words}
            )
    return shown


def _settled(interview: Interview) -> list[Card]:
    """List what the reader said, in the order of the questions."""
    shown: list[Card] = []
    for question in interview.framework.questions:
        option = question.option(interview.answers.get(question.id, ""))
        if option:
            shown.append({"id": question.id, "title": question.title, "label": option.label})
        elif question.id in interview.skipped:
            shown.append({"id": question.id, "title": question.title, "label": "not known"})
    return shown

"""A questionnaire from file to file: read, answered row by row, written out; it can be resumed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

from advisor.brief.write import Format, render
from advisor.errors import ModelError, QuestionError, QuestionnaireError
from advisor.questionnaire.document import document
from advisor.questionnaire.records import Answered, Row, answered, failed
from advisor.questionnaire.state import State, keep, run_of
from advisor.questionnaire.table_file import csv_rows, jsonl_rows
from advisor.records import Answer

INPUTS = (".csv", ".tsv", ".xlsx", ".xlsm", ".jsonl")
OUTPUTS = (".xlsx", ".xlsm", ".docx", ".md", ".jsonl")
Answering = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A file of questions and where its answers go."""

    file: Path
    out: Path
    rows: Sequence[Row]
    state: State


def questionnaire(file: Path, out: Path, *settings: object) -> Questionnaire:
    """Read the questions; `settings` are what else decides the answers.

    Raises `QuestionnaireError` before anything is answered when a file cannot be read or written,
    or when `out` is there already and not of a run that was interrupted.
    """
    if out.suffix.lower() not in OUTPUTS:
        raise QuestionnaireError(
            f"Answers cannot be written as {out.suffix or 'a file without an ending'}.",
            f"End --out with one of {', '.join(OUTPUTS)}.",
        )
    if out.suffix.lower() == ".xlsm" != file.suffix.lower():
        raise QuestionnaireError(
            "There are no macros to keep: Excel would not open such a file.",
            "End --out with .xlsx.",
        )
    if out.exists() and file.exists() and out.samefile(file):
        raise QuestionnaireError(
            "The answers would replace the questions.", "Name another file with --out."
        )
    rows = _rows(file)
    state = State(out.with_name(f"{out.name}.part"), run_of(rows, out.name, *settings))
    if out.exists() and not state.file.exists():
        raise QuestionnaireError(
            f"{out} exists already; nothing was written.", "Name another file with --out."
        )
    if not out.parent.exists():
        raise QuestionnaireError(f"There is no folder {out.parent}.", "Make it, or name another.")
    return Questionnaire(file, out, rows, state)


def answer_rows(
    asked: Questionnaire, answer: Answering, today: date
) -> Iterator[tuple[int, Answered | None]]:
    """Answer what is not answered yet; yield how many are done, and each new answer.

    An answer is on the disk before it is yielded; a row that fails is one with an error.
    """
    done = asked.state.begin()
    yield len(done), None
    count = len(done)
    with asked.state.open() as file:
        for row in asked.rows:
            if row.place in done:
                continue
            try:
                made = answered(row, answer(row.question), today)
            except (QuestionError, ModelError) as error:
                made = failed(row, f"{error} {error.hint}".strip())
            keep(made, file)
            count += 1
            yield count, made


def write_out(asked: Questionnaire, day: date) -> None:
    """Write what is answered so far in the format that the output's name asks for."""
    form = asked.out.suffix.lower()
    if form in {".xlsx", ".xlsm"}:
        from advisor.questionnaire.workbook import fill, write_new  # noqa: PLC0415 - slow to import

        if asked.file.suffix.lower() in {".xlsx", ".xlsm"}:
            fill(asked.file, asked.state.answers(), asked.out)
        else:
            write_new(asked.state.answers(), asked.out)
    elif form == ".jsonl":
        lines = (json.dumps(one.as_json(), ensure_ascii=False) for one in asked.state.answers())
        _put(asked.out, "".join(f"{line}\n" for line in lines).encode())
    else:
        kind: Format = "docx" if form == ".docx" else "md"
        title = f"Answers to {asked.file.stem}"
        made = document(list(asked.state.answers()), title, day)
        _put(asked.out, render(made, kind).data)


def _rows(file: Path) -> list[Row]:
    match file.suffix.lower():
        case ".csv" | ".tsv":
            return csv_rows(file)
        case ".jsonl":
            return jsonl_rows(file)
        case ".xlsx" | ".xlsm":
            from advisor.questionnaire.workbook import xlsx_rows  # noqa: PLC0415 - slow to import

            return xlsx_rows(file)
    raise QuestionnaireError(
        f"{file.name} is no questionnaire that can be read.",
        f"Give a file that ends with one of {', '.join(INPUTS)}.",
    )


def _put(out: Path, content: bytes) -> None:
    draft = out.with_name(f".{uuid4().hex}.part")
    try:
        draft.write_bytes(content)
        draft.replace(out)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise QuestionnaireError(
            f"{out} cannot be written: {error.strerror}.", "Name another file with --out."
        ) from error

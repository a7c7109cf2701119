"""Excel workbooks: the questions found in them, and their answers filled in beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4
from warnings import catch_warnings, simplefilter
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from advisor.errors import QuestionnaireError
from advisor.questionnaire.columns import EXTRA, Columns, columns
from advisor.questionnaire.records import Answered, Row, Source

_HEAD = ("Answer", *EXTRA)
_LONGEST = 32_767  # characters of a cell
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = {"Answer": 70, "Sources": 50}  # of new columns, in characters
_NEW = 16


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question in a sheet: its row and column, counted from 1."""

    row: int
    column: int
    text: str
    id: str


def xlsx_rows(file: Path) -> list[Row]:
    """Read the questions of every sheet, those without an answer; formulas are none."""
    book = _opened(file)
    rows = [
        Row(f"{sheet.title}!{_name(asked)}", asked.text, asked.id)
        for sheet in book.worksheets
        for asked in _asked(sheet)
    ]
    if not rows:
        raise QuestionnaireError(
            f"{file.name} has no open questions.",
            'Name the column of questions "Question"; rows that have an answer are left alone.',
        )
    return rows


def fill(file: Path, answers: Iterable[Answered], out: Path) -> None:
    """Write a copy of the workbook with the answers in it; everything else stays as it is."""
    book = _opened(file, macros=out.suffix.lower() == ".xlsm")
    given = {one.place: one for one in answers}
    for sheet in book.worksheets:
        asked = list(_asked(sheet))
        found = _columns(sheet)
        if not found or not any(f"{sheet.title}!{_name(one)}" in given for one in asked):
            continue
        places = _places(sheet, found)
        for one in asked:
            answer = given.get(f"{sheet.title}!{_name(one)}")
            if answer:
                _write(sheet, one, answer, places)
    _saved(book, out)


def write_new(answers: Iterable[Answered], out: Path) -> None:
    """Write a workbook of its own: a row an answer."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Answers"
    for column, name in enumerate(("Id", "Question", *_HEAD), start=1):
        cell = sheet.cell(1, column, name)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, _NEW)
    sheet.column_dimensions["B"].width = 60
    sheet.freeze_panes = "A2"
    for row, one in enumerate(answers, start=2):
        _text(sheet, row, 1, one.id)
        _text(sheet, row, 2, one.question)
        for column, (name, value) in enumerate(_values(one).items(), start=3):
            _put(sheet, row, column, name, value)
    _saved(book, out)


def _asked(sheet: Worksheet) -> Iterator[_Asked]:
    found = _columns(sheet)
    if found is None:
        return
    for row in range(found.header + 2, sheet.max_row + 1):
        cell = sheet.cell(row, found.question + 1)
        rich = isinstance(cell.value, CellRichText)
        text = str(cell.value) if rich else cell.value
        if not isinstance(text, str) or not text.strip() or cell.data_type == "f":
            continue  # empty, a number, a formula, or inside a merged cell
        done = found.answer >= 0 and sheet.cell(row, found.answer + 1).value not in {None, ""}
        if done:
            continue
        own = sheet.cell(row, found.id + 1).value if found.id >= 0 else None
        yield _Asked(row, found.question + 1, text.strip(), "" if own is None else str(own))


def _columns(sheet: Worksheet) -> Columns | None:
    table = [
        ["" if value is None else str(value) for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]
    return columns(table)


def _places(sheet: Worksheet, found: Columns) -> dict[str, int]:
    """Return the columns of the answers, counted from 1; those that are missing are appended."""
    header = found.header + 1
    there = {
        str(sheet.cell(header, column).value).strip().lower(): column
        for column in range(1, sheet.max_column + 1)
        if header > 0 and sheet.cell(header, column).value is not None
    }
    places: dict[str, int] = {"Answer": found.answer + 1} if found.answer >= 0 else {}
    last = sheet.max_column
    for name in _HEAD:
        if name in places:
            continue
        if name.lower() in there:
            places[name] = there[name.lower()]
            continue
        last += 1
        places[name] = last
        sheet.column_dimensions[get_column_letter(last)].width = _WIDTHS.get(name, _NEW)
        if header > 0:
            head = sheet.cell(header, last, name)
            _like(head, sheet.cell(header, found.question + 1))
    return places


def _write(sheet: Worksheet, asked: _Asked, answer: Answered, places: Mapping[str, int]) -> None:
    for name, value in _values(answer).items():
        cell = sheet.cell(asked.row, places[name])
        if isinstance(cell, Cell) and cell.value in {None, ""}:
            fresh = not cell.has_style
            _put(sheet, asked.row, places[name], name, value)
            if fresh:
                _like(cell, sheet.cell(asked.row, asked.column))


def _values(answer: Answered) -> dict[str, str | float]:
    return {
        "Answer": answer.error or answer.text,
        "Sources": "\n".join(map(source_line, answer.sources)),
        "Supported": answer.support,
        "Confidence": answer.confidence,
        "Needs a person": answer.person or "no",
    }


def source_line(source: Source) -> str:
    """Write a source on a line."""
    where = " › ".join(part for part in (source.title, source.heading) if part)
    return f"[S{source.number}] {where} ({source.party}, {source.as_of}) {source.url}"


def _put(sheet: Worksheet, row: int, column: int, name: str, value: str | float) -> None:
    if isinstance(value, str):
        _text(sheet, row, column, value)
    else:
        cell = sheet.cell(row, column, value)
        cell.number_format = "0%"
    if name in _WIDTHS:
        sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")


def _text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a text that no program takes for a formula."""
    cell: Any = sheet.cell(row, column)
    cell.value = _fit(text)
    if text.startswith(_RISKY):
        cell.data_type = "s"
        cell.quotePrefix = True


def _fit(text: str) -> str:
    """A text as a cell holds it: short enough, without control characters."""
    shown = "".join(letter for letter in text if letter in "\n\t" or ord(letter) >= 32)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _like(cell: Any, other: Any) -> None:
    """Give a cell the look of another, with its own wrapping."""
    if other.has_style:
        for part in ("font", "fill", "border"):
            setattr(cell, part, copy(getattr(other, part)))


def _name(asked: _Asked) -> str:
    return f"{get_column_letter(asked.column)}{asked.row}"


def _opened(file: Path, *, macros: bool = False) -> Workbook:
    try:
        with catch_warnings():  # of what is not kept, which `unkept` tells
            simplefilter("ignore", UserWarning)
            return load_workbook(file, rich_text=True, keep_vba=macros)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise QuestionnaireError(
            f"{file} cannot be read as a workbook: {error}.", "Save it as .xlsx and try again."
        ) from error


def _saved(book: Workbook, out: Path) -> None:
    """Write beside the file, then put it in place."""
    draft = out.with_name(f".{uuid4().hex}.xlsx")
    try:
        book.save(draft)
        draft.replace(out)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise QuestionnaireError(
            f"{out} cannot be written: {error.strerror}.", "Close it, or name another --out."
        ) from error

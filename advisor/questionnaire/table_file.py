"""Questions from CSV and JSON Lines, and answers as CSV-safe text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from advisor.errors import QuestionnaireError
from advisor.library.decode import decode
from advisor.library.page import MAX_BYTES, Raw, Skipped
from advisor.questionnaire.columns import columns
from advisor.questionnaire.records import Row

_DELIMITERS = ",;\t|"


def csv_rows(file: Path) -> list[Row]:
    """Read the questions of a CSV file, whatever its delimiter and encoding."""
    text = _text(file)
    table = list(csv.reader(io.StringIO(text), _dialect(text)))
    found = columns(table)
    if found is None:
        raise QuestionnaireError(
            f"{file.name} has no column of questions.", 'Name that column "Question".'
        )
    rows = []
    for number, cells in enumerate(table[found.header + 1 :], start=found.header + 2):
        question = cells[found.question].strip() if found.question < len(cells) else ""
        if question:
            own = cells[found.id].strip() if 0 <= found.id < len(cells) else ""
            rows.append(Row(f"row {number}", question, own))
    return _some(rows, file)


def jsonl_rows(file: Path) -> list[Row]:
    """Read the questions of a JSON Lines file: objects with `question` and, perhaps, `id`."""
    rows = []
    for number, line in enumerate(_text(file).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            question, own = given["question"], given.get("id", "")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise QuestionnaireError(
                f"{file.name}, line {number}: not an object with `question`.",
                'Write lines such as {"id": 1, "question": "…"}.',
            ) from error
        if not isinstance(question, str) or not question.strip():
            raise QuestionnaireError(
                f"{file.name}, line {number}: `question` is no text.", "Write the question there."
            )
        rows.append(Row(f"line {number}", question.strip(), str(own)))
    return _some(rows, file)


def _some(rows: list[Row], file: Path) -> list[Row]:
    if not rows:
        raise QuestionnaireError(f"{file.name} has no questions.", "Add at least one.")
    return rows


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise QuestionnaireError(
            f"{file} cannot be read: {error.strerror}.", "Name a file that is there."
        ) from error
    text = decode(Raw(file.name, content)) if len(content) <= MAX_BYTES else None
    if text is None or isinstance(text, Skipped):
        reason = text.reason if text else "it is too large"
        raise QuestionnaireError(f"{file.name} is no text: {reason}.", "Save it as UTF-8 text.")
    return text if _is_unicode(content) else content.decode("cp1252", "replace")


def _is_unicode(content: bytes) -> bool:
    """Whether a file says or shows its encoding; what does not comes from Excel, as a rule."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _dialect(text: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(text[:8192], _DELIMITERS)
    except csv.Error:
        return csv.excel

"""Workbooks for tests, as procurement departments make them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

TOPICS = (
    "Is open-source AI cheaper than a proprietary API?",
    "Can a bank use open-source AI?",
    "Who supports an open model when it breaks?",
    "Does a proprietary API train on our data?",
    "How do we bake bread?",
    "Can we use open and proprietary AI together?",
)


def procurement(file: Path, questions: int = 60) -> Path:
    """Write a workbook with a merged title, a formula, a styled header and two sheets."""
    book = Workbook()
    cover: Any = book.worksheets[0]
    cover.title = "Cover"
    cover["A1"] = "Request for information"
    cover["A2"] = "=COUNTA(Questions!B4:B200)"
    sheet: Any = book.create_sheet("Questions")
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "Part 1: artificial intelligence"
    sheet["A1"].font = Font(bold=True, size=16, color="FF0000")
    for column, name in enumerate(("No.", "Question", "Weight", "Response"), start=1):
        cell = sheet.cell(3, column, name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="DDDDFF")
    for number in range(questions):
        row = 4 + number
        sheet.cell(row, 1, f"Q{number + 1}")
        sheet.cell(row, 2, f"{TOPICS[number % len(TOPICS)][:-1]}, in case {number + 1}?")
        sheet.cell(row, 3, 1 + number % 3)
    total = 4 + questions
    sheet.cell(total, 3, f"=SUM(C4:C{total - 1})")
    sheet.column_dimensions["B"].width = 55
    sheet.row_dimensions[5].hidden = True
    sheet.freeze_panes = "A4"
    book.save(file)
    return file

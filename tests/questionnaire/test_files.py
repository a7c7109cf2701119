"""Questions out of CSV, JSON Lines and workbooks, whatever they look like; and bad files."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from questionnaire.sheets import procurement

from advisor.errors import QuestionnaireError
from advisor.questionnaire.records import Answered, Row, Source
from advisor.questionnaire.table_file import csv_rows, jsonl_rows
from advisor.questionnaire.unkept import unkept
from advisor.questionnaire.workbook import fill, write_new, xlsx_rows

FRENCH = "Le modèle ouvert coûte-t-il moins cher à l'année, même à très grande échelle?"


def given(place: str, text: str = "Yes.", person: str = "") -> Answered:
    source = Source(1, "Costs", "2.3", "https://example.org", "article", "2026-03-30", "Quote.")
    return Answered(place, "Why?", "Q1", text, (source,), 0.5, 0.25, person, "extract")


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"id,Question\n7,Is it cheaper?\n8,\n", [Row("row 2", "Is it cheaper?", "7")]),
        ("\ufeffFrage;Antwort\nIst es günstig?;\n".encode(), [Row("row 2", "Ist es günstig?")]),
        (f"Question\tWeight\n{FRENCH}\t1\n".encode("cp1252"), [Row("row 2", FRENCH)]),
        (b"1,Is it private?\n2,Is it cheap?\n",
         [Row("row 1", "Is it private?"), Row("row 2", "Is it cheap?")]),
        (b'Question\n"Is it, all told, cheaper?"\n', [Row("row 2", "Is it, all told, cheaper?")]),
    ],
)  # fmt: skip
def test_questions_are_found_in_a_csv(tmp_path: Path, content: bytes, rows: list[Row]) -> None:
    file = tmp_path / "q.csv"
    file.write_bytes(content)
    assert csv_rows(file) == rows


def test_questions_are_found_in_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": 3, "question": "Why?"}\n\n{"question": "How?"}\n')
    assert jsonl_rows(file) == [Row("line 1", "Why?", "3"), Row("line 3", "How?")]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("q.csv", b"a,b\n1,2\n", "no column of questions"),
        ("q.csv", b"Question\n\n", "no questions"),
        ("q.csv", b"\x00\x01\x02" * 99, "no text"),
        ("q.jsonl", b"{}\n", "line 1"),
        ("q.jsonl", b"[1]\n", "line 1"),
        ("q.jsonl", b'{"question": 3}\n', "no text"),
        ("q.jsonl", b"{", "line 1"),
    ],
)
def test_a_file_without_questions_is_told(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(QuestionnaireError, match=told):
        (csv_rows if name.endswith("csv") else jsonl_rows)(file)


def test_questions_of_a_workbook_are_those_without_an_answer(tmp_path: Path) -> None:
    file = procurement(tmp_path / "q.xlsx", 4)
    book = load_workbook(file)
    sheet: Any = book["Questions"]
    sheet["D5"] = "Answered by hand"
    sheet["B6"] = "=A6"
    book.save(file)
    assert [(row.place, row.id) for row in xlsx_rows(file)] == [
        ("Questions!B4", "Q1"), ("Questions!B7", "Q4"),
    ]  # fmt: skip


def test_a_workbook_is_filled_in_and_keeps_all_else(tmp_path: Path) -> None:
    file, out = procurement(tmp_path / "q.xlsx", 3), tmp_path / "a.xlsx"
    before = file.read_bytes()
    fill(file, [given("Questions!B4", person="Look."), given("Questions!B6")], out)
    assert file.read_bytes() == before
    book = load_workbook(out)
    sheet: Any = book["Questions"]
    assert [sheet.cell(3, column).value for column in range(1, 9)] == [
        "No.", "Question", "Weight", "Response", "Sources", "Supported", "Confidence",
        "Needs a person",
    ]  # fmt: skip
    assert sheet["D4"].value == "Yes."
    assert sheet["D5"].value is None
    assert "https://example.org" in sheet["E4"].value
    assert (sheet["F4"].value, sheet["F4"].number_format) == (0.5, "0%")
    assert (sheet["H4"].value, sheet["H6"].value) == ("Look.", "no")
    assert sheet["E3"].fill.start_color.rgb == sheet["B3"].fill.start_color.rgb
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:D1"]
    assert sheet["A1"].font.size == 16
    assert sheet["C7"].value == "=SUM(C4:C6)"
    assert book["Cover"]["A2"].value == "=COUNTA(Questions!B4:B200)"
    assert sheet.column_dimensions["B"].width == 55
    assert sheet.row_dimensions[5].hidden
    assert sheet.freeze_panes == "A4"


def test_a_question_that_is_partly_bold_is_asked_and_stays_so(tmp_path: Path) -> None:
    file, out = procurement(tmp_path / "q.xlsx", 2), tmp_path / "a.xlsx"
    book = load_workbook(file)
    sheet: Any = book["Questions"]
    bold = CellRichText("Where is data ", TextBlock(InlineFont(b=True), "stored"), "?")
    sheet["B4"] = bold
    book.save(file)
    assert xlsx_rows(file)[0].question == "Where is data stored?"
    fill(file, [given("Questions!B4")], out)
    kept: Any = load_workbook(out, rich_text=True)["Questions"]
    assert (kept["B4"].value, kept["D4"].value) == (bold, "Yes.")


def test_what_a_copy_cannot_hold_is_named(tmp_path: Path) -> None:
    file, out = procurement(tmp_path / "q.xlsx", 1), tmp_path / "a.xlsx"
    assert unkept(file, out) == ()
    with ZipFile(file, "a") as book:
        book.writestr("xl/slicers/slicer1.xml", "<slicers/>")
        book.writestr("xl/drawings/drawing9.xml", '<xdr:wsDr><xdr:sp macro=""/></xdr:wsDr>')
        book.writestr("xl/worksheets/sheet9.xml", "<x14:dataValidation type='list'/>")
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf")
    assert unkept(file, out) == (
        "slicers", "macros", "shapes and text boxes", "lists with their choices on another sheet",
    )  # fmt: skip
    assert "macros" not in unkept(file, tmp_path / "a.xlsm")
    assert unkept(file, tmp_path / "a.md") == ()


def test_a_filled_copy_has_macros_only_where_its_name_says_so(tmp_path: Path) -> None:
    file = procurement(tmp_path / "q.xlsm", 1)
    with ZipFile(file, "a") as book:
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf")
    for name, kind in (("a.xlsx", "spreadsheetml.sheet.main"), ("a.xlsm", "macroEnabled.main")):
        fill(file, [given("Questions!B4")], tmp_path / name)
        with ZipFile(tmp_path / name) as book:
            assert kind in book.read("[Content_Types].xml").decode()
            assert ("xl/vbaProject.bin" in book.namelist()) == name.endswith("m")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_no_answer_becomes_a_formula(tmp_path: Path, text: str) -> None:
    file, out = procurement(tmp_path / "q.xlsx", 1), tmp_path / "a.xlsx"
    fill(file, [given("Questions!B4", text)], out)
    for name, cell in ((out, "D4"), (tmp_path / "n.xlsx", "C2")):
        if name != out:
            write_new([given("row 1", text)], name)
        book = load_workbook(name)
        found: Any = book["Questions" if name == out else "Answers"][cell]
        assert (found.value, found.data_type, found.quotePrefix) == (text, "s", True)


def test_what_a_cell_cannot_hold_is_cut(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    write_new([given("row 1", "a\x00b" + "x" * 40_000)], out)
    sheet: Any = load_workbook(out)["Answers"]
    assert len(sheet["C2"].value) == 32_767
    assert sheet["C2"].value.startswith("abx")


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    file = tmp_path / "q.xlsx"
    file.write_bytes(b"PK nothing")
    with pytest.raises(QuestionnaireError, match="cannot be read as a workbook"):
        xlsx_rows(file)
    Workbook().save(file)
    with pytest.raises(QuestionnaireError, match="no open questions"):
        xlsx_rows(file)

"""`advisor batch` as a process: stopped half-way, resumed, the workbook as it was."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from questionnaire.sheets import procurement

from cli.commands import Advise, ended, run, start, wait_until

QUESTIONS = 60


def test_sixty_questions_interrupted_half_way_and_resumed(home: Path, tmp_path: Path) -> None:
    file, out = procurement(tmp_path / "rfi.xlsx", QUESTIONS), tmp_path / "answers.xlsx"
    state = tmp_path / "answers.xlsx.part"
    command = ("batch", str(file), "--out", str(out), "--model", "none")
    process = start(home, *command)
    wait_until(process, lambda: state.exists() and state.read_bytes().count(b"\n") > 20)
    process.send_signal(signal.SIGINT)
    stopped = ended(process)
    assert stopped.code == 130
    assert "The same command goes on" in stopped.err
    before = [json.loads(line)["place"] for line in state.read_text().splitlines()[1:]]
    assert 20 <= len(before) < QUESTIONS
    half: Any = load_workbook(out)["Questions"]
    assert sum(half.cell(4 + n, 4).value is not None for n in range(QUESTIONS)) == len(before)
    resumed = run(home, *command)
    assert resumed.code == 0
    assert f"{len(before)} answered before" in resumed.err
    assert f"{QUESTIONS} answered" in resumed.err
    assert not state.exists()
    book = load_workbook(out)
    sheet: Any = book["Questions"]
    for number in range(QUESTIONS):
        assert sheet.cell(4 + number, 4).value, number
    bread = sheet.cell(8, 4).value
    assert "My library has nothing on that" in bread
    assert sheet.cell(8, 8).value == "The library has nothing on this."
    assert "https://www.mhtechin.com" in sheet.cell(4, 5).value
    assert sheet.cell(4 + QUESTIONS, 3).value == f"=SUM(C4:C{3 + QUESTIONS})"
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:D1"]


@pytest.mark.parametrize(
    ("name", "content", "out", "told"),
    [
        ("q.txt", "Why?", "a.md", "no questionnaire that can be read"),
        ("q.csv", "a,b\n1,2\n", "a.md", 'Name that column "Question"'),
        ("q.csv", "Question\nWhy?\n", "a.pdf", "End --out with one of"),
        ("q.csv", "Question\nWhy?\n", "q.csv", "End --out with one of"),
        ("q.csv", "Question\nWhy?\n", "gone/a.md", "There is no folder"),
    ],
)
def test_what_cannot_be_done_is_told_first(
    advise: Advise, tmp_path: Path, *, name: str, content: str, out: str, told: str
) -> None:
    file = tmp_path / name
    file.write_text(content)
    failed = advise("batch", str(file), "--out", str(tmp_path / out))
    assert failed.code == 2
    assert told in failed.err
    assert file.read_text() == content

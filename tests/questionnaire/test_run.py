"""A run: each question asked once, however often it is interrupted; nothing is overwritten."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from advisor.errors import ModelError, QuestionnaireError
from advisor.questionnaire.run import Questionnaire, answer_rows, questionnaire, write_out
from advisor.records import Answer

DAY = date(2026, 11, 27)


def questions(tmp_path: Path, count: int = 5) -> Path:
    file = tmp_path / "q.csv"
    file.write_text("Question\n" + "".join(f"Question {n}?\n" for n in range(count)))
    return file


def run(asked: Questionnaire, answer: Answer, *, stop_after: int = 99) -> list[str]:
    """Answer until interrupted; return what was asked."""
    put: list[str] = []

    def answering(question: str) -> Answer:
        if len(put) == stop_after:
            raise KeyboardInterrupt
        put.append(question)
        if question == "Question 3?":
            raise ModelError("The model is gone.")
        return replace(answer, question=question)

    with suppress(KeyboardInterrupt):
        list(answer_rows(asked, answering, DAY))
    write_out(asked, DAY)
    return put


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, answer: Answer) -> None:
    file, out = questions(tmp_path), tmp_path / "a.jsonl"
    first = run(questionnaire(file, out, "none"), answer, stop_after=2)
    assert len(out.read_text().splitlines()) == 2
    asked = questionnaire(file, out, "none")
    asked.state.file.write_bytes(asked.state.file.read_bytes() + b'{"place": "cut')
    second = run(asked, answer)
    assert first + second == [f"Question {n}?" for n in range(5)]
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [one["question"] for one in lines] == first + second
    assert lines[3]["error"].startswith("The model is gone.")
    assert [one["person"] == "" for one in lines] == [True, True, True, False, True]


def test_a_run_with_other_questions_or_another_model_is_another(
    tmp_path: Path, answer: Answer
) -> None:
    file, out = questions(tmp_path), tmp_path / "a.jsonl"
    run(questionnaire(file, out, "none"), answer, stop_after=2)
    with pytest.raises(QuestionnaireError, match="another run"):
        run(questionnaire(file, out, "ollama:small"), answer)
    with pytest.raises(QuestionnaireError, match="another run"):
        run(questionnaire(questions(tmp_path, 6), out, "none"), answer)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file, out = questions(tmp_path), tmp_path / "a.md"
    out.write_text("mine")
    with pytest.raises(QuestionnaireError, match="exists already"):
        questionnaire(file, out)
    with pytest.raises(QuestionnaireError, match="no folder"):
        questionnaire(file, tmp_path / "gone" / "a.md")
    with pytest.raises(QuestionnaireError, match="no macros to keep"):
        questionnaire(file, tmp_path / "a.xlsm")
    with pytest.raises(QuestionnaireError, match=r"as \.pdf"):
        questionnaire(file, tmp_path / "a.pdf")
    with pytest.raises(QuestionnaireError, match="no questionnaire"):
        questionnaire(tmp_path / "q.txt", tmp_path / "a.md")
    with pytest.raises(QuestionnaireError, match="replace the questions"):
        questionnaire(_jsonl(tmp_path), tmp_path / "q.jsonl")
    assert out.read_text() == "mine"


def _jsonl(tmp_path: Path) -> Path:
    file = tmp_path / "q.jsonl"
    file.write_text('{"question": "Why?"}\n')
    return file


@pytest.mark.parametrize("ending", ["docx", "md"])
def test_documents_hold_answers_their_evidence_and_who_must_look(
    tmp_path: Path, answer: Answer, ending: str
) -> None:
    from docx import Document

    out = tmp_path / f"a.{ending}"
    run(questionnaire(questions(tmp_path), out), answer)
    if ending == "md":
        text = out.read_text()
    else:
        body = Document(str(out)).element.body
        text = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    assert "Question 4?" in text
    assert "Open models pay at high volume." in text
    assert "5 questions; 4 answered from the library, 1 need a person." in text
    assert "The model is gone." in text

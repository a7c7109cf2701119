"""Columns by the names that procurement departments give them."""

from __future__ import annotations

import pytest

from advisor.questionnaire.columns import Columns, columns

ASKED = ("Where is data stored?", "Do you train on our data?", "Describe your encryption.")


def table(*head: str, question: int) -> list[list[str]]:
    """A title, an instruction, the header, and rows that ask."""
    rows = [["Security questionnaire"], ["Please answer all questions below."], list(head)]
    for number, text in enumerate(ASKED, start=1):
        row = [str(number)] + [""] * (len(head) - 1)
        row[question] = text
        rows.append(row)
    return rows


@pytest.mark.parametrize(
    ("head", "question", "answer", "own"),
    [
        (("Question ID", "Question", "CSP CAIQ Answer"), 1, 2, 0),
        (("Ref", "Question / Requirement", "Supplier Response"), 1, 2, 0),
        (("#", "Questions (please answer all)", "Vendor response / comments"), 1, 2, 0),
        (("No.", "Security question", "Answer (Yes/No)", "Comment"), 1, -1, 0),
        (("No.", "Question", "Yes/No answer", "Answer"), 1, 3, 0),
        (("ID", "Requirement description", "Compliance", "Bidder's answer"), 1, 3, 0),
        (("Nr.", "Frage", "Antwort des Anbieters"), 1, 2, 0),
        (("Item", "Question", "Response"), 1, 2, -1),
        (("Question area", "Question", "Response"), 1, 2, -1),
        (("Section", "Control question", "Answer"), 1, 2, -1),
        (("Item", "Weight", "Response", "Response owner"), 0, 2, -1),
        (("Question",), 0, -1, -1),
    ],
)
def test_columns_are_found_by_their_names(
    head: tuple[str, ...], question: int, answer: int, own: int
) -> None:
    assert columns(table(*head, question=question)) == Columns(2, question, answer, own)


def test_without_names_the_column_that_asks_is_taken() -> None:
    assert columns([["1", "Is it private?"], ["2", "Is it cheap?"]]) == Columns(-1, 1, -1, -1)
    assert columns([["a", "b"], ["1", "2"]]) is None
    assert columns([]) is None


def test_a_question_is_no_header() -> None:
    rows = [["1", "Is there a question of control?"], ["2", "Is it cheap?"]]
    assert columns(rows) == Columns(-1, 1, -1, -1)

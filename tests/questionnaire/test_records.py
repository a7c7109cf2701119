"""What of an answer is written out, and when a person must look at it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from advisor.questionnaire.records import Row, answered, failed, from_json
from advisor.records import Answer, Hit

ROW = Row("row 2", "When?", "7")
DAY = date(2026, 11, 27)


def test_a_supported_answer_near_the_question_needs_nobody(answer: Answer) -> None:
    made = answered(ROW, answer, DAY)
    assert (made.support, made.confidence, made.person) == (1.0, 1.0, "")
    (source,) = made.sources
    assert (source.party, source.as_of, source.url) == (
        "article", "2026-03-30", "https://example.org/costs",
    )  # fmt: skip
    assert from_json(json.loads(json.dumps(made.as_json()))) == made


def test_confidence_is_support_times_nearness(answer: Answer) -> None:
    chunk = answer.hits[0].chunk
    half = replace(answer, hits=(Hit(chunk, 0.9, dense=0.5),))
    assert answered(ROW, half, DAY).confidence == 0.5  # half-way between 0.3 and 0.7
    far = replace(answer, hits=(Hit(chunk, 0.9, dense=0.2),))
    assert answered(ROW, far, DAY).confidence == 0
    assert "may not be about" in answered(ROW, far, DAY).person


def test_what_is_not_carried_needs_a_person(answer: Answer) -> None:
    refused = replace(answer, grounded=False, sources=())
    assert answered(ROW, refused, DAY).person == "The library has nothing on this."
    assert answered(ROW, refused, DAY).confidence == 0
    (said,) = answer.sentences
    block = answer.blocks[0]
    half = replace(block, sentences=(said, replace(said, support="unsupported", citations=())))
    assert "50%" in answered(ROW, replace(answer, blocks=(half,)), DAY).person
    broke = replace(answer, notice="The model stopped.")
    assert answered(ROW, broke, DAY).person == "The model stopped."
    assert "2026-03-30" in answered(ROW, answer, date(2028, 1, 1)).person
    assert failed(ROW, "No question.").person == "No question."

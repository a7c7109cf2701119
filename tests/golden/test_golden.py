"""The built-in library answers what it should, declines what it should, in people's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from advising import answer_in, events_of, filled

from advisor.ask.guide import section_of
from advisor.ask.pipeline import Parts
from advisor.records import Answer

HERE = Path(__file__).parent


def lines(name: str) -> list[dict[str, str]]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    advisor = filled(tmp_path_factory.mktemp("golden"))
    yield advisor.parts()
    advisor.close()


def sections_cited(answer: Answer, parts: Parts) -> list[str]:
    """Sections in the order of their first citation."""
    found = [section_of(source.chunk, parts.shelf.guide) for source in answer.sources]
    return list(dict.fromkeys(section.id for section in found if section))


async def test_each_faq_is_answered_in_three_wordings_from_its_section(parts: Parts) -> None:
    wrong = []
    for line in lines("faq.jsonl"):
        answer = answer_in(await events_of(line["question"], parts))
        if not answer.grounded or not set(sections_cited(answer, parts)) & set(line["sections"]):
            wrong.append((line["id"], answer.text[:80]))
    assert len(wrong) <= 1, wrong


async def test_the_first_citation_is_the_right_section_nearly_always(parts: Parts) -> None:
    first = [
        sections_cited(answer_in(await events_of(line["question"], parts)), parts)[:1]
        for line in lines("faq.jsonl")
    ]
    right = [
        cited[0] in line["sections"] for cited, line in zip(first, lines("faq.jsonl"), strict=True)
    ]
    assert sum(right) >= 27


async def test_nine_of_ten_questions_from_elsewhere_are_declined(parts: Parts) -> None:
    asked = lines("outside.jsonl")
    answered = [
        line["question"]
        for line in asked
        if answer_in(await events_of(line["question"], parts)).grounded
    ]
    assert len(answered) <= len(asked) // 10, answered

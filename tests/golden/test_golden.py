"""The built-in library answers what it should, declines what it should, in people's own words."""

from __future__ import annotations

import json
import re
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


OPENINGS = {  # what the first sentence of an answer to each FAQ has to say
    "10.1": r"gives you weights and code|example of an open model",
    "10.2": r"depends on volume|tends to be cheaper for prototypes",
    "10.3": r"open models come close",
    "10.4": r"^Yes, some proprietary vendors",
    "10.5": r"Open source is the more private option",
    "10.6": r"^Yes, regulated industries can",
    "10.6-3": r"on[- ]premises",  # "any option but to host": a yes would say the opposite
    "10.7": r"four kinds of risk",
    "10.8": r"five risks",
    "10.9": r"^Yes, open and proprietary",
    "10.10": r"MHTECHIN helps an organization",
}


async def test_nearly_every_faq_is_led_by_its_answer_and_cited_to_its_section(
    parts: Parts,
) -> None:
    wrong = []
    for line in lines("faq.jsonl"):
        answer = answer_in(await events_of(line["question"], parts))
        wording = line["id"].removeprefix("faq-")
        opening = OPENINGS.get(wording) or OPENINGS[wording.split("-")[0]]
        led = re.search(opening, answer.sentences[0].text)
        if not led or sections_cited(answer, parts)[0] not in line["sections"]:
            wrong.append((line["id"], answer.sentences[0].text[:80]))
    assert len(wrong) <= 1, wrong


async def test_nine_of_ten_questions_from_elsewhere_are_declined(parts: Parts) -> None:
    asked = lines("outside.jsonl")
    answered = [
        line["question"]
        for line in asked
        if answer_in(await events_of(line["question"], parts)).grounded
    ]
    assert len(answered) <= len(asked) // 10, answered

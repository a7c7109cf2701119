"""A buyer's due diligence of ten vendors is answered by the fact of the vendor's profile."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from advising import answer_in, events_of, filled

from advisor.ask.pipeline import Parts
from advisor.ask.profiles import NOT_STATED, PREFIX
from advisor.records import Answer, Chunk
from advisor.shipped import data_folder

QUESTIONS = Path(__file__).with_name("diligence.jsonl")
MISSES = 3  # of fifty; the hand check of the same questions is docs/diligence.md


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    advisor = filled(tmp_path_factory.mktemp("diligence"))
    yield advisor.parts()
    advisor.close()


def asked() -> list[dict[str, str]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def profile_of(vendor: str) -> Path:
    return data_folder("knowledge") / "vendors" / f"{vendor}.toml"


def leading(answer: Answer) -> Chunk | None:
    """Return the passage that the first sentence cites first."""
    if not answer.grounded or not answer.sentences[0].citations:
        return None
    number = answer.sentences[0].citations[0]
    return next(source.chunk for source in answer.sources if source.number == number)


async def test_the_fact_asked_for_leads_and_is_cited_to_its_page(parts: Parts) -> None:
    wrong = []
    for one in asked():
        answer = answer_in(await events_of(one["question"], parts))
        lead = leading(answer)
        profile = tomllib.loads(profile_of(one["vendor"]).read_text(encoding="utf-8"))
        title = parts.shelf.profiles.titles[one["expect"]]
        if (
            lead is None
            or lead.source != f"{PREFIX}{one['vendor']}"
            or lead.heading[-1].removesuffix(NOT_STATED) != title
            or lead.url != profile["facts"][one["expect"]]["source"]
        ):
            wrong.append((one["id"], answer.text[:80]))
    assert len(wrong) <= MISSES, wrong


def test_ten_vendors_are_asked_five_questions_each_in_other_words_than_the_listed_ones() -> None:
    questions = asked()
    assert sorted(Counter(one["vendor"] for one in questions).values()) == [5] * 10
    assert len({(one["vendor"], one["expect"]) for one in questions}) == 50
    listed = profile_of("aspects").read_text(encoding="utf-8").casefold()
    for one in questions:
        name = one["vendor"].split("-")[0]
        bare = one["question"].casefold().replace(name, "the vendor")
        assert f'"{bare}"' not in listed, one["id"]

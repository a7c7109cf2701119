"""The fixed words of the brief are complete."""

from __future__ import annotations

from pathlib import Path

from advisor.brief.docx import SECTIONS
from advisor.brief.wording import read_wording
from advisor.decide.framework import read_framework

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
WORDS = read_wording(KNOWLEDGE)


def test_every_section_has_a_title() -> None:
    assert tuple(WORDS.sections) == SECTIONS


def test_every_choice_and_every_pattern_has_a_roadmap() -> None:
    patterns = [
        one.id for one in read_framework(KNOWLEDGE).patterns.values() if one.section == "8.2"
    ]
    assert set(WORDS.roadmap) == {"open", "proprietary", *patterns}
    assert all(len(steps) >= 4 for steps in WORDS.roadmap.values())


def test_rows_of_the_ways_belong_to_sections_of_the_guide(headings: dict[str, str]) -> None:
    assert {one.section for one in WORDS.aspects} - {""} <= set(headings)
    for one in WORDS.aspects:
        assert all((one.title, one.proprietary_api, one.hosted_open, one.self_hosted))


def test_sentences_end_as_sentences() -> None:
    for steps in WORDS.roadmap.values():
        assert all(one.work.endswith(".") and one.done.endswith(".") for one in steps)
    assert all(one.says.endswith(".") for one in WORDS.missing.values())

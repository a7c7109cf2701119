"""What people say in passing is read by rules; denials undo it."""

from __future__ import annotations

import pytest

from advisor.decide.framework import Framework
from advisor.decide.reading import Readings, read_readings, stated
from advisor.shipped import data_folder


@pytest.fixture(scope="module")
def readings() -> Readings:
    return read_readings(data_folder("knowledge"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "two million calls a day and HIPAA, no ML team",
            {"volume": "very-high", "regulation": "sector", "expertise": "none"},
        ),
        ("We are a clinic; patient records must not leave our systems.",
         {"use-case": "regulated", "regulation": "sector", "data": "stays"}),
        ("we have 4 A100s and our own ML team", {"gpus": "some", "expertise": "team"}),
        ("1.5M requests a month", {"volume": "moderate"}),
        ("3k/day, needed next month", {"volume": "low", "timeline": "now"}),
        ("everything must stay in the EU", {"region": "region"}),
        ("the tablet has no internet on the shop floor",
         {"latency": "offline", "use-case": "edge"}),
        ("we can't send our customer data out", {"data": "stays"}),
        ("we don't have a machine learning team", {"expertise": "none"}),
        ("we are not in healthcare", {}),
        ("it is not a prototype, and not air-gapped", {}),
        ("Which is better?", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_answers_are_read_from_words(text: str, told: dict[str, str], readings: Readings) -> None:
    assert {one.question: one.option for one in stated(text, readings)} == told


def test_the_last_word_counts_and_is_kept(readings: Readings) -> None:
    (found,) = stated("It began as 100 calls a day; now it is 2 million calls a day.", readings)
    assert (found.option, found.words) == ("very-high", "2 million calls a day")


def test_every_pattern_leads_to_an_answer_of_the_interview(
    readings: Readings, framework: Framework
) -> None:
    for name, option, _ in readings.patterns:
        question = framework.question(name)
        assert question is not None
        assert question.option(option) is not None, (name, option)
    volume = framework.question("volume")
    assert volume is not None
    assert list(readings.volumes) == [option.id for option in volume.options]

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
        ("we have no machine-learning engineers", {"expertise": "none"}),
        ("nobody on our team can run models", {"expertise": "none"}),
        ("we have a strong in-house ML team of six", {"expertise": "team"}),
        ("a cluster of 64 H100s and a team of ML engineers",
         {"gpus": "cluster", "expertise": "team"}),
        ("source code must never leave the company network", {"data": "stays"}),
        ("files that we can't send to OpenAI", {"data": "stays"}),
        ("Customer files must not leave, marketing content is public.", {"data": "mixed"}),
        ("Our data may leave.\nActually, the data may not leave.", {"data": "stays"}),
        ("We must not send patient records to a vendor.",
         {"data": "stays", "use-case": "regulated", "regulation": "sector"}),
        ("around 500 users asking 20 questions each per day", {"volume": "moderate"}),
        ("40 lawyers, about 10 questions each per day", {"volume": "low"}),
        ("20 questions each per day", {"volume": "low"}),
        ("500 users send 20,000 questions a day", {"volume": "moderate"}),
        ("an MVP first, then millions of calls a day",
         {"use-case": "prototype", "volume": "very-high"}),
        ("hundreds of thousands of calls a day", {"volume": "large"}),
        ("We'd like an SLA with 99.9% uptime", {"risk": "vendor"}),
        ("We need to fine tune it on our own contracts.", {"customization": "light"}),
        ("answers in under 200 ms", {"latency": "interactive"}),
        ("We do not have any compliance requirements", {"regulation": "none"}),
        ("we don't have a GPU", {"gpus": "none"}),
        ("At 300 calls a week, is it cheaper to run Llama ourselves?", {"volume": "low"}),
        ("If our data may not leave, which side should we choose?", {"data": "stays"}),
        ("Can we use GPT-4 for our patient records?",
         {"use-case": "regulated", "regulation": "sector"}),
        ("How do I open a bank account in Switzerland?", {}),
        ("We opened a bank account.", {}),
        ("we are not in healthcare", {}),
        ("we're not subject to HIPAA", {}),
        ("GDPR is not relevant for us", {}),
        ("offline is not needed", {}),
        ("We do not need on-premises hosting", {}),
        ("unlike hospitals, we have no sensitive patient data", {}),
        ("we used to have an ML team", {}),
        ("if we had an ML team we could host it", {}),
        ("What if data may not leave our systems?", {}),
        ("Do we need a GPU cluster?", {}),
        ("What does HIPAA require?", {}),
        ("Is a prototype better on a proprietary API?", {}),
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

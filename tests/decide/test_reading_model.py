"""What a model reads counts where it is an answer and rests on words that were said."""

from __future__ import annotations

import json

import pytest

from advisor.decide.framework import Framework
from advisor.decide.reading import Stated
from advisor.decide.reading_model import joined, read_reply, request, settled
from advisor.prompts import read_prompts
from advisor.shipped import data_folder

SAID = "We triage X-rays for two clinics. It's “urgent”:\nthe board wants it in May."
GOOD = {"use-case": {"answer": "regulated", "words": "We triage X-rays for two clinics"}}
FOUND = (Stated("use-case", "regulated", "We triage X-rays for two clinics"),)


def test_the_request_lists_every_answer_and_ends_with_what_was_said(framework: Framework) -> None:
    (message,) = request(SAID, framework, read_prompts(data_folder("prompts")))
    assert message.role == "user"
    for question in framework.questions:
        assert all(f"[{one.id}] {one.label}" in message.content for one in question.options)
    assert message.content.endswith(f"{SAID}\n\nJSON:")


def test_only_the_end_of_a_long_conversation_is_sent(framework: Framework) -> None:
    prompts = read_prompts(data_folder("prompts"))
    (message,) = request("old " * 5000 + "the newest words", framework, prompts)
    assert "the newest words" in message.content
    assert len(message.content) < 9000


@pytest.mark.parametrize(
    "reply",
    [
        json.dumps(GOOD),
        f"Sure:\n```json\n{json.dumps(GOOD)}\n```\nAnything else?",
        json.dumps({"answers": GOOD}),
        json.dumps({"answers": [{"question": "use-case", **GOOD["use-case"]}]}),
        json.dumps({"use-case": {**GOOD["use-case"], "answer": "[regulated]"}}),
        json.dumps({**GOOD, "weather": {"answer": "fine", "words": "urgent"}}),
        json.dumps({**GOOD, "timeline": {"answer": "tomorrow", "words": "in May"}}),
        json.dumps({**GOOD, "timeline": {"answer": "unknown", "words": "in May"}}),
        json.dumps({**GOOD, "data": {"answer": "stays", "words": "must never leave"}}),
        json.dumps({**GOOD, "data": {"answer": "stays", "words": ""}}),
        json.dumps({**GOOD, "data": {"answer": ["stays"], "words": "May"}, "gpus": "none"}),
        "{not JSON} " + json.dumps(GOOD),
    ],
)
def test_what_is_an_answer_with_its_words_is_kept(reply: str, framework: Framework) -> None:
    assert read_reply(reply, SAID, framework) == FOUND


@pytest.mark.parametrize("reply", ["", "I cannot.", "{", "[]", "{}", "null", '{"answers": 3}',
                                   '{"use-case": ', '{"a":' * 3000])  # fmt: skip
def test_what_is_no_reply_gives_nothing(reply: str, framework: Framework) -> None:
    assert read_reply(reply, SAID, framework) == ()


@pytest.mark.parametrize(
    ("reply", "done"),
    [
        (json.dumps(GOOD), True),
        (f"```json\n{json.dumps(GOOD)} ", True),
        ("{}", True),
        (json.dumps(GOOD)[:-1], False),
        ('{"use-case": {}', False),
        ("Let me see. ", False),
        ("Let me see. " * 20, True),
        ("", False),
    ],
)
def test_a_reply_is_over_with_its_object_or_without_any(reply: str, *, done: bool) -> None:
    assert settled(reply) is done


def test_words_are_found_across_lines_and_other_quotes(framework: Framework) -> None:
    reply = json.dumps({"timeline": {"answer": "now", "words": 'it\'s "urgent": the board'}})
    assert [one.option for one in read_reply(reply, SAID, framework)] == ["now"]


def test_rules_stand_where_a_model_read_otherwise() -> None:
    rules = (Stated("data", "stays", "must not leave"),)
    model = (Stated("data", "leaves", "leave"), Stated("gpus", "none", "no cards"))
    assert joined(rules, model) == (*rules, model[1])

"""A connected model hears what the rules do not; without one, nothing is heard."""

from __future__ import annotations

import json

from scripted_model import FakeChatModel

from advisor.advice.hearing import hear
from advisor.decide.reading import Stated
from advisor.prompts import read_prompts
from advisor.shipped import data_folder

SAID = "We triage X-rays for two clinics."
REPLY = json.dumps({"use-case": {"answer": "regulated", "words": "two clinics"}})
PROMPTS = read_prompts(data_folder("prompts"))

KNOWLEDGE = data_folder("knowledge")


async def test_a_models_answers_are_heard() -> None:
    model = FakeChatModel(scripts=(REPLY,))
    assert await hear(SAID, model, KNOWLEDGE, PROMPTS) == (
        Stated("use-case", "regulated", "two clinics"),
    )
    assert SAID in model.prompts[0][-1].content


async def test_nothing_is_asked_where_nothing_was_said() -> None:
    model = FakeChatModel(scripts=(REPLY,))
    assert await hear(" \n", model, KNOWLEDGE, PROMPTS) == ()
    assert model.prompts == []


async def test_without_a_model_nothing_is_heard() -> None:
    assert await hear(SAID, None, KNOWLEDGE, PROMPTS) == ()

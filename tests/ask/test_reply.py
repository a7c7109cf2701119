"""A short reply of the model is whole, or there is none."""

from __future__ import annotations

from scripted_model import FakeChatModel

from advisor.ask.reply import reply
from advisor.errors import ModelUnreachableError
from advisor.ports import Message

ASKED = [Message("user", "Read this.")]


async def test_a_reply_is_whole() -> None:
    model = FakeChatModel(scripts=("  {} and more\n",))
    assert await reply(model, ASKED, 50) == "{} and more"
    assert model.limits == [50]


async def test_a_model_that_fails_gives_no_reply() -> None:
    model = FakeChatModel(fault=ModelUnreachableError("fake:scripted", "it is off"), fault_after=1)
    assert await reply(model, ASKED, 50) == ""


async def test_a_prompt_that_does_not_fit_is_not_sent() -> None:
    model = FakeChatModel(context=52)
    assert await reply(model, ASKED, 50) == ""
    assert model.prompts == []


async def test_a_model_that_wrote_enough_is_stopped() -> None:
    model = FakeChatModel(scripts=("one two three four",))
    assert await reply(model, ASKED, 50, lambda text: text.endswith("two")) == "one two"
    assert model.stopped == 1

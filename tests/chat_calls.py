"""How the tests call a chat model: to the end, into an error, or up to its first piece."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import Any

import pytest

from advisor.errors import ModelError
from advisor.ports import ChatModel, Message, Piece, Writing
from advisor.settings import Settings

SENTENCE = "The licence of the model decides what a company may do with it. "  # 14 tokens, mostly
ASKED = (Message("system", "Answer in one word."), Message("user", "Say hello."))
STORY = (Message("user", "Write a very long story about the sea."),)


def settings(**given: Any) -> Settings:
    """The defaults and what is given, whatever an .env file says."""
    return Settings(**{"_env_file": None, **given})


async def written(
    chat: ChatModel, messages: Sequence[Message] = ASKED, *, max_tokens: int = 200
) -> list[Writing]:
    """All that the model gives."""
    async with aclosing(chat.write(messages, max_tokens=max_tokens)) as events:
        return [event async for event in events]


async def struck(chat: ChatModel, strike: Callable[[], None]) -> None:
    """Have a long story written, and do something to the server at every piece."""
    async with aclosing(chat.write(STORY, max_tokens=1500)) as events:
        async for event in events:
            if isinstance(event, Piece):
                strike()


async def given_up(chat: ChatModel) -> None:
    """Close a long story at its first piece."""
    async with aclosing(chat.write(STORY, max_tokens=1500)) as events:
        async for event in events:
            if isinstance(event, Piece):
                break


async def fails(kind: type[ModelError], chat: ChatModel, **more: Any) -> ModelError:
    """The error that a call ends in."""
    with pytest.raises(kind) as caught:
        await written(chat, **more)
    return caught.value


def text(events: Sequence[Writing]) -> str:
    """What was written."""
    return "".join(event.text for event in events if isinstance(event, Piece))

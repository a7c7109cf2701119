"""A short reply of the model, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import aclosing

from advisor.errors import ModelError
from advisor.ports import ChatModel, Message, Piece


def _never(_: str) -> bool:
    return False


async def reply(
    model: ChatModel,
    messages: Sequence[Message],
    max_tokens: int,
    enough: Callable[[str], bool] = _never,
) -> str:
    """Return what the model writes; empty when it failed, or the prompt does not fit.

    The model is stopped where `enough` says so of what it has written.
    """
    text = ""
    try:
        if model.tokens(messages) > await model.room(max_tokens):
            return ""
        async with aclosing(model.write(messages, max_tokens=max_tokens)) as pieces:
            async for piece in pieces:
                text += piece.text if isinstance(piece, Piece) else ""
                if enough(text):
                    break
    except ModelError:
        return ""
    return text.strip()

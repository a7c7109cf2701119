"""A short reply of the model, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing

from advisor.errors import ModelError
from advisor.ports import ChatModel, Message, Piece


async def reply(model: ChatModel, messages: Sequence[Message], max_tokens: int) -> str:
    """Return what the model writes; empty when it failed, or the prompt does not fit."""
    try:
        if model.tokens(messages) > await model.room(max_tokens):
            return ""
        async with aclosing(model.write(messages, max_tokens=max_tokens)) as pieces:
            text = [piece.text async for piece in pieces if isinstance(piece, Piece)]
    except ModelError:
        return ""
    return "".join(text).strip()

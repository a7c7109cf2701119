"""Ask the model to make a follow-up stand alone, where no rule can."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing

from advisor.errors import ModelError
from advisor.ports import ChatModel, Message, Piece
from advisor.prompts import Prompts
from advisor.records import Turn

_TOKENS = 64  # of the rewritten question; it is waited for before the search can begin
_TURNS, _CHARACTERS = 4, 600  # of the conversation shown


async def rewrite(
    question: str, history: Sequence[Turn], model: ChatModel, prompts: Prompts
) -> str:
    """Return the question as the model rewrites it; empty when it could not."""
    said = "\n".join(f"{turn.role}: {turn.content[:_CHARACTERS]}" for turn in history[-_TURNS:])
    messages = [
        Message("system", prompts.answer),
        Message("user", prompts.rewrite(said, question[:_CHARACTERS])),
    ]
    try:
        async with aclosing(model.write(messages, max_tokens=_TOKENS)) as pieces:
            text = [piece.text async for piece in pieces if isinstance(piece, Piece)]
    except ModelError:
        return ""
    return "".join(text).strip().splitlines()[0].strip(" \"'") if "".join(text).strip() else ""

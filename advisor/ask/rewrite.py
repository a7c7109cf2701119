"""Ask the model to make a follow-up stand alone, where no rule can."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.ask.reply import reply
from advisor.ports import ChatModel, Message
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
    text = await reply(model, messages, _TOKENS)
    return text.splitlines()[0].strip(" \"'") if text else ""

"""What a connected model hears of a case in the user's words."""

from __future__ import annotations

from pathlib import Path

from advisor.ask.reply import reply
from advisor.decide.framework import read_framework
from advisor.decide.reading import Stated
from advisor.decide.reading_model import TOKENS, read_reply, request, settled
from advisor.ports import ChatModel
from advisor.prompts import Prompts


async def hear(
    said: str, model: ChatModel | None, knowledge: Path, prompts: Prompts
) -> tuple[Stated, ...]:
    """Return the answers a model reads in `said`; none without a model, or when it failed."""
    if model is None or not said.strip():
        return ()
    framework = read_framework(knowledge)
    written = await reply(model, request(said, framework, prompts), TOKENS, settled)
    return read_reply(written, said, framework)

from __future__ import annotations

import asyncio

from web.scripted import EXTRACTS, ScriptedAdvisor

from advisor.errors import ModelUnreachableError
from advisor.web.answering import WhoAnswers
from advisor.welcome import Answering


class SlowAdvisor(ScriptedAdvisor):
    """Finds out who answers only once `known` is set."""

    known = asyncio.Event()

    async def answering(self, model: str | None = None) -> Answering:
        await self.known.wait()
        return EXTRACTS


class LostAdvisor(ScriptedAdvisor):
    async def answering(self, model: str | None = None) -> Answering:
        raise ModelUnreachableError("ollama:x", "http://10.0.0.9:11434")


async def test_a_page_does_not_wait_for_a_server_that_is_slow_to_be_found() -> None:
    advisor = SlowAdvisor()
    who = WhoAnswers(advisor)
    assert (await who.now()).startswith("Looking for a model.")
    advisor.known.set()
    assert (await who.now()).startswith("No model connected:")


async def test_a_failure_is_the_line_with_its_next_step() -> None:
    line = await WhoAnswers(LostAdvisor()).now()
    assert "No model server answers at http://10.0.0.9:11434" in line
    assert "ollama serve" in line

"""A chat model that says what it was told to say; it passes the contract of the real ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field

from advisor.errors import AnswerCutError, ModelError, PromptCutError
from advisor.ports import Finished, Message, Piece, Reading, Waiting, Writing

Script = str | Callable[[Sequence[Message]], str]
CHARACTERS_PER_TOKEN = 4


@dataclass(slots=True)
class FakeChatModel:
    """Gives its `scripts` in turn, and the last of them from then on, a word a piece.

    `fault` is raised after `fault_after` pieces; `context` is what prompt and answer share.
    `held` set to an event stops it after the first piece until the event is set.
    """

    scripts: Sequence[Script] = ("Yes.",)
    name: str = "fake:scripted"
    local: bool = True
    context: int = 4096
    waiting: Sequence[int] = ()
    fault: ModelError | None = None
    fault_after: int = 0
    held: asyncio.Event | None = None
    prompts: list[tuple[Message, ...]] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    warmed: list[tuple[Message, ...]] = field(default_factory=list)
    stopped: int = 0

    async def room(self, max_tokens: int) -> int:
        """Tokens left for a prompt."""
        return max(0, self.context - max_tokens)

    def tokens(self, messages: Sequence[Message]) -> int:
        """A token for every few characters, and one a message."""
        return sum(1 + len(m.content) // CHARACTERS_PER_TOKEN for m in messages)

    async def write(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[Writing, None]:
        """Say the next script."""
        script = self.scripts[min(len(self.prompts), len(self.scripts) - 1)]
        self.prompts.append(tuple(messages))
        self.limits.append(max_tokens)
        try:
            for ahead in self.waiting:
                yield Waiting(ahead)
            yield Reading(self.tokens(messages))
            words = (script if isinstance(script, str) else script(messages)).split(" ")
            for i, word in enumerate(words[:max_tokens]):
                self._fail_at(i)
                yield Piece(f" {word}" if i else word)
                if self.held is not None:
                    await self.held.wait()
            self._fail_at(self.fault_after)
            yield self._finished(messages, len(words), max_tokens)
        except GeneratorExit:
            self.stopped += 1
            raise

    async def warm(self, messages: Sequence[Message]) -> None:
        """Note what was to be read."""
        self._fail_at(self.fault_after)
        self.warmed.append(tuple(messages))

    def _fail_at(self, pieces: int) -> None:
        if self.fault is not None and pieces == self.fault_after:
            raise self.fault

    def _finished(self, messages: Sequence[Message], words: int, max_tokens: int) -> Finished:
        sent = self.tokens(messages)
        if sent > self.context:
            raise PromptCutError(self.name, sent, self.context // 2)
        if words > max_tokens:
            raise AnswerCutError(self.name, max_tokens)
        return Finished(sent, words)

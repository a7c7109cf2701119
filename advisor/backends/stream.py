"""A model's stream, watched: silence, thinking aloud and an early end do not pass as an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal

from advisor.errors import AnswerCutError, ModelBrokeError, ModelHungError, ModelRefusedError
from advisor.ports import Finished, Message, Piece

WHOLE = frozenset({"stop", "end_turn", "stop_sequence", "eos", "eos_token", "complete"})
CUT = frozenset({"length", "max_tokens", "model_length", "max_output_tokens"})
REFUSED = frozenset({"content_filter", "safety", "refusal", "recitation", "prohibited_content"})
THINK, THOUGHT = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Delta:
    """One step of a stream: text, and once each why it ended and the tokens read and written."""

    text: str = ""
    ended: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of silence allowed before the first token, and between two."""

    first: float
    following: float


@dataclass(frozen=True, slots=True)
class Ending:
    """How a stream ended; `reason` is empty when it just broke off."""

    reason: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0


async def watched(
    model: str, deltas: AsyncGenerator[Delta, None], limits: Limits
) -> AsyncGenerator[Piece | Ending, None]:
    """Yield the visible text, then the ending; closes the stream.

    Raises ModelHungError. Steps without text (thinking) are signs of life; the very first is not,
    since some servers send it before they read the prompt.
    """
    visible, ending, first = Visible(), Ending(), True
    async with aclosing(deltas):
        delta = await _next(model, deltas, limits.first, first=True)
        while delta is not None:
            ending = _joined(ending, delta)
            if text := visible.add(delta.text):
                yield Piece(text)
            first = first and not delta.text
            limit = limits.first if first else limits.following
            delta, first = await _next(model, deltas, limit, first=first), False
    if text := visible.rest():
        yield Piece(text)
    yield ending


def finished(model: str, ending: Ending) -> Finished:
    """Return the last item of an answer, if the model ended it by itself.

    Raises ModelBrokeError, AnswerCutError or ModelRefusedError.
    """
    reason = ending.reason.lower()
    if reason in CUT:
        raise AnswerCutError(model, ending.completion_tokens)
    if reason in REFUSED:
        raise ModelRefusedError(model, "its content filter stopped the answer.")
    if reason not in WHOLE:
        raise ModelBrokeError(model, reason or "the stream broke off")
    return Finished(ending.prompt_tokens, ending.completion_tokens)


def with_question(messages: Sequence[Message]) -> list[Message]:
    """Return messages a model can be warmed with: some chat templates refuse to lack a question."""
    asked = any(message.role == "user" for message in messages)
    return [*messages] if asked else [*messages, Message("user", "Hello.")]


async def _next(
    model: str, deltas: AsyncGenerator[Delta, None], seconds: float, *, first: bool
) -> Delta | None:
    try:
        async with asyncio.timeout(seconds):
            return await anext(deltas, None)
    except TimeoutError as error:
        raise ModelHungError(model, seconds, first=first) from error


def _joined(ending: Ending, delta: Delta) -> Ending:
    return Ending(
        delta.ended or ending.reason,
        max(delta.prompt_tokens, ending.prompt_tokens),
        max(delta.completion_tokens, ending.completion_tokens),
    )


class Visible:
    """Leaves out a `<think>` block at the very beginning of a text that comes in pieces.

    Servers usually send it apart; some models write it into the answer all the same.
    """

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._held = ""
        self._state: Literal["begins", "thinks", "has thought", "writes"] = "begins"

    def add(self, text: str) -> str:
        """Return what can be shown now."""
        if self._state == "writes":
            return text
        self._held += text
        if self._state == "begins" and self._held.lstrip().startswith(THINK):
            self._state = "thinks"
        if self._state == "thinks" and THOUGHT in self._held:
            self._state, self._held = "has thought", self._held.partition(THOUGHT)[2]
        if self._state == "has thought":
            self._held = self._held.lstrip()
        if self._may_hide():
            return ""
        self._state = "writes"
        return self.rest()

    def rest(self) -> str:
        """Return what was held back and turned out to be no thinking."""
        text, self._held = self._held, ""
        return "" if self._state == "thinks" else text

    def _may_hide(self) -> bool:
        begun = self._held.lstrip()
        if self._state == "begins":
            return THINK.startswith(begun)
        return self._state == "thinks" or not begun

"""A chat model on an Ollama server: one context size, nothing cut unseen, one at a time."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass

from advisor.backends.ollama import ModelInfo, Ollama, full_name, is_local
from advisor.backends.ollama_errors import OLLAMA_ERRORS, explained
from advisor.backends.stream import Delta, Ending, Limits, finished, watched, with_question
from advisor.backends.token_gauge import TokenGauge
from advisor.backends.waiting_line import WaitingLine
from advisor.errors import (
    AnswerCutError,
    ModelError,
    ModelMissingError,
    ModelRefusedError,
    NotAChatModelError,
    PromptCutError,
)
from advisor.ports import Finished, Message, Piece, Reading, Waiting, Writing
from advisor.settings import Settings

CONTEXT_STEPS = (4096, 8192, 16384, 32768, 65536, 131072)
MARGIN = 64  # tokens kept free for what a template adds
PASSAGE_TOKENS = 250
PROMPT_TOKENS = 1000  # instructions, question and the last turns


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the server; `think` None leaves the field out."""

    model: str
    messages: tuple[Message, ...]
    num_ctx: int
    num_predict: int
    think: bool | None


Opens = Callable[[Request], Awaitable[AsyncGenerator[Delta, None]]]


class OllamaChat:
    """Meets `ports.ChatModel`.

    Changing the context size reloads the model, so there is one for all calls, chosen for what an
    answer usually needs; it only grows. Whether a model is passed on to another host is known when
    the server has been asked: the first call then fails if it had been taken for local.
    """

    def __init__(self, name: str, settings: Settings, line: WaitingLine, opens: Opens) -> None:
        """Know the name (without provider), the server's line and how a stream is opened."""
        self._model = name
        self._settings = settings
        self._line = line
        self._opens = opens
        self._server = Ollama(
            settings.ollama_url, connect_seconds=settings.connect_seconds, model=self.name
        )
        self._limits = Limits(settings.first_token_seconds, settings.next_token_seconds)
        self._gauge = TokenGauge()
        self._info: ModelInfo | None = None
        self._num_ctx = 0

    @property
    def name(self) -> str:
        """The full name."""
        return f"ollama:{self._model}"

    @property
    def local(self) -> bool:
        """Whether prompts stay here, as far as is known."""
        info = self._info or ModelInfo(self._model)
        return is_local(self._server.url, info, self._settings.trusted_hosts)

    async def room(self, max_tokens: int) -> int:
        """Tokens for a prompt, in the largest context that may be asked for."""
        return max(0, self._longest(await self._meet()) - max_tokens - MARGIN)

    def tokens(self, messages: Sequence[Message]) -> int:
        """About how many tokens the messages have."""
        return self._gauge.estimate(messages)

    async def write(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[Writing, None]:
        """Wait for one's turn, then stream the answer."""
        with self._line.join(self.name) as place:
            while place.ahead:
                yield Waiting(place.ahead)
                await place.move()
            async with aclosing(self._answer(tuple(messages), max_tokens)) as answer:
                async for event in answer:
                    yield event

    async def warm(self, messages: Sequence[Message]) -> None:
        """Load the model and have it read the messages; one token is written and thrown away."""
        with suppress(AnswerCutError):
            async for _ in self.write(with_question(messages), max_tokens=1):
                pass

    async def _answer(
        self, messages: tuple[Message, ...], max_tokens: int
    ) -> AsyncGenerator[Writing, None]:
        request = await self._request(messages, max_tokens)
        yield Reading(self._gauge.estimate(messages))
        begun = False
        try:
            async with aclosing(self._draft(request)) as draft:
                async for event in draft:
                    begun = True
                    yield event
        except OLLAMA_ERRORS as error:
            problem = explained(self.name, self._server.url, error, begun=begun)
            if isinstance(problem, ModelMissingError):
                problem = await self._server.missing(self._model)
            raise problem from error

    async def _draft(self, request: Request) -> AsyncGenerator[Piece | Finished, None]:
        deltas = await self._opens(request)
        async with aclosing(watched(self.name, deltas, self._limits)) as events:
            async for event in events:
                yield self._judged(request, event) if isinstance(event, Ending) else event

    def _judged(self, request: Request, ending: Ending) -> Finished:
        """Return the last item, unless the prompt or the answer lost something on the way."""
        read = ending.prompt_tokens
        if self._gauge.was_cut(request.messages, read, request.num_ctx):
            raise PromptCutError(self.name, round(self._gauge.expected(request.messages)), read)
        self._gauge.learn(request.messages, read)
        # A full context slides on by default: the answer has then lost its own beginning.
        if read + ending.completion_tokens > request.num_ctx:
            raise AnswerCutError(self.name, ending.completion_tokens)
        return finished(self.name, ending)

    async def _request(self, messages: tuple[Message, ...], max_tokens: int) -> Request:
        info = await self._meet()
        await self._grow(info, self._gauge.estimate(messages) + max_tokens + MARGIN)
        # A model that can think spends the answer's few tokens on it unless told not to.
        think = False if "thinking" in info.capabilities else None
        return Request(self._model, messages, self._num_ctx, max_tokens, think)

    async def _grow(self, info: ModelInfo, needed: int) -> None:
        longest = self._longest(info)
        if not self._num_ctx:
            needed = max(needed, self._usual())
            # Another process may have the model loaded: taking its size saves a reload.
            loaded = (await self._server.loaded()).get(full_name(self._model), 0)
            self._num_ctx = loaded if loaded <= longest else 0
        step = next((step for step in CONTEXT_STEPS if step >= needed), needed)
        self._num_ctx = max(self._num_ctx, min(step, longest))

    def _usual(self) -> int:
        settings = self._settings
        return settings.passages * PASSAGE_TOKENS + settings.max_answer_tokens + PROMPT_TOKENS

    def _longest(self, info: ModelInfo) -> int:
        allowed = self._settings.context_tokens
        return min(allowed, info.context_length or allowed)

    async def _meet(self) -> ModelInfo:
        """Ask the server about the model, once."""
        if self._info is not None:
            return self._info
        info = await self._server.show(self._model)
        if not info.chats:
            raise NotAChatModelError(self.name)
        promised = self.local
        self._info = info
        if promised and not self.local:
            raise _passed_on(self.name, info.remote_host)
        return info


def _passed_on(name: str, host: str) -> ModelError:
    error = ModelRefusedError(name, f"it is not on this machine; prompts would go to {host}.")
    error.hint = "Ask again if they may leave this machine, or name a local model."
    return error

"""A chat model behind an OpenAI-compatible address or at a hosted provider; no queue of ours."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any

import httpx

from advisor.backends.hosted_errors import Attempt, explained, hosted_errors
from advisor.backends.locality import is_near, shown, with_scheme
from advisor.backends.stream import Delta, Ending, Limits, finished, watched, with_question
from advisor.backends.token_gauge import TokenGauge
from advisor.errors import AnswerCutError, ModelUnreachableError, PromptCutError
from advisor.ports import Finished, Message, Piece, Reading, Writing
from advisor.settings import Settings

MARGIN = 64  # tokens kept free for what a template adds


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the provider."""

    messages: tuple[Message, ...]
    max_tokens: int


Opens = Callable[[Request], Awaitable[AsyncGenerator[Delta, None]]]


class HostedChat:
    """Meets `ports.ChatModel`."""

    def __init__(self, name: str, settings: Settings, opens: Opens, *, url: str, key: str) -> None:
        """Know the full name; `url` is empty for a provider's own address, `key` for no key."""
        self._name = name
        self._settings = settings
        self._opens = opens
        self._url = with_scheme(url) if url else ""
        self._key = key
        self._limits = Limits(settings.first_token_seconds, settings.next_token_seconds)
        self._gauge = TokenGauge()
        self._window: int | None = None

    @property
    def name(self) -> str:
        """The full name."""
        return self._name

    @property
    def local(self) -> bool:
        """Whether the address given is this machine or a trusted host."""
        return bool(self._url) and is_near(self._url, self._settings.trusted_hosts)

    async def room(self, max_tokens: int) -> int:
        """Tokens for a prompt in the context the settings allow, or the server's if smaller."""
        if self._window is None:
            self._window = await self._told_window() if self._url else 0
        allowed = self._settings.context_tokens
        return max(0, min(allowed, self._window or allowed) - max_tokens - MARGIN)

    def tokens(self, messages: Sequence[Message]) -> int:
        """About how many tokens the messages have."""
        return self._gauge.estimate(messages)

    async def write(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[Writing, None]:
        """Stream the answer."""
        request = Request(tuple(messages), max_tokens)
        yield Reading(self._gauge.estimate(messages))
        begun = False
        try:
            async with aclosing(self._draft(request)) as draft:
                async for event in draft:
                    begun = True
                    yield event
        except hosted_errors() as error:
            attempt = Attempt(
                self.name,
                shown(self._url) if self._url else "the provider's address",
                self._key,
                sent=self._gauge.estimate(messages),
                seconds=self._limits.following if begun else self._limits.first,
                begun=begun,
            )
            # Not `from error`: its text may quote the key, and a log would print it.
            raise explained(attempt, error) from None

    async def warm(self, messages: Sequence[Message]) -> None:
        """Have a server of one's own read the messages; a hosted one keeps nothing for us."""
        if not self.local:
            return
        with suppress(AnswerCutError):
            async for _ in self.write(with_question(messages), max_tokens=1):
                pass

    async def _draft(self, request: Request) -> AsyncGenerator[Piece | Finished, None]:
        deltas = await self._opens(request)
        async with aclosing(watched(self.name, deltas, self._limits)) as events:
            async for event in events:
                yield self._judged(request, event) if isinstance(event, Ending) else event

    def _judged(self, request: Request, ending: Ending) -> Finished:
        """Return the last item, unless the prompt or the answer lost something on the way."""
        read = ending.prompt_tokens
        if self._gauge.was_cut(request.messages, read, self._window or 0):
            raise PromptCutError(self.name, round(self._gauge.expected(request.messages)), read)
        self._gauge.learn(request.messages, read)
        return finished(self.name, ending)

    async def _told_window(self) -> int:
        """Return the context that the server tells of (llama.cpp and vLLM do), or 0."""
        limits = httpx.Timeout(self._limits.first, connect=self._settings.connect_seconds)
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        try:
            async with httpx.AsyncClient(timeout=limits, trust_env=not self.local) as client:
                reply = await client.get(f"{self._url}/models", headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise ModelUnreachableError(self.name, shown(self._url)) from error
        except httpx.HTTPError:
            return 0  # an optional question; the request for an answer will tell what is wrong
        return 0 if reply.is_error else _window(reply, self.name.partition(":")[2])


def _window(reply: httpx.Response, name: str) -> int:
    try:
        models: list[dict[str, Any]] = reply.json()["data"]
        named = [model for model in models if name in {model["id"], *model.get("aliases", ())}]
        model = (named or models)[0]
        return int(model.get("max_model_len") or (model.get("meta") or {}).get("n_ctx") or 0)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return 0  # a list in some other form tells no context

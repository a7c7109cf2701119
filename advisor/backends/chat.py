"""Chat models by name, all through LangChain; the one file that imports it, when first used."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from httpx import Timeout
from pydantic import SecretStr

from advisor.backends import hosted_chat, ollama_chat
from advisor.backends.hosted_chat import HostedChat
from advisor.backends.locality import is_near, with_scheme
from advisor.backends.ollama import full_name
from advisor.backends.ollama_chat import OllamaChat
from advisor.backends.stream import Delta
from advisor.backends.waiting_line import WaitingLine
from advisor.backends.whole_prompts import WholePrompts
from advisor.errors import SettingsError
from advisor.ports import ChatModel, Message
from advisor.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

TEMPERATURE = 0.2  # answers keep to their passages
KEEP_ALIVE = "30m"  # a reader thinks longer than the server's five minutes
NO_KEY = "not-needed"  # the client insists on one
Closes = Callable[[], Awaitable[None]]
END_FIELDS = ("finish_reason", "done_reason", "stop_reason", "stopReason")


class ChatModels:
    """The chat models of a process, one object a name; models of one server share its line."""

    def __init__(self, settings: Settings) -> None:
        """Know the settings; ask nothing yet."""
        self._settings = settings
        self._models: dict[str, ChatModel] = {}
        self._lines: dict[str, WaitingLine] = {}

    def get(self, name: str) -> ChatModel:
        """Return the model called `provider:model`; nothing is built or asked until it writes.

        Raises SettingsError when the provider is missing from the name.
        """
        provider, _, model = name.partition(":")
        if not provider or not model:
            raise _unnamed(name)
        key = f"ollama:{full_name(model)}" if provider == "ollama" else name
        if key not in self._models:
            self._models[key] = self._built(provider, model)
        return self._models[key]

    def _built(self, provider: str, model: str) -> ChatModel:
        settings = self._settings
        if provider == "ollama":
            return OllamaChat(model, settings, self._line(settings.ollama_url), _ollama(settings))
        url = settings.model_url if provider == "openai" else ""
        key = _key(settings, provider)
        opens = (
            _openai(model, settings, key) if provider == "openai" else _other(provider, model, key)
        )
        return HostedChat(f"{provider}:{model}", settings, opens, url=url, key=key)

    def _line(self, url: str) -> WaitingLine:
        return self._lines.setdefault(url, WaitingLine(self._settings.queue))


def open_chat_model(name: str, settings: Settings) -> ChatModel:
    """Return one chat model with a line of its own; a process with several has `ChatModels`."""
    return ChatModels(settings).get(name)


def _ollama(settings: Settings) -> ollama_chat.Opens:
    url = with_scheme(settings.ollama_url)

    async def opens(request: ollama_chat.Request) -> AsyncGenerator[Delta, None]:
        await asyncio.to_thread(_prepare, "langchain_ollama")
        from langchain_ollama import ChatOllama  # noqa: PLC0415

        wire = WholePrompts(verify=url.startswith("https:"))
        chat = ChatOllama(
            model=request.model,
            base_url=url,
            num_ctx=request.num_ctx,
            num_predict=request.num_predict,
            temperature=TEMPERATURE,
            keep_alive=KEEP_ALIVE,
            reasoning=request.think,
            client_kwargs={"timeout": Timeout(**_limits(settings)), "follow_redirects": False},
            sync_client_kwargs={"verify": False},  # never used; saves reading certificates
            async_client_kwargs={"transport": wire},
        )
        return _deltas(chat, request.messages, wire.aclose)

    return opens


def _openai(model: str, settings: Settings, key: str) -> hosted_chat.Opens:
    url = with_scheme(settings.model_url) if settings.model_url else None
    near = url is not None and is_near(url, settings.trusted_hosts)

    async def opens(request: hosted_chat.Request) -> AsyncGenerator[Delta, None]:
        if not key:
            raise _keyless("openai", "OPENAI_API_KEY")
        await asyncio.to_thread(_prepare, "langchain_openai")
        import openai  # noqa: PLC0415
        from langchain_openai import ChatOpenAI  # noqa: PLC0415

        limits = openai.Timeout(**_limits(settings))
        # A proxy from the environment would see prompts that are to stay here.
        client = openai.DefaultAsyncHttpxClient(timeout=limits, trust_env=not near)
        chat = ChatOpenAI(
            model=model,
            base_url=url,
            api_key=SecretStr(key),
            timeout=limits,
            max_retries=0 if url else 1,
            stream_usage=True,
            stream_chunk_timeout=None,
            use_responses_api=False,
            http_async_client=client,
            **_openai_options(request, own_server=url is not None),
        )
        return _deltas(chat, request.messages, client.aclose)

    return opens


def _openai_options(request: hosted_chat.Request, *, own_server: bool) -> dict[str, Any]:
    """Return the answer's limit and the temperature.

    Only OpenAI insists on `max_completion_tokens`, which other servers may not know, and some of
    its models refuse a temperature.
    """
    if own_server:
        return {"temperature": TEMPERATURE, "extra_body": {"max_tokens": request.max_tokens}}
    return {"max_tokens": request.max_tokens}


def _other(provider: str, model: str, key: str) -> hosted_chat.Opens:
    async def opens(request: hosted_chat.Request) -> AsyncGenerator[Delta, None]:
        await asyncio.to_thread(_prepare, "langchain.chat_models")
        chat = await asyncio.to_thread(_initialised, provider, model, key, request.max_tokens)
        return _deltas(chat, request.messages)

    return opens


def _prepare(module: str) -> None:
    """Import what takes a second, and have nothing sent to LangSmith whatever the environment says.

    Not on the event loop, and not on the model's time.
    """
    from langsmith import configure  # noqa: PLC0415

    configure(enabled=False)
    import_module(module)


def _limits(settings: Settings) -> dict[str, float]:
    """Return limits for the client: ours, which tell the first token from the next, come before."""
    silence = max(settings.first_token_seconds, settings.next_token_seconds) + 1
    return {"timeout": silence, "connect": settings.connect_seconds}


def _initialised(provider: str, model: str, key: str, max_tokens: int) -> BaseChatModel:
    """Build a model of any other provider; a ValueError may be pydantic's, for a missing key."""
    from langchain.chat_models import init_chat_model  # noqa: PLC0415

    given: dict[str, Any] = {"api_key": key} if key else {}
    try:
        chat: BaseChatModel = init_chat_model(
            model, model_provider=provider, max_tokens=max_tokens, **given
        )
    except ImportError as error:
        problem = SettingsError(f"ADVISOR_MODEL: {provider} needs a package of its own.")
        problem.hint = f"Install it: `pip install {_package(error, provider)}`."
        raise problem from error
    except ValueError as error:
        if "Unsupported" in str(error):
            raise _unnamed(f"{provider}:{model}") from error
        raise _keyless(provider, f"{provider.upper()}_API_KEY") from None  # it may quote a key
    return chat


async def _deltas(
    chat: BaseChatModel, messages: Sequence[Message], close: Closes | None = None
) -> AsyncGenerator[Delta, None]:
    """Read LangChain's stream in a task of its own.

    It is many generators deep, and closing the outermost leaves the others, and with them the
    connection, to the garbage collector. A cancelled task unwinds them all before we go on.
    """
    prompt = [(message.role, message.content) for message in messages]
    read: asyncio.Queue[Delta | None] = asyncio.Queue()

    async def reading() -> None:
        try:
            async for chunk in chat.astream(prompt):
                read.put_nowait(_delta(chunk))
        finally:
            read.put_nowait(None)

    task = asyncio.create_task(reading())
    try:
        while (delta := await read.get()) is not None:
            yield delta
        await task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if close is not None:
            await close()


def _delta(chunk: AIMessageChunk) -> Delta:
    facts = chunk.response_metadata
    ended = next((str(facts[field]) for field in END_FIELDS if facts.get(field)), "")
    usage = chunk.usage_metadata
    return Delta(
        str(chunk.text),
        ended or ("stop" if facts.get("done") else ""),
        usage["input_tokens"] if usage else 0,
        usage["output_tokens"] if usage else 0,
    )


def _key(settings: Settings, provider: str) -> str:
    """Return the key: a server of one's own never sees the one meant for OpenAI."""
    given = settings.api_key.get_secret_value()
    if given or provider != "openai":
        return given
    if settings.model_url and is_near(settings.model_url, settings.trusted_hosts):
        return NO_KEY
    return os.environ.get("OPENAI_API_KEY", "")


def _package(error: ImportError, provider: str) -> str:
    return (error.name or f"langchain-{provider}").partition(".")[0].replace("_", "-")


def _keyless(provider: str, variable: str) -> SettingsError:
    error = SettingsError(f"There is no key for {provider}.")
    error.hint = f"Set ADVISOR_API_KEY or {variable}, or choose a local model."
    return error


def _unnamed(name: str) -> SettingsError:
    error = SettingsError(f"ADVISOR_MODEL: {name!r} does not name a provider and a model.")
    error.hint = "Write `provider:model`, such as ollama:llama3.2:1b or openai:gpt-4o-mini."
    return error

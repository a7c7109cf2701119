"""What becomes of each reply of an OpenAI-compatible server; and models of hosted providers."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from chat_calls import ASKED, SENTENCE, fails, settings, written

from advisor.backends.chat import open_chat_model
from advisor.errors import (
    ModelBrokeError,
    ModelBusyError,
    ModelError,
    ModelRefusedError,
    ModelUnreachableError,
    PromptCutError,
    SettingsError,
)
from advisor.ports import ChatModel, Finished, Message
from advisor.settings import Settings

KEY_PARTS = ("sk", "proj", "0123456789abcdef")
SECRET = "-".join(KEY_PARTS)


def model(url: str, **more: Any) -> ChatModel:
    return open_chat_model("openai:smollm2", settings(model_url=url, **more))


# Scripted replies


def chunk(text: str = "", ended: str | None = None) -> dict[str, Any]:
    return {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": ended}],
    }


def usage(prompt: int, completion: int) -> dict[str, Any]:
    total = {"prompt_tokens": prompt, "completion_tokens": completion}
    return chunk() | {"choices": [], "usage": total | {"total_tokens": prompt + completion}}


def events(*chunks: dict[str, Any]) -> bytes:
    lines = [f"data: {json.dumps(c)}\n\n" for c in chunks] + ["data: [DONE]\n\n"]
    return reply("200 OK", "".join(lines), "text/event-stream")


def reply(status: str, body: str, kind: str = "application/json") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\n"
    return f"{head}Content-Length: {len(body.encode())}\r\n\r\n{body}".encode()


def refusal(status: str, message: str, **more: str) -> bytes:
    return reply(status, json.dumps({"error": {"message": message, **more}}))


@asynccontextmanager
async def serving(answer: bytes) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """Give every request this answer, byte by byte; the bodies are kept."""
    bodies: list[dict[str, Any]] = []

    async def answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r")[0] or 0)
        bodies.append(json.loads(await reader.readexactly(length) or b"{}"))
        bodies[-1]["headers"] = head
        writer.write(answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(answered, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}/v1", bodies


async def test_usage_and_limit_are_asked_for() -> None:
    answer = events(chunk("Hel"), chunk("lo."), chunk(ended="stop"), usage(12, 3))
    async with serving(answer) as (url, bodies):
        assert (await written(model(url)))[-1] == Finished(12, 3)
    assert bodies[0]["stream_options"] == {"include_usage": True}
    assert bodies[0]["max_tokens"] == 200
    assert "max_completion_tokens" not in bodies[0]


async def test_a_stream_that_ends_without_a_reason_is_broken() -> None:
    async with serving(events(chunk("Half an"))) as (url, _):
        assert "broke off" in str(await fails(ModelBrokeError, model(url)))


async def test_an_error_in_the_stream_breaks_the_answer() -> None:
    answer = events(chunk("Half"), {"error": {"message": "out of memory", "code": 500}})
    async with serving(answer) as (url, _):
        assert "out of memory" in str(await fails(ModelBrokeError, model(url)))


async def test_an_answer_that_its_filter_stopped_is_refused() -> None:
    async with serving(events(chunk("Half"), chunk(ended="content_filter"))) as (url, _):
        await fails(ModelRefusedError, model(url))


async def test_a_prompt_read_only_in_part_is_an_error() -> None:
    answer = events(chunk("Yes."), chunk(ended="stop"), usage(900, 3))
    async with serving(answer) as (url, _):
        await fails(PromptCutError, model(url), messages=[Message("user", SENTENCE * 200)])


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (refusal("401 No", f"Incorrect API key provided: {SECRET}"), ModelRefusedError, "key"),
        (refusal("403 No", f"{SECRET} may not"), ModelRefusedError, "key"),
        (refusal("404 No", "no such model"), ModelRefusedError, "not known"),
        (refusal("429 No", "slow down"), ModelRefusedError, "quota"),
        (refusal("400 No", f"bad field, key {SECRET}"), ModelRefusedError, "bad field"),
        (refusal("503 No", "Loading model"), ModelBusyError, "busy"),
        (refusal("500 No", "CUDA error"), ModelBrokeError, "CUDA"),
        (
            refusal("400 No", "Too long.", code="context_length_exceeded"),
            PromptCutError,
            "tokens of the prompt",
        ),
        (reply("200 OK", "<html>Hello</html>", "text/html"), ModelBrokeError, "stopped"),
        (b"", ModelUnreachableError, "answers"),
        (b"garbage\r\n\r\n", ModelUnreachableError, "answers"),
    ],
)
async def test_every_refusal_is_one_of_our_errors_and_never_shows_the_key(
    answer: bytes, error: type[ModelError], words: str
) -> None:
    async with serving(answer) as (url, _):
        chat = model(url, api_key=SECRET)
        caught = await fails(error, chat)
    assert words in str(caught)
    assert SECRET not in f"{caught}{caught.hint}"
    assert caught.__suppress_context__


async def test_the_key_for_openai_is_not_sent_to_a_server_of_ones_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # nothing listens there
    async with serving(events(chunk("Yes."), chunk(ended="stop"))) as (url, bodies):
        await written(model(url))
        await written(model(url, api_key="mine"))
    assert [SECRET in body["headers"] for body in bodies] == [False, False]
    assert "bearer mine" in bodies[1]["headers"]


async def test_a_server_that_tells_no_context_has_the_one_of_the_settings() -> None:
    async with serving(refusal("404 No", "no list")) as (url, _):
        assert 4000 < await model(url, context_tokens=5000).room(700) <= 4300


async def test_a_context_told_as_vllm_does_is_taken() -> None:
    listed = {"data": [{"id": "other"}, {"id": "smollm2", "max_model_len": 1500}]}
    async with serving(reply("200 OK", json.dumps(listed))) as (url, _):
        assert 1100 < await model(url).room(300) <= 1200


# Hosted providers


@pytest.fixture
def keyless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "ADVISOR_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return settings()


async def test_a_hosted_model_is_built_when_first_used_and_needs_a_key(keyless: Settings) -> None:
    chat = open_chat_model("openai:gpt-4o-mini", keyless)
    assert not chat.local
    assert await chat.room(700) > 4000
    with pytest.raises(SettingsError, match="no key for openai") as caught:
        await written(chat)
    assert "OPENAI_API_KEY" in caught.value.hint


async def test_a_provider_without_its_package_names_the_package(keyless: Settings) -> None:
    chat = open_chat_model("anthropic:claude-sonnet-4-5", keyless)
    with pytest.raises(SettingsError, match="anthropic needs a package") as caught:
        await written(chat)
    assert "pip install langchain-anthropic" in caught.value.hint


async def test_an_unknown_provider_is_a_setting_to_mend(keyless: Settings) -> None:
    with pytest.raises(SettingsError, match="does not name a provider"):
        await written(open_chat_model("llama3.2:1b", keyless))


async def test_warming_a_hosted_model_sends_nothing(keyless: Settings) -> None:
    await open_chat_model("openai:gpt-4o-mini", keyless).warm(ASKED)


def test_an_address_elsewhere_is_not_local_unless_declared_trusted() -> None:
    assert not model("http://gpu.lan:8000/v1").local
    assert model("http://gpu.lan:8000/v1", trusted_hosts="gpu.lan").local

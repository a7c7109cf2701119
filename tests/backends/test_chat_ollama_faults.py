"""A chat model on an Ollama server that breaks, hangs, is busy, or is not what was asked for."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from chat_calls import ASKED, fails, given_up, settings, text, written
from ollama_server import Faults, Model, OllamaServer, says

from advisor.backends.chat import open_chat_model
from advisor.errors import (
    ModelBrokeError,
    ModelBusyError,
    ModelError,
    ModelHungError,
    ModelMissingError,
    ModelRefusedError,
    ModelUnreachableError,
    NotAChatModelError,
    SettingsError,
)
from advisor.ports import ChatModel, Waiting

ANSWER = "Open weights may be run on your own machine, and nobody can take them away."
MODELS = (
    Model("small", behaviour=says(ANSWER)),
    Model("tiny", behaviour=says(ANSWER), context=2048),
    Model(
        "thinker",
        behaviour=says(ANSWER, thinking="Let me see."),
        capabilities=("completion", "thinking"),
    ),
    Model("inline", behaviour=says(f"<think>\nHm, weights.\n</think>\n\n{ANSWER}")),
    Model("nomic-embed-text", capabilities=("embedding",)),
    Model("passed-on", remote_host="https://ollama.com:443", remote_model="gpt-oss:120b"),
)


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer(models=MODELS) as running:
        yield running
        running.faults.released.set()


def model(server: OllamaServer, name: str = "small", **more: Any) -> ChatModel:
    return open_chat_model(f"ollama:{name}", settings(ollama_url=server.url, **more))


def chats(server: OllamaServer) -> list[dict[str, Any]]:
    return [request.body for request in server.requests if request.path == "/api/chat"]


# A server that breaks, hangs or is not there


async def test_a_dead_runner_breaks_the_answer(server: OllamaServer) -> None:
    server.faults = Faults(runner_dies_after=3, once=True)
    chat = model(server)
    assert "unexpected EOF" in str(await fails(ModelBrokeError, chat))
    assert text(await written(chat)) == ANSWER


async def test_a_dead_server_breaks_the_answer_and_is_then_gone(server: OllamaServer) -> None:
    server.faults = Faults(server_dies_after=3, once=True)
    chat = model(server)
    await fails(ModelBrokeError, chat)
    await fails(ModelUnreachableError, chat)
    server.start()
    assert text(await written(chat)) == ANSWER


async def test_a_server_that_is_not_running_is_unreachable() -> None:
    with OllamaServer(models=MODELS) as server:
        chat = model(server)
    error = await fails(ModelUnreachableError, chat)
    assert server.url in str(error)
    with pytest.raises(ModelUnreachableError):
        await chat.room(100)
    with pytest.raises(ModelUnreachableError):
        await chat.warm(ASKED)


async def test_silence_before_the_first_token_has_a_limit(server: OllamaServer) -> None:
    server.faults = Faults(hangs_before_first=True, once=True)
    chat = model(server, first_token_seconds=0.2)
    assert "did not begin to write within 0.2" in str(await fails(ModelHungError, chat))
    server.wait_until(lambda: server.cancelled)
    assert [generation.ended for generation in server.generations] == ["cancelled"]


async def test_silence_between_two_tokens_has_a_limit(server: OllamaServer) -> None:
    server.faults = Faults(hangs_after=4)
    chat = model(server, next_token_seconds=0.2)
    assert "stopped writing within 0.2" in str(await fails(ModelHungError, chat))


# A model that is missing, no chat model, or not here


async def test_a_missing_model_names_those_that_are_there(server: OllamaServer) -> None:
    error = await fails(ModelMissingError, model(server, "nope"))
    assert "small:latest" in str(error)
    assert "nomic" not in str(error)


async def test_a_model_deleted_since_names_those_that_are_there(server: OllamaServer) -> None:
    chat = model(server)
    await written(chat)
    del server.models["small:latest"]
    assert "thinker:latest" in str(await fails(ModelMissingError, chat))


async def test_an_embedder_is_no_chat_model(server: OllamaServer) -> None:
    await fails(NotAChatModelError, model(server, "nomic-embed-text"))
    assert chats(server) == []


async def test_a_cloud_name_is_not_local_before_anything_is_asked(server: OllamaServer) -> None:
    chat = model(server, "gpt-oss:120b-cloud")
    assert not chat.local
    await fails(ModelError, chat)


async def test_a_model_passed_on_is_refused_once_and_hosted_from_then_on(
    server: OllamaServer,
) -> None:
    chat = model(server, "passed-on")
    assert chat.local
    assert "prompts would go to https://ollama.com" in str(await fails(ModelRefusedError, chat))
    assert not chat.local
    assert chats(server) == []
    await fails(ModelUnreachableError, chat)


async def test_a_host_declared_trusted_is_local() -> None:
    far = settings(ollama_url="http://gpu.lan:11434")
    assert not open_chat_model("ollama:small", far).local
    trusted = far.model_copy(update={"trusted_hosts": "gpu.lan"})
    assert open_chat_model("ollama:small", trusted).local


@pytest.mark.parametrize("name", ["small", "ollama:", ":small", "auto", ""])
def test_a_name_needs_its_provider(name: str) -> None:
    with pytest.raises(SettingsError, match="does not name a provider"):
        open_chat_model(name, settings())


# More than one at a time


async def test_others_wait_and_are_told_how_many_are_ahead(server: OllamaServer) -> None:
    server.faults = Faults(hangs_after=2, once=True)
    released = server.faults.released
    chat = model(server)
    first = asyncio.create_task(written(chat))
    await asyncio.to_thread(server.wait_until, lambda: server.running)
    second, third = (asyncio.create_task(written(chat)) for _ in range(2))
    await asyncio.sleep(0)
    released.set()
    ahead = [
        [event.ahead for event in await task if isinstance(event, Waiting)]
        for task in (first, second, third)
    ]
    assert ahead == [[], [1], [2, 1]]
    assert server.most_at_once == 1


async def test_a_full_line_turns_away_at_once(server: OllamaServer) -> None:
    server.faults = Faults(hangs_after=2, once=True)
    released = server.faults.released
    chat = model(server, queue=0)
    first = asyncio.create_task(written(chat))
    await asyncio.to_thread(server.wait_until, lambda: server.running)
    await fails(ModelBusyError, chat)
    released.set()
    assert text(await first) == ANSWER


async def test_a_full_server_is_busy(server: OllamaServer) -> None:
    server.faults = Faults(queue_full=True)
    await fails(ModelBusyError, model(server))


async def test_closing_the_stream_stops_the_model(server: OllamaServer) -> None:
    server.faults = Faults(hangs_after=4, once=True)
    chat = model(server)
    await given_up(chat)
    server.wait_until(lambda: server.cancelled)
    assert text(await written(chat)) == ANSWER


async def test_cancelling_the_task_stops_the_model(server: OllamaServer) -> None:
    server.faults = Faults(hangs_before_first=True, once=True)
    chat = model(server)
    task = asyncio.create_task(written(chat))
    await asyncio.to_thread(server.wait_until, lambda: server.running)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(server.wait_until, lambda: server.cancelled)
    assert text(await written(chat)) == ANSWER

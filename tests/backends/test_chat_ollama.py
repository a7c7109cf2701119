"""A chat model on an Ollama server, through all that goes wrong there."""

from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import Any

import pytest
from chat_calls import ASKED, SENTENCE, fails, settings, text, written
from ollama_server import Faults, Model, OllamaServer, says

from advisor.backends.chat import ChatModels, open_chat_model
from advisor.backends.ollama_chat import OllamaChat, Request
from advisor.backends.stream import Delta
from advisor.backends.waiting_line import WaitingLine
from advisor.errors import (
    AnswerCutError,
    ModelBrokeError,
    PromptCutError,
)
from advisor.ports import ChatModel, Finished, Message, Reading

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


# What it says


async def test_an_answer_comes_in_pieces_and_ends_with_its_tokens(server: OllamaServer) -> None:
    events = await written(model(server))
    assert isinstance(events[0], Reading)
    assert text(events) == ANSWER
    assert isinstance(events[-1], Finished)
    assert events[-1].prompt_tokens > 0
    assert events[-1].completion_tokens > 0


async def test_the_length_of_the_answer_is_always_limited(server: OllamaServer) -> None:
    await written(model(server), max_tokens=77)
    assert chats(server)[0]["options"]["num_predict"] == 77
    assert chats(server)[0]["options"]["temperature"] <= 0.3
    assert "think" not in chats(server)[0]


async def test_a_model_that_can_think_is_told_not_to(server: OllamaServer) -> None:
    assert text(await written(model(server, "thinker"))) == ANSWER
    assert chats(server)[0]["think"] is False


async def test_thinking_written_into_the_answer_is_left_out(server: OllamaServer) -> None:
    assert text(await written(model(server, "inline"))) == ANSWER


# Its context


async def test_condensing_warming_and_answering_load_the_model_once(server: OllamaServer) -> None:
    chat = model(server)
    await chat.warm(ASKED[:1])
    await written(chat, max_tokens=60)
    await written(chat, [Message("user", SENTENCE * 150)], max_tokens=700)
    assert [load.num_ctx for load in server.loads] == [4096]
    assert server.reloads == 0


async def test_the_context_grows_by_a_step_and_never_shrinks(server: OllamaServer) -> None:
    chat = model(server, context_tokens=8192)
    await written(chat)
    await written(chat, [Message("user", SENTENCE * 330)])
    await written(chat)
    assert [load.num_ctx for load in server.loads] == [4096, 8192]


async def test_a_small_models_own_context_is_the_limit(server: OllamaServer) -> None:
    chat = model(server, "tiny")
    assert await chat.room(700) <= 2048 - 700
    await written(chat)
    assert server.loads[0].num_ctx == 2048


async def test_the_settings_limit_the_context(server: OllamaServer) -> None:
    chat = model(server, context_tokens=3000)
    assert await chat.room(700) <= 3000 - 700
    await written(chat)
    assert server.loads[0].num_ctx == 3000


async def test_a_model_loaded_by_another_process_is_taken_as_it_is(server: OllamaServer) -> None:
    await written(model(server), [Message("user", SENTENCE * 330)])
    await written(model(server))
    assert [load.num_ctx for load in server.loads] == [8192]


async def test_two_names_of_one_model_share_its_context(server: OllamaServer) -> None:
    models = ChatModels(settings(ollama_url=server.url))
    assert models.get("ollama:small") is models.get("ollama:small:latest")


async def test_the_estimate_learns_from_what_the_model_counted(server: OllamaServer) -> None:
    chat = model(server)
    long = [Message("user", "organisation " * 200)]
    before = chat.tokens(long)
    events = await written(chat, long)
    assert isinstance(events[-1], Finished)
    counted = events[-1].prompt_tokens
    assert counted < chat.tokens(long) < before
    assert chat.tokens(long) < 1.25 * counted


# A prompt or an answer that lost something


async def test_a_prompt_the_server_would_cut_is_an_error_with_both_numbers(
    server: OllamaServer,
) -> None:
    chat = model(server, "tiny")
    error = await fails(PromptCutError, chat, messages=[Message("user", SENTENCE * 200)])
    assert isinstance(error, PromptCutError)
    assert (error.sent > 2048, error.read) == (True, 2048)


async def test_a_server_with_less_context_than_asked_for_is_found_out(server: OllamaServer) -> None:
    server.faults = Faults(silently_truncates=512)
    await fails(PromptCutError, model(server), messages=[Message("user", SENTENCE * 60)])


def opens(*deltas: Delta) -> Any:
    """A stream as an older server gives it, which cuts prompts without a word."""

    async def stream() -> AsyncGenerator[Delta, None]:
        for delta in deltas:
            yield delta

    async def opened(_request: Request) -> AsyncGenerator[Delta, None]:
        return stream()

    return opened


@pytest.mark.parametrize("counted", [1028, 1500])
async def test_a_silently_cut_prompt_is_told_by_its_count(
    server: OllamaServer, counted: int
) -> None:
    ended = Delta("Word.", "stop", counted, 24)
    chat = OllamaChat("tiny", settings(ollama_url=server.url), WaitingLine(1), opens(ended))
    await fails(PromptCutError, chat, messages=[Message("user", SENTENCE * 150)])


async def test_a_prompt_that_cannot_have_been_cut_is_not_suspected(server: OllamaServer) -> None:
    ended = Delta("Word.", "stop", 120, 24)  # 1,900 bytes of spaces may be few tokens
    chat = OllamaChat("tiny", settings(ollama_url=server.url), WaitingLine(1), opens(ended))
    assert (await written(chat, [Message("user", " " * 1900)]))[-1] == Finished(120, 24)


async def test_an_answer_that_lost_its_own_beginning_is_cut(server: OllamaServer) -> None:
    ended = Delta("Word.", "stop", 1900, 400)  # more than the 2,048 tokens there are
    chat = OllamaChat("tiny", settings(ollama_url=server.url), WaitingLine(1), opens(ended))
    await fails(AnswerCutError, chat, messages=[Message("user", SENTENCE * 100)])


async def test_an_answer_cut_by_its_limit_is_an_error(server: OllamaServer) -> None:
    await fails(AnswerCutError, model(server), max_tokens=5)
    server.faults = Faults(cut_by_length=3)
    assert "after 3 tokens" in str(await fails(AnswerCutError, model(server)))


async def test_a_stream_without_its_last_line_is_broken(server: OllamaServer) -> None:
    chat = OllamaChat(
        "small", settings(ollama_url=server.url), WaitingLine(1), opens(Delta("Half an"))
    )
    assert "broke off" in str(await fails(ModelBrokeError, chat))


# What leaves the machine


async def test_nothing_is_traced_and_no_proxy_is_used(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from langsmith.utils import tracing_is_enabled

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nothing listens there
    monkeypatch.chdir(tmp_path)
    assert text(await written(model(server))) == ANSWER
    assert not tracing_is_enabled()

"""A chat model on a real llama.cpp server, OpenAI-compatible, killed and frozen at work."""

import asyncio
from typing import Any

import httpx
import pytest
from chat_calls import ASKED, SENTENCE, STORY, fails, given_up, settings, struck, text, written
from llama_server import CONTEXT, LlamaServer

from advisor.backends.chat import open_chat_model
from advisor.errors import (
    AnswerCutError,
    ModelBrokeError,
    ModelHungError,
    ModelUnreachableError,
    PromptCutError,
)
from advisor.ports import ChatModel, Finished, Message, Reading

KEY_PARTS = ("sk", "proj", "0123456789abcdef")
SECRET = "-".join(KEY_PARTS)


def model(url: str, **more: Any) -> ChatModel:
    return open_chat_model("openai:smollm2", settings(model_url=url, **more))


# A real server


@pytest.mark.model
async def test_a_real_answer_comes_in_pieces_with_its_tokens(llama: LlamaServer) -> None:
    chat = model(llama.url)
    events = await written(chat)
    assert chat.local
    assert isinstance(events[0], Reading)
    assert text(events).strip()
    assert isinstance(events[-1], Finished)
    assert events[-1].prompt_tokens > 10
    assert events[-1].completion_tokens > 0


@pytest.mark.model
async def test_the_room_is_that_of_the_real_context(llama: LlamaServer) -> None:
    assert CONTEXT - 500 < await model(llama.url).room(300) <= CONTEXT - 300


@pytest.mark.model
async def test_a_real_answer_is_cut_at_its_limit(llama: LlamaServer) -> None:
    assert "after 8 tokens" in str(
        await fails(AnswerCutError, model(llama.url), messages=STORY, max_tokens=8)
    )


@pytest.mark.model
async def test_a_prompt_longer_than_the_real_context_is_an_error_with_both_numbers(
    llama: LlamaServer,
) -> None:
    long = [Message("user", SENTENCE * 200)]
    error = await fails(PromptCutError, model(llama.url), messages=long)
    assert isinstance(error, PromptCutError)
    assert (error.sent > CONTEXT, error.read) == (True, CONTEXT)


@pytest.mark.model
async def test_the_estimate_is_near_a_real_models_count(llama: LlamaServer) -> None:
    chat = model(llama.url)
    long = [Message("user", SENTENCE * 15)]
    with pytest.raises(AnswerCutError):
        await written(chat, long, max_tokens=1)
    counted = 15 * 14
    assert counted < chat.tokens(long) < 1.4 * counted  # the template adds 20 tokens


@pytest.mark.model
async def test_a_real_server_killed_in_an_answer_breaks_it_and_is_then_gone(
    llama: LlamaServer,
) -> None:
    chat = model(llama.url)
    with pytest.raises(ModelBrokeError):
        await struck(chat, llama.kill)
    await fails(ModelUnreachableError, chat)
    with pytest.raises(ModelUnreachableError):
        await chat.room(100)


@pytest.mark.model
async def test_a_real_server_frozen_in_an_answer_hangs(llama: LlamaServer) -> None:
    chat = model(llama.url, next_token_seconds=0.3)
    with pytest.raises(ModelHungError, match="stopped writing"):
        await struck(chat, llama.freeze)


@pytest.mark.model
async def test_a_real_server_frozen_before_an_answer_hangs(llama: LlamaServer) -> None:
    await written(model(llama.url))  # imports are not on the model's time, but take the test's
    llama.freeze()
    chat = model(llama.url, first_token_seconds=0.3)
    assert "did not begin" in str(await fails(ModelHungError, chat))


@pytest.mark.model
async def test_closing_a_real_stream_frees_the_server(llama: LlamaServer) -> None:
    chat = model(llama.url)
    await given_up(chat)
    slots = f"{llama.url.removesuffix('/v1')}/slots"
    async with asyncio.timeout(5), httpx.AsyncClient() as client:  # 1,500 tokens take longer
        while (await client.get(slots)).json()[0]["is_processing"]:
            pass
    assert text(await written(chat))


@pytest.mark.model
async def test_warming_a_real_server_is_quiet(llama: LlamaServer) -> None:
    await model(llama.url).warm(ASKED)

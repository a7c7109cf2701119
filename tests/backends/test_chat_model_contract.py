"""What every chat model keeps to: the scripted one of the tests, Ollama's and llama.cpp's."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import pytest
from chat_calls import ASKED, SENTENCE, STORY, given_up, settings, struck, written
from llama_server import LlamaServer
from ollama_server import Faults, Model, OllamaServer, says
from scripted_model import FakeChatModel

from advisor.backends.chat import open_chat_model
from advisor.errors import (
    AnswerCutError,
    ModelBrokeError,
    ModelError,
    ModelHungError,
    ModelUnreachableError,
    PromptCutError,
)
from advisor.ports import ChatModel, Finished, Message, Piece, Reading, Waiting

Fault = Literal["dies", "hangs", "is silent", "is gone"]
ANSWER = "Hello to you, and a good morning to everybody who is here with us today."
TOO_LONG = (Message("user", SENTENCE * 1000),)
LIMITS: dict[Fault, dict[str, float]] = {
    "hangs": {"next_token_seconds": 0.4},
    "is silent": {"first_token_seconds": 0.4},
}


class Stage(Protocol):
    """A model and what can be done to it."""

    def model(self, **given: Any) -> ChatModel:
        """A new model."""

    def expect(self, fault: Fault) -> None:
        """Called before a request that is to fail."""

    def strike(self, fault: Fault) -> None:
        """Called when the first piece of its answer has come."""


@dataclass(slots=True)
class ScriptedStage:
    made: FakeChatModel = field(default_factory=FakeChatModel)

    def model(self, **given: Any) -> ChatModel:
        self.made = FakeChatModel(scripts=[ANSWER])
        return self.made

    def expect(self, fault: Fault) -> None:
        name = self.made.name
        faults: dict[Fault, tuple[int, ModelError]] = {
            "dies": (2, ModelBrokeError(name, "as told")),
            "hangs": (2, ModelHungError(name, 1, first=False)),
            "is silent": (0, ModelHungError(name, 1, first=True)),
            "is gone": (0, ModelUnreachableError(name, "nowhere")),
        }
        self.made.fault_after, self.made.fault = faults[fault]

    def strike(self, fault: Fault) -> None:
        pass


@dataclass(slots=True)
class OllamaStage:
    server: OllamaServer

    def model(self, **given: Any) -> ChatModel:
        return open_chat_model("ollama:small", settings(ollama_url=self.server.url, **given))

    def expect(self, fault: Fault) -> None:
        if fault == "is gone":
            self.server.kill()
            return
        faults = {
            "dies": Faults(server_dies_after=3),
            "hangs": Faults(hangs_after=3),
            "is silent": Faults(hangs_before_first=True),
        }
        self.server.faults = faults[fault]

    def strike(self, fault: Fault) -> None:
        pass


@dataclass(slots=True)
class LlamaStage:
    server: LlamaServer

    def model(self, **given: Any) -> ChatModel:
        return open_chat_model("openai:smollm2", settings(model_url=self.server.url, **given))

    def expect(self, fault: Fault) -> None:
        if fault == "is gone":
            self.server.kill()
        elif fault == "is silent":
            self.server.freeze()

    def strike(self, fault: Fault) -> None:
        if fault == "dies":
            self.server.kill()
        elif fault == "hangs":
            self.server.freeze()


@pytest.fixture(params=["scripted", "ollama", pytest.param("llama.cpp", marks=pytest.mark.model)])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    if request.param == "scripted":
        yield ScriptedStage()
    elif request.param == "ollama":
        with OllamaServer(models=[Model("small", behaviour=says(ANSWER))]) as server:
            yield OllamaStage(server)
            server.faults.released.set()
    else:
        llama: LlamaServer = request.getfixturevalue("llama")
        yield LlamaStage(llama)


async def test_a_request_is_read_then_written_then_finished(stage: Stage) -> None:
    reading, *pieces, finished = await written(stage.model())
    assert isinstance(reading, Reading)
    assert reading.tokens > 0
    assert pieces
    assert all(isinstance(piece, Piece) and piece.text for piece in pieces)
    assert isinstance(finished, Finished)
    assert finished.prompt_tokens > 0
    assert finished.completion_tokens > 0


async def test_a_longer_answer_leaves_less_room(stage: Stage) -> None:
    chat = stage.model()
    assert await chat.room(200) == await chat.room(300) + 100 > 0
    assert await chat.room(1_000_000) == 0


async def test_estimates_grow_with_the_text_and_are_on_the_safe_side(stage: Stage) -> None:
    chat = stage.model()
    text = [Message("user", SENTENCE * 20 + "Say hello.")]
    assert chat.tokens(ASKED) < chat.tokens(text)
    estimate = chat.tokens(text)
    try:
        finished = (await written(chat, text, max_tokens=60))[-1]
    except AnswerCutError:
        return  # a small real model does not always stop
    assert isinstance(finished, Finished)
    assert finished.prompt_tokens <= estimate


def test_the_name_has_its_provider(stage: Stage) -> None:
    provider, _, name = stage.model().name.partition(":")
    assert provider
    assert name


def test_a_server_on_this_machine_is_local(stage: Stage) -> None:
    assert stage.model().local


async def test_an_answer_cut_at_its_limit_is_an_error(stage: Stage) -> None:
    with pytest.raises(AnswerCutError):
        await written(stage.model(), STORY, max_tokens=5)


async def test_a_prompt_beyond_the_context_is_an_error(stage: Stage) -> None:
    chat = stage.model()
    assert chat.tokens(TOO_LONG) > await chat.room(50)
    with pytest.raises(PromptCutError):
        await written(chat, TOO_LONG, max_tokens=50)


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        ("dies", ModelBrokeError, "before its answer was complete"),
        ("hangs", ModelHungError, "stopped writing"),
        ("is silent", ModelHungError, "did not begin to write"),
        ("is gone", ModelUnreachableError, "No model server answers"),
    ],
)
async def test_an_answer_that_fails_is_one_of_our_errors(
    stage: Stage, fault: Fault, error: type[ModelError], words: str
) -> None:
    await written(stage.model())  # whatever is slow only once is not what fails
    chat = stage.model(**LIMITS.get(fault, {}))
    stage.expect(fault)
    with pytest.raises(error, match=words):
        await struck(chat, lambda: stage.strike(fault))


async def test_after_an_answer_given_up_the_next_is_whole(stage: Stage) -> None:
    chat = stage.model()
    await given_up(chat)
    assert isinstance((await written(chat))[-1], Finished)


async def test_two_at_a_time_are_both_answered(stage: Stage) -> None:
    chat = stage.model()
    for events in await asyncio.gather(written(chat), written(chat)):
        assert isinstance(events[-1], Finished)
        first = next(event for event in events if not isinstance(event, Waiting))
        assert isinstance(first, Reading)


async def test_a_warmed_model_answers(stage: Stage) -> None:
    chat = stage.model()
    await chat.warm(ASKED[:1])
    assert isinstance((await written(chat))[-1], Finished)

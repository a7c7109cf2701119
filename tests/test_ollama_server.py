"""The Ollama server of the tests gives what a real one gave, and real clients see it so."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import ollama
import pytest
from langchain_ollama import ChatOllama
from ollama_server import Behaviour, Faults, Message, Model, OllamaServer, ToolCall, says
from ollama_server.exchanges import Response, caller, differences, read_exchanges
from ollama_server.scenes import MODEL, SCENES, replay, scene_of

ROOT = Path(__file__).parents[1]
CAPTURED = sorted((ROOT.parent / "shared" / "ollama-api" / "captured").glob("*.json"))
OWN = sorted((ROOT / "tests" / "ollama_exchanges").glob("*.json"))
CAPTURED_FILES = 85

SLOW_LOAD = 100_000_000  # nanoseconds; above it a model was read from disk
SLOW_READ = 1_000_000_000  # nanoseconds; above it the long prompt was not in the cache
SAME_COUNT = 0.02  # the fake's tokens against those of the recorded model
PATIENCE = 0.4  # seconds without a byte
HELLO = [{"role": "user", "content": "Say hello."}]
LONG = says("one two three four five six seven eight nine ten.")


def lines_of(responses: Sequence[Response | None]) -> list[dict[str, Any]]:
    return [json.loads(response.lines[-1]) for response in responses if response]


@pytest.fixture
def captured(shared: Path) -> Path:
    return shared / "ollama-api" / "captured"


def chat(server: OllamaServer, **body: Any) -> dict[str, Any]:
    asked = {"model": MODEL, "messages": HELLO, "stream": False, **body}
    with caller(server.url) as client:
        return dict(client.post("/api/chat", json=asked).json())


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer([Model(MODEL, behaviour=LONG)]) as server:
        yield server


@pytest.fixture
def client(server: OllamaServer) -> Iterator[ollama.Client]:
    with ollama.Client(server.url, timeout=PATIENCE * 20) as client:
        yield client


@asynccontextmanager
async def langchain(server: OllamaServer, **settings: Any) -> AsyncIterator[ChatOllama]:
    """LangChain's model; it never closes its connections itself."""
    model = ChatOllama(model=MODEL, base_url=server.url, **settings)
    try:
        yield model
    finally:
        model._client.close()  # type: ignore[no-untyped-call]
        await model._async_client.close()  # type: ignore[no-untyped-call]


# --- the contract


def test_every_captured_exchange_is_replayed(captured: Path) -> None:
    assert {path.parent for path in CAPTURED} == {captured}
    assert len(CAPTURED) == CAPTURED_FILES
    assert {path.stem for path in [*CAPTURED, *OWN]} >= set(SCENES)


@pytest.mark.parametrize(
    "path", [*CAPTURED, *OWN], ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_the_server_answers_as_was_recorded(path: Path) -> None:
    replayed = replay(path)
    any_count = scene_of(path.stem).any_count
    for exchange, got in zip(replayed.exchanges, replayed.responses, strict=True):
        if exchange.response is None:
            assert got is None
        else:
            assert got is not None
            assert differences(exchange.response, got, any_count=any_count) == []
            assert_same_counts(exchange.response, got)


def assert_same_counts(was: Response, now: Response) -> None:
    """Tokens are counted much as by the recorded model, and to the same limits."""
    if not was.lines or '"prompt_eval_count"' not in was.lines[-1]:
        return
    recorded, got = json.loads(was.lines[-1]), json.loads(now.lines[-1])
    read = pytest.approx(recorded["prompt_eval_count"], rel=SAME_COUNT, abs=1)
    assert got["prompt_eval_count"] == read
    if recorded["done_reason"] == "length":
        assert got["eval_count"] == recorded["eval_count"]


@pytest.mark.parametrize("stem", ["context-change-reloads", "prefix-reuse"])
def test_what_costs_time_costs_it_where_it_did_when_recorded(captured: Path, stem: str) -> None:
    replayed = replay(captured / f"{stem}.json")
    pairs = zip(
        lines_of([e.response for e in replayed.exchanges]),
        lines_of(replayed.responses),
        strict=True,
    )
    for was, now in pairs:
        assert (now["load_duration"] > SLOW_LOAD) == (was["load_duration"] > SLOW_LOAD)
        assert (now["prompt_eval_duration"] > SLOW_READ) == (
            was["prompt_eval_duration"] > SLOW_READ
        )


@pytest.mark.parametrize("stem", ["three-at-once", "queue-full"])
def test_requests_to_one_model_are_answered_one_after_the_other(captured: Path, stem: str) -> None:
    assert replay(captured / f"{stem}.json").server.most_at_once == 1


def test_a_client_that_leaves_is_noticed_in_a_recorded_exchange(captured: Path) -> None:
    server = replay(captured / "chat-client-gone.json").server
    assert [generation.ended for generation in server.generations] == ["cancelled"]


def test_the_contract_sees_each_kind_of_change() -> None:
    path = next(path for path in OWN if path.stem == "chat-stream")
    replayed = replay(path)
    recorded, got = replayed.exchanges[0].response, replayed.responses[0]
    assert recorded is not None
    assert got is not None
    first, *middle, last = got.first
    without_key = json.dumps({k: v for k, v in json.loads(last).items() if k != "eval_count"})
    changed = [
        replace(got, status=500),
        replace(got, content_type="application/json"),
        replace(got, chunked=False),
        replace(got, first=(first, *middle), count=got.count - 1),
        replace(got, first=(last, *middle, first)),
        replace(got, first=(first, *middle, without_key)),
        replace(got, first=(first, *middle, last.replace('"stop"', '"length"'))),
        replace(got, first=(first, *middle, last.replace('"eval_count":', '"eval_count":"x",'))),
        replace(got, first=(first, *middle, '{"error":"it broke"}')),
        replace(got, first=(first.replace('"content":"', '"thinking":"'), *middle, last)),
    ]
    assert differences(recorded, got) == []
    assert [change for change in changed if not differences(recorded, change)] == []


def test_the_contract_sees_another_error_text() -> None:
    path = next(path for path in OWN if path.stem == "fault-runner-killed-early")
    got = replay(path).responses[0]
    recorded = read_exchanges(path)[0].response
    assert got is not None
    assert recorded is not None
    other = tuple(line.replace("unexpected EOF", "EOF") for line in got.first)
    assert differences(recorded, got) == []
    assert differences(recorded, replace(got, first=other)) != []


# --- the ollama package and LangChain


def test_ollama_streams_to_the_last_line(client: ollama.Client) -> None:
    parts = list(client.chat(MODEL, HELLO, stream=True))
    assert "".join(part.message.content or "" for part in parts).startswith("one two three")
    assert [part.done for part in parts].count(True) == 1
    assert (parts[-1].done_reason, parts[-1].prompt_eval_count) == ("stop", 12)


def test_a_missing_model_is_a_404(client: ollama.Client) -> None:
    with pytest.raises(ollama.ResponseError, match="model 'no-such' not found") as error:
        client.chat("no-such", HELLO)
    assert error.value.status_code == 404


def test_a_killed_runner_is_an_error_within_the_stream_and_the_next_call_loads_again(
    server: OllamaServer, client: ollama.Client
) -> None:
    server.faults = Faults(runner_dies_after=3, once=True)
    stream = client.chat(MODEL, HELLO, stream=True)
    read = [next(stream) for _ in range(3)]
    with pytest.raises(ollama.ResponseError, match="unexpected EOF") as error:
        next(stream)
    assert (len(read), error.value.status_code) == (3, -1)
    assert client.chat(MODEL, HELLO).done_reason == "stop"
    assert len(server.loads) == 2


def test_a_killed_server_breaks_the_stream_and_may_come_back(
    server: OllamaServer, client: ollama.Client
) -> None:
    server.faults = Faults(server_dies_after=3, once=True)
    with pytest.raises(httpx.RemoteProtocolError):
        list(client.chat(MODEL, HELLO, stream=True))
    with pytest.raises(ConnectionError):
        client.ps()
    server.start()
    assert client.ps().models == []


async def test_a_server_that_is_not_running_is_two_kinds_of_error(server: OllamaServer) -> None:
    server.kill()
    with ollama.Client(server.url) as client, pytest.raises(ConnectionError):
        client.list()
    async with langchain(server) as model:
        with pytest.raises(httpx.ConnectError):
            await model.ainvoke("Hello")


@pytest.mark.parametrize("faults", [Faults(hangs_after=2), Faults(hangs_before_first=True)])
async def test_a_hang_ends_at_the_time_limit_of_the_client(
    server: OllamaServer, faults: Faults
) -> None:
    server.faults = faults
    async with langchain(server, client_kwargs={"timeout": PATIENCE}) as model:
        with pytest.raises(httpx.ReadTimeout):
            _ = [chunk async for chunk in model.astream("Hello")]
        await asyncio.to_thread(server.wait_until, lambda: server.cancelled)
    assert server.generations[0].tokens <= (faults.hangs_after or 0)


async def test_a_hang_goes_on_when_it_is_released(server: OllamaServer) -> None:
    server.faults = Faults(hangs_after=2)
    async with langchain(server) as model:
        stream = model.astream("Hello")
        texts = [(await anext(stream)).text for _ in range(2)]
        server.faults.released.set()
        texts += [chunk.text async for chunk in stream]
    assert "".join(texts) == "one two three four five six seven eight nine ten."


async def test_langchain_streams_with_usage(server: OllamaServer) -> None:
    async with langchain(server, num_ctx=2048) as model:
        chunks = [chunk async for chunk in model.astream("Say hello.")]
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["input_tokens"] == 12
    assert whole.response_metadata["done_reason"] == "stop"
    assert server.loads[0].num_ctx == 2048
    assert server.requests[-1].body["options"]["num_ctx"] == 2048


async def test_a_cancelled_async_stream_frees_the_model(server: OllamaServer) -> None:
    server.models[f"{MODEL}:latest"] = Model(MODEL, behaviour=endless)
    async with asyncio.timeout(5), langchain(server) as model:
        async with aclosing(model.astream("Hello")) as stream:  # type: ignore[type-var]
            await anext(stream)
        await asyncio.to_thread(server.wait_until, lambda: server.cancelled)
    assert server.generations[0].cancelled
    assert server.running == 0


async def test_a_cancelled_task_frees_the_model_for_the_next(server: OllamaServer) -> None:
    server.faults = Faults(hangs_after=1, once=True)
    async with asyncio.timeout(5), langchain(server) as model:
        task = asyncio.create_task(model.ainvoke("Hello"))
        await asyncio.to_thread(server.wait_until, lambda: server.running)
        task.cancel()
        answer = await model.ainvoke("Hello")
    assert answer.text.startswith("one two")
    assert [generation.ended for generation in server.generations] == ["cancelled", "stop"]


async def test_structured_output_meets_its_schema(server: OllamaServer) -> None:
    server.add(Model(MODEL))
    schema = {
        "title": "verdict",
        "type": "object",
        "properties": {"open": {"type": "boolean"}, "why": {"type": "string"}},
    }
    async with langchain(server) as model:
        answer = await model.with_structured_output(schema).ainvoke("Is it?")
    assert answer == {"open": True, "why": "You asked: Is it."}


# --- what the recordings do not show


def endless(messages: Sequence[Message], options: Any) -> Iterator[str]:
    while True:
        yield " and"


def test_the_toy_quotes_the_passages_with_their_marks() -> None:
    asked = "Use the passages.\n\n[S1] Llama is open. More.\n[S2] GPT is closed.\n\nWhich is open?"
    with OllamaServer([Model(MODEL)]) as server:
        answer = chat(server, messages=[{"role": "user", "content": asked}])
    assert answer["message"]["content"] == "Llama is open [S1]. GPT is closed [S2]."


def test_the_toy_leaves_out_the_title_of_a_passage() -> None:
    asked = "[S1] Models › Licence (vendor, 2026-03-30)\nLlama is open. More."
    with OllamaServer([Model(MODEL)]) as server:
        answer = chat(server, messages=[{"role": "user", "content": asked}])
    assert answer["message"]["content"] == "Llama is open [S1]."


def test_a_prompt_beyond_the_context_loses_its_beginning_without_a_word(
    server: OllamaServer,
) -> None:
    messages = [
        {"role": "system", "content": "Cite your sources."},
        {"role": "user", "content": "[S1] First passage. " + "word " * 600 + "What is it?"},
    ]
    answer = chat(server, messages=messages, options={"num_ctx": 512})
    (read,) = server.generations[0].prompt.messages
    assert answer["prompt_eval_count"] == 258
    assert read.content.endswith("word What is it?")
    assert "[S1]" not in read.content


def test_old_turns_are_dropped_before_the_last_message_is_cut(server: OllamaServer) -> None:
    turns = [{"role": "user", "content": f"Turn {n}. " + "word " * 300} for n in range(4)]
    messages = [{"role": "system", "content": "Be brief."}, *turns]
    chat(server, messages=messages, options={"num_ctx": 1024})
    kept = [message.content[:9] for message in server.generations[0].prompt.messages]
    assert kept == ["Be brief.", "Turn 1. w", "Turn 2. w", "Turn 3. w"]


def test_an_impossible_context_is_clamped_to_the_model(server: OllamaServer) -> None:
    chat(server, options={"num_ctx": 100_000_000})
    assert server.loads[0].num_ctx == 8192


def test_another_context_size_loads_the_model_again(server: OllamaServer) -> None:
    for num_ctx in (4096, 4096, 8192, 4096):
        chat(server, options={"num_ctx": num_ctx})
    assert [load.again for load in server.loads] == [False, True, True]
    assert server.reloads == 2


def test_stop_words_end_the_answer_before_them(server: OllamaServer) -> None:
    answer = chat(server, options={"stop": ["four five"]})
    assert answer["message"]["content"] == "one two three "
    assert answer["done_reason"] == "stop"


def test_an_answer_is_cut_where_a_fault_says_so(server: OllamaServer) -> None:
    server.faults = Faults(cut_by_length=2)
    answer = chat(server)
    assert (answer["message"]["content"], answer["done_reason"]) == ("one two", "length")


def test_a_prompt_is_cut_where_a_fault_says_so(server: OllamaServer) -> None:
    server.faults = Faults(silently_truncates=16)
    turn = {"role": "user", "content": "word " * 100}
    assert chat(server, messages=[turn])["prompt_eval_count"] == 10


def test_a_slow_first_token_comes_at_once_when_released(server: OllamaServer) -> None:
    server.faults = Faults(slow_first=60)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(chat, server)
        server.wait_until(lambda: server.running)
        server.faults.released.set()
        assert answer.result(5)["done_reason"] == "stop"


def test_openai_streams_of_a_killed_runner_have_no_end(server: OllamaServer) -> None:
    server.faults = Faults(runner_dies_after=2)
    asked = {"model": MODEL, "messages": HELLO, "stream": True}
    with caller(server.url) as client:
        lines = client.post("/v1/chat/completions", json=asked).text.split()
    assert lines.count("data:") == 3
    assert "[DONE]" not in lines


def test_an_answer_without_end_stops_after_ten_contexts() -> None:
    with OllamaServer([Model(MODEL, behaviour=endless)]) as server:
        answer = chat(server, options={"num_ctx": 16})
    assert (answer["eval_count"], answer["done_reason"]) == (160, "length")


@pytest.mark.parametrize(("think", "thought"), [(None, "Hm."), (True, "Hm."), (False, None)])
def test_a_thinking_model_thinks_unless_told_not_to(
    think: bool | None, thought: str | None
) -> None:
    able = ("completion", "thinking")
    model = Model(MODEL, capabilities=able, behaviour=says("Four.", thinking="Hm."))
    with OllamaServer([model]) as server, ollama.Client(server.url) as client:
        message = client.chat(MODEL, HELLO, think=think).message
    assert (message.thinking, message.content) == (thought, "Four.")


def test_a_model_with_tools_may_call_one() -> None:
    def calls(messages: Sequence[Message], options: Any) -> Iterator[ToolCall]:
        yield ToolCall("weather", {"city": "Lisbon"})

    weather = {"type": "function", "function": {"name": "weather", "parameters": {}}}
    model = Model(MODEL, capabilities=("completion", "tools"), behaviour=calls)
    with OllamaServer([model]) as server, ollama.Client(server.url) as client:
        called = client.chat(MODEL, HELLO, tools=[weather]).message.tool_calls
    assert called is not None
    assert called[0].function.arguments == {"city": "Lisbon"}


def test_an_embedder_is_listed_but_does_not_chat() -> None:
    embedder = Model("all-minilm", context=256, capabilities=("embedding",), embedding_length=3)
    with OllamaServer([embedder]) as server, ollama.Client(server.url) as client:
        assert [model.model for model in client.list().models] == ["all-minilm:latest"]
        assert client.show("all-minilm").capabilities == ["embedding"]
        assert len(client.embed("all-minilm", "x").embeddings[0]) == 3
        with pytest.raises(ollama.ResponseError, match='"all-minilm" does not support chat'):
            client.chat("all-minilm", HELLO)


def test_a_full_queue_is_a_503(server: OllamaServer, client: ollama.Client) -> None:
    server.faults = Faults(queue_full=True)
    with pytest.raises(ollama.ResponseError, match="server busy, please try again") as error:
        client.chat(MODEL, HELLO)
    assert error.value.status_code == 503


def test_a_remote_model_is_passed_on_and_seen() -> None:
    remote = Model("big", remote_host="https://ollama.com:443", remote_model="big:120b")
    with OllamaServer([remote]) as server, ollama.Client(server.url) as client:
        for name in ("big", "other:120b-cloud"):
            with pytest.raises(ollama.ResponseError, match="no such host"):
                client.chat(name, HELLO)
    assert server.forwarded == ["big", "other:120b-cloud"]


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_strangers_are_turned_away(server: OllamaServer, headers: dict[str, str]) -> None:
    with caller(server.url) as client:
        answer = client.get("/api/tags", headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")


def test_a_second_request_waits_for_the_first_and_a_waiting_client_may_leave() -> None:
    go_on = Event()

    def holds(messages: Sequence[Message], options: Any) -> Iterator[str]:
        yield "one"
        go_on.wait(5)
        yield " two"

    with (
        OllamaServer([Model(MODEL, behaviour=holds)]) as server,
        ThreadPoolExecutor(1) as pool,
        ollama.Client(server.url, timeout=PATIENCE) as impatient,
    ):
        first = pool.submit(chat, server)
        server.wait_until(lambda: server.running)
        with pytest.raises(httpx.ReadTimeout):
            impatient.chat(MODEL, HELLO)
        server.wait_until(lambda: server.cancelled)
        go_on.set()
        assert first.result()["message"]["content"] == "one two"
    assert len(server.generations) == 1


def test_a_pull_adds_the_model_and_a_stalled_one_can_be_left() -> None:
    with (
        OllamaServer(registry=[Model("new:1b")]) as server,
        ollama.Client(server.url, timeout=PATIENCE) as impatient,
        ollama.Client(server.url) as client,
    ):
        server.faults = Faults(hangs_after=3, once=True)
        with pytest.raises(httpx.ReadTimeout):
            list(impatient.pull("new:1b", stream=True))
        server.wait_until(lambda: server.cancelled)
        assert client.list().models == []
        statuses = [part.status for part in client.pull("new:1b", stream=True)]
        assert (statuses[0], statuses[-1]) == ("pulling manifest", "success")
        assert [model.model for model in client.list().models] == ["new:1b"]


def test_a_bug_in_a_behaviour_fails_the_test() -> None:
    def breaks(messages: Sequence[Message], options: Any) -> Iterator[str]:
        raise ZeroDivisionError
        yield ""

    behaviour: Behaviour = breaks
    with (
        pytest.raises(ZeroDivisionError),
        OllamaServer([Model(MODEL, behaviour=behaviour)]) as server,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        chat(server)

"""Health, models and downloads of an Ollama server."""

from collections.abc import Iterator
from contextlib import aclosing
from datetime import UTC, datetime

import pytest
from ollama_server import Faults, Model, OllamaServer

from advisor.backends.locality import is_near, shown
from advisor.backends.ollama import ModelInfo, Ollama, Pulled, is_cloud, is_local, pick
from advisor.errors import (
    ModelBrokeError,
    ModelMissingError,
    ModelRefusedError,
    ModelUnreachableError,
)

OLD, NEW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
HERE = "http://127.0.0.1:11434"
MODELS = (
    Model("older", modified_at=OLD, context=2048),
    Model("newer", modified_at=NEW, size=1_000, capabilities=("completion", "thinking")),
    Model(
        "nomic-embed-text",
        modified_at=datetime(2026, 9, 1, tzinfo=UTC),
        capabilities=("embedding",),
    ),
    Model(
        "passed-on",
        modified_at=datetime(2026, 9, 1, tzinfo=UTC),
        remote_host="https://ollama.com:443",
    ),
)


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer(models=MODELS, registry=[Model("tiny")]) as running:
        yield running


def client(server: OllamaServer) -> Ollama:
    return Ollama(server.url, connect_seconds=2)


async def pulled(server: OllamaServer, name: str) -> list[Pulled]:
    return [step async for step in client(server).pull(name)]


async def test_the_version_is_a_sign_of_life(server: OllamaServer) -> None:
    assert await client(server).version() == server.version


async def test_models_come_with_all_that_is_known_of_them(server: OllamaServer) -> None:
    models = {model.name: model for model in await client(server).models()}
    newer = models["newer:latest"]
    assert newer == ModelInfo(
        "newer:latest", ("completion", "thinking"), newer.context_length, 1_000, NEW
    )
    assert newer.chats
    assert not models["nomic-embed-text:latest"].chats
    assert models["passed-on:latest"].remote_host == "https://ollama.com:443"


async def test_one_model_tells_its_own_context(server: OllamaServer) -> None:
    assert (await client(server).show("older")).context_length == 2048


async def test_a_missing_model_is_an_error_that_names_the_chat_models(server: OllamaServer) -> None:
    with pytest.raises(ModelMissingError) as caught:
        await client(server).show("no-such-model")
    assert "ollama:no-such-model is not on the server" in str(caught.value)
    assert "newer:latest" in str(caught.value)
    assert "nomic" not in str(caught.value)
    assert caught.value.hint.startswith("Run `ollama pull no-such-model`")


async def test_what_is_in_memory_has_its_real_context(server: OllamaServer) -> None:
    assert await client(server).loaded() == {}


async def test_no_server_is_unreachable() -> None:
    with OllamaServer() as server:
        ollama = client(server)
    for question in (ollama.version(), ollama.models(), ollama.show("x"), ollama.loaded()):
        with pytest.raises(ModelUnreachableError, match=server.url):
            await question
    with pytest.raises(ModelUnreachableError):
        await anext(ollama.pull("tiny"))


async def test_a_pull_tells_its_progress_and_leaves_the_model(server: OllamaServer) -> None:
    steps = await pulled(server, "tiny")
    assert steps[0] == Pulled("pulling manifest")
    assert steps[-1] == Pulled("success")
    assert any(step.total and step.completed == step.total for step in steps)
    assert (await client(server).show("tiny")).chats


async def test_a_pull_of_an_unknown_name_is_an_error_though_the_status_was_200(
    server: OllamaServer,
) -> None:
    with pytest.raises(ModelRefusedError, match="file does not exist"):
        await pulled(server, "nothing:1b")


async def test_a_pull_of_an_impossible_name_is_an_error(server: OllamaServer) -> None:
    with pytest.raises(ModelRefusedError, match="invalid model name"):
        await pulled(server, "???")


async def test_a_pull_stops_when_its_iterator_is_closed(server: OllamaServer) -> None:
    server.faults = Faults(hangs_after=2)
    async with aclosing(client(server).pull("tiny")) as steps:
        assert (await anext(steps)).status == "pulling manifest"
    server.wait_until(lambda: server.cancelled)
    assert server.cancelled[0].path == "/api/pull"


async def test_a_pull_that_loses_its_server_is_broken(server: OllamaServer) -> None:
    server.faults = Faults(server_dies_after=2)
    with pytest.raises(ModelBrokeError):
        await pulled(server, "tiny")


async def test_the_default_is_the_local_chat_model_changed_last(server: OllamaServer) -> None:
    chosen = pick(await client(server).models(), server.url, "")
    assert chosen is not None
    assert chosen.name == "newer:latest"


def test_nothing_is_picked_where_nothing_is_local() -> None:
    models = [ModelInfo("gpt-oss:120b-cloud", ("completion",)), ModelInfo("e", ("embedding",))]
    assert pick(models, HERE, "") is None
    assert pick([ModelInfo("a", ("completion",))], "http://10.0.0.7:11434", "") is None


@pytest.mark.parametrize(
    ("name", "cloud"),
    [
        ("gpt-oss:120b-cloud", True),
        ("glm:cloud", True),
        ("GLM:Cloud", True),
        ("cloudy:7b", False),
        ("my-cloud", True),
    ],
)
def test_a_cloud_name_is_told_by_its_ending(name: str, cloud: bool) -> None:
    assert is_cloud(name) is cloud
    assert is_local(HERE, ModelInfo(name), "") is not cloud


def test_a_model_passed_on_to_another_host_is_not_local() -> None:
    assert not is_local(HERE, ModelInfo("mine", remote_host="https://ollama.com"), "")


@pytest.mark.parametrize(
    ("url", "trusted", "near"),
    [
        ("http://127.0.0.1:11434", "", True),
        ("localhost:11434", "", True),
        ("http://[::1]:11434", "", True),
        ("http://user:secret@127.0.0.9", "", True),
        ("http://10.0.0.7:11434", "", False),
        ("http://10.0.0.7:11434", "gpu.lan, 10.0.0.7", True),
        ("http://GPU.lan.:11434", "gpu.lan", True),
        ("http://localhost.example.com", "", False),
        ("http://127.0.0.1.example.com", "", False),
        ("http://localhost@example.com", "", False),
        ("", "", False),
    ],
)
def test_near_is_loopback_or_declared_trusted(url: str, trusted: str, near: bool) -> None:
    assert is_near(url, trusted) is near


def test_an_address_is_shown_without_its_password() -> None:
    assert shown("http://me:secret@gpu.lan:11434") == "http://gpu.lan:11434"

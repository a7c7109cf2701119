"""The state in which each exchange was recorded, set up again on the fake."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from .behaviour import Behaviour, Options, Piece, Thought, ToolCall
from .exchanges import Exchange, Response, caller, read_exchanges, send
from .faults import Faults
from .models import Model
from .prompts import Message, pieces
from .routes import BLOBS
from .server import OllamaServer

MODEL = "advisor-small"
PULLED = "127.0.0.1:5055/library/advisor-small:latest"
KILLED_AFTER = 20  # lines, in the recorded faults
GOES_ON = " and"


@dataclass(frozen=True, slots=True)
class Scene:
    """What was there, what had been asked before, and what was to go wrong."""

    models: tuple[str, ...] = (MODEL,)
    capabilities: tuple[str, ...] = ("completion",)
    registry: tuple[str, ...] | None = None
    no_cloud: bool = False
    before: tuple[dict[str, Any], ...] = ()
    faults: Faults = field(default_factory=Faults)
    running: bool = True
    together: bool = False
    any_count: bool = False
    """The number of lines hangs on the speed of a download."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What was recorded, what came back, and the server that gave it."""

    exchanges: list[Exchange]
    responses: list[Response | None]
    server: OllamaServer


SCENES = {
    "tags-empty": Scene(models=()),
    "tags-two": Scene(models=("advisor-copy:v1", MODEL)),
    "create": Scene(models=()),
    "delete": Scene(models=(MODEL, "advisor-copy:v1")),
    "ps-one": Scene(before=({},)),
    "ps-default-context": Scene(before=({"options": {"num_ctx": 256}}, {})),
    "ps-keep-alive-forever": Scene(before=({"keep_alive": -1},)),
    "ps-after-unload": Scene(before=({}, {"keep_alive": 0})),
    "keep-alive-zero": Scene(before=({},)),
    "no-cloud-chat": Scene(no_cloud=True),
    "no-cloud-status": Scene(no_cloud=True),
    "pull-progress": Scene(models=(), registry=(MODEL,), any_count=True),
    "pull-again": Scene(models=(PULLED,), registry=(MODEL,)),
    "pull-once": Scene(models=(), registry=(MODEL,)),
    "pull-unknown-name": Scene(registry=(MODEL,)),
    "context-change-reloads": Scene(before=({"options": {"num_ctx": 4096}},)),
    "prefix-reuse": Scene(before=({"options": {"num_ctx": 4096}},)),
    "three-at-once": Scene(together=True),
    "queue-full": Scene(together=True),
    "fault-runner-killed-mid-stream": Scene(faults=Faults(runner_dies_after=KILLED_AFTER)),
    "fault-runner-killed-not-streaming": Scene(faults=Faults(runner_dies_after=KILLED_AFTER)),
    "fault-runner-stopped-mid-stream": Scene(faults=Faults(hangs_after=KILLED_AFTER)),
    "fault-server-killed-mid-stream": Scene(faults=Faults(server_dies_after=KILLED_AFTER)),
    "fault-server-terminated-mid-stream": Scene(faults=Faults(server_dies_after=KILLED_AFTER)),
    "fault-server-not-running": Scene(running=False),
    "chat-thinking": Scene(capabilities=("completion", "thinking")),
    "chat-tool-call": Scene(capabilities=("completion", "tools")),
    "fault-runner-killed-early": Scene(faults=Faults(runner_dies_after=2)),
}


def scene_of(name: str) -> Scene:
    """The scene of an exchange; most need nothing but the model."""
    return SCENES.get(name, Scene())


def replay(path: Path) -> Replayed:
    """Send the requests of a file again, in their scene."""
    scene, exchanges = scene_of(path.stem), read_exchanges(path)
    with arranged(scene, exchanges) as server:
        with caller(server.url) as client:
            for body in scene.before:
                client.post("/api/chat", json={"model": MODEL, "messages": [], **body})
        server.faults = scene.faults
        if not scene.running:
            server.kill()
        with ThreadPoolExecutor(len(exchanges) if scene.together else 1) as pool:
            responses = list(pool.map(send, repeat(server.url), exchanges))
    return Replayed(exchanges, responses, server)


def arranged(scene: Scene, exchanges: Sequence[Exchange]) -> OllamaServer:
    """A server with the scene's models, which say what was recorded."""
    behaviour = recorded(exchanges)
    server = OllamaServer(
        [
            Model(name, capabilities=scene.capabilities, behaviour=behaviour)
            for name in scene.models
        ],
        registry=None if scene.registry is None else [Model(name) for name in scene.registry],
        no_cloud=scene.no_cloud,
        version="0.0.0",
    )
    server.blobs |= {e.path.removeprefix(BLOBS) for e in exchanges if e.path.startswith(BLOBS)}
    return server


def recorded(exchanges: Sequence[Exchange]) -> Behaviour:
    """A model that says what was recorded; what was cut off then goes on for ever now."""
    answers = [answer_of(one.response) for one in exchanges if one.response]

    def behaviour(messages: Sequence[Message], options: Options) -> Iterator[Piece]:
        said, ended = answers.pop(0) if len(answers) > 1 else answers[0]
        return iter(said) if ended else chain(said, repeat(GOES_ON))

    return behaviour


def answer_of(response: Response) -> tuple[list[Piece], bool]:
    """The pieces of a recorded answer, and whether the model ended it itself."""
    said: list[Piece] = []
    ended = False
    for line in response.lines:
        with suppress(ValueError):
            value = json.loads(line.removeprefix("data: "))
            said += said_in(value.get("message") or {"content": value.get("response", "")})
            ended = value.get("done_reason") == "stop"
    return said, ended


def said_in(message: dict[str, Any]) -> Iterator[Piece]:
    """The pieces of one recorded message."""
    yield from map(Thought, pieces(message.get("thinking", "")))
    yield from pieces(message.get("content", ""))
    for call in message.get("tool_calls", ()):
        yield ToolCall(call["function"]["name"], call["function"]["arguments"])

"""From a request to an answer: name, capabilities, options, turn, prompt, pieces."""

import time
from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, NoReturn

from .faults import Faults
from .generation import Generation, Writer, Written
from .models import Model, source_of, valid
from .prompts import Message, Prompt, fit, prompt_tokens
from .reading import check_options, keep_alive, thinking
from .replies import Received, RefusedError, encoded
from .scheduler import Wanted
from .state import State

CLOUD_OFF = "ollama cloud is disabled: remote model is unavailable"
QUEUE_FULL = "server busy, please try again.  maximum pending requests exceeded"
TOO_LONG_TO_SHIFT = (
    "the prompt is longer than the context length currently available to the model; shorten the"
    " prompt, adjust the context length in settings, or use a model with a longer context length"
)
SCHEMA_TYPES = frozenset(["string", "boolean", "integer", "number", "array", "object", "null"])


@dataclass(frozen=True, slots=True)
class Order:
    """A checked request for an answer; one without messages only loads the model."""

    request: Received
    body: Mapping[str, Any]
    model: Model
    messages: tuple[Message, ...]
    faults: Faults

    @property
    def unloads(self) -> bool:
        """Whether the model is to be taken out of memory."""
        return not self.messages and keep_alive(self.body.get("keep_alive")) == 0

    @property
    def thinks(self) -> bool:
        """Whether a reasoning trace is written: models that can, do, unless told not to."""
        asked = thinking(self.body.get("think"))
        return "thinking" in self.model.capabilities and asked is not False

    @property
    def shift(self) -> bool:
        """Whether the context slides when it is full."""
        return self.body.get("shift") is not False

    @property
    def options(self) -> Mapping[str, Any]:
        """The request's options."""
        return self.body.get("options") or {}

    @property
    def told(self) -> dict[str, Any]:
        """What the model is told besides the messages."""
        beside = {k: self.body[k] for k in ("format", "tools") if self.body.get(k)}
        return {**self.options, **beside, "think": self.thinks}


def local_model(state: State, request: Received, name: str) -> Model:
    """The model of that name; one that runs elsewhere is asked for there, in vain."""
    base, source = source_of(name)
    if not valid(base):
        raise RefusedError(400, "invalid model name")
    if source == "cloud":
        forward(state, request, name)
    model = state.find(base)
    if model is None or (source == "local" and model.remote_host):
        raise RefusedError(404, f"model '{name}' not found")
    if model.remote_host:
        forward(state, request, name)
    return model


def forward(state: State, request: Received, name: str, switched_off: str = CLOUD_OFF) -> NoReturn:
    """Refuse what belongs to the hosted service: switched off, or out of reach from here."""
    if state.no_cloud:
        raise RefusedError(403, switched_off)
    state.forwarded.append(name)
    where = f"https://ollama.com:443{request.path}?ts={int(time.time())}"
    raise RefusedError(502, f'Post "{where}": dial tcp: lookup ollama.com: no such host')


def check(order: Order, verb: str) -> None:
    """Refuse what the model cannot do, options of the wrong type, and a full queue."""
    model, body = order.model, order.body
    if thinking(body.get("think")) and "thinking" not in model.capabilities:
        raise RefusedError(400, f'"{body["model"]}" does not support thinking')
    if "completion" not in model.capabilities:
        raise RefusedError(400, f'"{body["model"]}" does not support {verb}')
    if body.get("tools") and "tools" not in model.capabilities:
        full = f"registry.ollama.ai/library/{model.full_name}"
        raise RefusedError(400, f"{full} does not support tools")
    check_options(order.options)
    if order.faults.queue_full:
        raise RefusedError(503, QUEUE_FULL)


def wanted(state: State, order: Order) -> Wanted:
    """What the scheduler is asked for."""
    stay = keep_alive(order.body.get("keep_alive"))
    return Wanted(
        order.model, order.options, order.shift, stay, state.default_context, bool(order.messages)
    )


def load(state: State, order: Order) -> None:
    """Load the model and write nothing."""
    with state.scheduler.turn(wanted(state, order), order.request.gone):
        pass


def generate(state: State, order: Order) -> Generator[Written | Generation, None, None]:
    """The steps of an answer, and at the very end the generation with its figures."""
    with state.scheduler.turn(wanted(state, order), order.request.gone) as (loaded, fresh):
        prompt = read_prompt(order, order.faults.silently_truncates or loaded.num_ctx)
        generation = Generation(order.model.full_name, loaded.num_ctx, prompt, fresh)
        generation.cached = loaded.cached(prompt.tokens)
        with state.recorded(generation, loaded):
            check_schema(order.body.get("format"))
            pieces = iter(order.model.behaviour(prompt.messages, order.told))
            with closing(writer(order, generation).write(pieces)) as steps:
                yield from steps
            yield generation


def writer(order: Order, generation: Generation) -> Writer:
    """The loop that writes this answer."""
    alternatives = (order.body.get("top_logprobs") or 0) if order.body.get("logprobs") else None
    return Writer(
        generation,
        order.options,
        order.faults,
        order.request.gone,
        order.shift,
        order.thinks,
        alternatives,
    )


def read_prompt(order: Order, num_ctx: int) -> Prompt:
    """The prompt as the model gets it: whole, cut to fit, or refused for its length."""
    tokens = prompt_tokens(order.messages)
    if order.body.get("truncate") is False and tokens >= num_ctx:
        raise RefusedError(400, context_exceeded(tokens, num_ctx))
    keep = order.options.get("num_keep")
    prompt = fit(order.messages, num_ctx, 4 if keep is None else int(keep))
    if prompt.cut and not order.shift:
        raise RefusedError(400, TOO_LONG_TO_SHIFT)
    return prompt


def context_exceeded(tokens: int, num_ctx: int) -> str:
    """The runner's own error, as JSON within the error text."""
    message = (
        f"request ({tokens} tokens) exceeds the available context size ({num_ctx} tokens),"
        " try increasing it"
    )
    return encoded(
        {
            "error": {
                "code": 400,
                "message": message,
                "type": "exceed_context_size_error",
                "n_prompt_tokens": tokens,
                "n_ctx": num_ctx,
            }
        }
    )


def check_schema(schema: object) -> None:
    """Refuse a format whose type is none of JSON's."""
    if not isinstance(schema, dict) or schema.get("type", "object") in SCHEMA_TYPES:
        return
    message = (
        "Field 'json_schema': \"json_schema\": JSON schema conversion failed:\n"
        f"Unrecognized schema: {encoded(schema)}"
    )
    error = {"code": 400, "message": message, "type": "invalid_request_error"}
    raise RefusedError(400, encoded({"error": error}))

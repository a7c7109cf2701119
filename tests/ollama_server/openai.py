"""`/v1/models` and `/v1/chat/completions`: the same answers in OpenAI's format."""

import time
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from typing import Any

from .answering import Order, check, generate
from .chat import finished, ordered
from .generation import Generation, Written
from .prompts import messages_of
from .reading import read
from .replies import (
    GIN_JSON,
    PLAIN_JSON,
    Lines,
    Received,
    RefusedError,
    Reply,
    Streamed,
    as_json,
    encoded,
)
from .state import State

EVENTS = "text/event-stream"
OPTIONS = {
    "max_tokens": "num_predict",
    "temperature": "temperature",
    "top_p": "top_p",
    "seed": "seed",
    "frequency_penalty": "frequency_penalty",
    "presence_penalty": "presence_penalty",
}
ERROR_TYPES = {400: "invalid_request_error", 404: "not_found_error"}


def list_models(state: State, _request: Received) -> Reply:
    """The models' names."""
    data = [
        {
            "id": model.full_name,
            "object": "model",
            "created": int(model.modified_at.timestamp()),
            "owned_by": "library",
        }
        for model in state.models.values()
    ]
    return as_json({"object": "list", "data": data}, content_type=PLAIN_JSON)


def completions(state: State, request: Received) -> Reply:
    """Answer a conversation."""
    try:
        body = read(request.text, "ChatCompletionRequest")
    except RefusedError as error:
        return refused(error, GIN_JSON)
    if not body.get("messages"):
        return refused(RefusedError(400, "[] is too short - 'messages'"), GIN_JSON)
    try:
        return answered(state, request, body)
    except RefusedError as error:
        return refused(error, PLAIN_JSON)


def refused(error: RefusedError, content_type: str) -> Reply:
    """An error in OpenAI's words."""
    kind = ERROR_TYPES.get(error.status, "api_error")
    told = {"message": str(error), "type": kind, "param": None, "code": None}
    return as_json({"error": told}, error.status, content_type)


def answered(state: State, request: Received, body: dict[str, Any]) -> Reply:
    """The whole answer, or the first event and those to come."""
    if not body.get("model"):
        raise RefusedError(400, "model is required")
    order = ordered(state, request, native(body), messages_of(body))
    check(order, "chat")
    if not body.get("stream"):
        return as_json(whole(state, order), content_type=PLAIN_JSON)
    usage = bool((body.get("stream_options") or {}).get("include_usage"))
    lines = events(state, order, usage=usage)
    return Streamed(started(next(lines), lines), EVENTS)


def native(body: dict[str, Any]) -> dict[str, Any]:
    """The request as `/api/chat` would have it."""
    options = {own: body[name] for name, own in OPTIONS.items() if body.get(name) is not None}
    if body.get("stop"):
        options["stop"] = [body["stop"]] if isinstance(body["stop"], str) else body["stop"]
    asked = body.get("response_format") or {}
    schema = (asked.get("json_schema") or {}).get("schema")
    form = {"json_object": "json", "json_schema": schema}.get(asked.get("type", ""))
    return {
        "model": body["model"],
        "messages": body["messages"],
        "options": options,
        "tools": body.get("tools"),
        "format": form,
    }


def started(first: str, rest: Lines) -> Lines:
    """A stream whose first line has been read already."""
    with closing(rest):
        yield from chain((first,), rest)


def whole(state: State, order: Order) -> dict[str, Any]:
    """The answer in one object."""
    written, generation = finished(generate(state, order))
    message = {"role": "assistant", "content": written.text, **reasoning(written)}
    choice = {"index": 0, "message": message, "finish_reason": generation.ended}
    return {**head(order, "chat.completion"), "choices": [choice], "usage": usage_of(generation)}


def reasoning(written: Written) -> dict[str, Any]:
    """Thinking and tool calls, where there are any."""
    beside: dict[str, Any] = {"reasoning": written.thinking} if written.thinking else {}
    if written.tool_calls:
        beside["tool_calls"] = [
            {
                "id": f"call_{index:08x}",
                "index": index,
                "type": "function",
                "function": {"name": call.name, "arguments": encoded(dict(call.arguments))},
            }
            for index, call in enumerate(written.tool_calls)
        ]
    return beside


def head(order: Order, kind: str) -> dict[str, Any]:
    """What every object begins with."""
    return {
        "id": "chatcmpl-1",
        "object": kind,
        "created": int(time.time()),
        "model": order.body["model"],
        "system_fingerprint": "fp_ollama",
    }


def events(state: State, order: Order, *, usage: bool) -> Lines:
    """The answer as events; a runner that dies leaves an empty one and no end."""
    role = {"role": "assistant"}
    same = head(order, "chat.completion.chunk")
    with closing(generate(state, order)) as steps:
        try:
            for step in steps:
                if isinstance(step, Generation):
                    yield from ending(same, step, usage=usage)
                else:
                    delta = {**role, "content": step.text, **reasoning(step)}
                    yield event({**same, "choices": [choice(delta, None)]})
                role = {}
        except RefusedError:
            if role:
                raise
            yield event({**same, "model": "", "choices": [choice({"content": ""}, None)]})


def ending(same: dict[str, Any], generation: Generation, *, usage: bool) -> Iterator[str]:
    """The finish, the figures where they were asked for, and the mark that all is said."""
    yield event({**same, "choices": [choice({}, generation.ended)]})
    if usage:
        yield event({**same, "choices": [], "usage": usage_of(generation)})
    yield "data: [DONE]\n\n"


def choice(delta: dict[str, Any], finish: str | None) -> dict[str, Any]:
    """The one choice of an event."""
    return {"index": 0, "delta": delta, "finish_reason": finish}


def event(value: dict[str, Any]) -> str:
    """A server-sent event."""
    return f"data: {encoded(value)}\n\n"


def usage_of(generation: Generation) -> dict[str, int]:
    """The figures in OpenAI's words."""
    read_tokens, written = generation.prompt.kept, generation.tokens
    return {
        "prompt_tokens": read_tokens,
        "completion_tokens": written,
        "total_tokens": read_tokens + written,
    }

"""`/api/chat` and `/api/generate`."""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from .answering import Order, check, generate, load, local_model
from .behaviour import ToolCall
from .generation import Generation, Written
from .prompts import Message, messages_of, pieces
from .reading import read
from .replies import (
    Objects,
    Received,
    RefusedError,
    Reply,
    as_json,
    as_lines,
    stamp,
)
from .state import State

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """How one endpoint writes its lines."""

    order: Order
    message: Callable[[Written], Line]
    ending: Callable[[Order, str], Line]

    def line(self, written: Written, **more: object) -> Line:
        """One line of a stream, or the whole answer."""
        head = {"model": self.order.body["model"], "created_at": stamp()}
        return {**head, **self.message(written), "done": False, **more}

    def last(self, written: Written, generation: Generation, answer: str) -> Line:
        """The line with the figures; without a stream it carries the whole answer."""
        likely = {"logprobs": list(written.logprobs)} if written.logprobs else {}
        return self.line(
            written,
            done=True,
            done_reason=generation.ended,
            **self.ending(self.order, answer),
            **likely,
            **generation.metrics(),
        )


def chat(state: State, request: Received) -> Reply:
    """Answer a conversation."""
    body = read(request.text, "ChatRequest")
    if not body.get("model"):
        raise RefusedError(400, "model is required")
    order = ordered(state, request, body, messages_of(body))
    return reply(state, Form(order, chat_message, lambda _order, _answer: {}), "chat")


def generate_text(state: State, request: Received) -> Reply:
    """Answer one prompt."""
    body = read(request.text, "GenerateRequest")
    if not body.get("model"):
        raise RefusedError(404, "model '' not found")
    turns = [Message("system", body["system"])] if body.get("system") else []
    turns += [Message("user", body["prompt"])] if body.get("prompt") else []
    order = ordered(state, request, body, tuple(turns if body.get("prompt") else ()))
    return reply(state, Form(order, generate_message, generate_ending), "generate")


def ordered(state: State, request: Received, body: Line, messages: tuple[Message, ...]) -> Order:
    """The request with its model."""
    if not 0 <= (body.get("top_logprobs") or 0) <= 20:
        raise RefusedError(400, "top_logprobs must be between 0 and 20")
    model = local_model(state, request, body["model"])
    return Order(request, body, model, messages, state.take_faults())


def reply(state: State, form: Form, verb: str) -> Reply:
    """Unload, load, answer whole, or stream, as the request says."""
    order = form.order
    if order.unloads:
        state.scheduler.expire(order.model.full_name)
        return as_json(form.line(Written(), done=True, done_reason="unload"))
    check(order, verb)
    if not order.messages:
        load(state, order)
        return as_json(form.line(Written(), done=True, done_reason="load"))
    if order.body.get("stream") is False:
        return as_json(whole(state, form))
    return as_lines(streamed(state, form))


def streamed(state: State, form: Form) -> Objects:
    """A line for each step, and the one with the figures."""
    answer = ""
    with closing(generate(state, form.order)) as steps:
        for step in steps:
            if isinstance(step, Generation):
                yield form.last(Written(), step, answer)
            else:
                answer += step.text
                yield with_logprobs(form.line(step), step)


def with_logprobs(line: Line, step: Written) -> Line:
    """The line with its likelihoods, where they were asked for."""
    return {**line, "logprobs": list(step.logprobs)} if step.logprobs else line


def whole(state: State, form: Form) -> Line:
    """The answer in one object."""
    written, generation = finished(generate(state, form.order))
    return form.last(written, generation, written.text)


def finished(steps: Iterable[Written | Generation]) -> tuple[Written, Generation]:
    """All steps as one, and the generation that ends them."""
    *several, last = steps
    assert isinstance(last, Generation)
    return joined([step for step in several if isinstance(step, Written)]), last


def joined(steps: list[Written]) -> Written:
    """All steps as one."""
    return Written(
        "".join(step.text for step in steps),
        "".join(step.thinking for step in steps),
        tuple(call for step in steps for call in step.tool_calls),
        tuple(likely for step in steps for likely in step.logprobs),
    )


def chat_message(written: Written) -> Line:
    """The part of a chat's line that carries text."""
    message: Line = {"role": "assistant", "content": written.text}
    return {"message": message | beside_text(written)}


def generate_message(written: Written) -> Line:
    """The part of a generate's line that carries text."""
    return {"response": written.text} | beside_text(written)


def beside_text(written: Written) -> Line:
    """Thinking and tool calls, where there are any."""
    beside: Line = {"thinking": written.thinking} if written.thinking else {}
    if written.tool_calls:
        beside["tool_calls"] = [called(i, call) for i, call in enumerate(written.tool_calls)]
    return beside


def called(index: int, call: ToolCall) -> Line:
    """A tool call as the server writes it."""
    function = {"index": index, "name": call.name, "arguments": dict(call.arguments)}
    return {"id": f"call_{index:08x}", "function": function}


def generate_ending(order: Order, answer: str) -> Line:
    """The conversation as token numbers, for the next request."""
    text = "\n".join(m.content for m in order.messages) + answer
    return {"context": list(range(1, len(pieces(text)) + 1))}

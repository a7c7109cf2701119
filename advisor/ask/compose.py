"""Let a model write the draft: whole passages within its room, and again if the prompt was cut."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from advisor.ask.events import Discarded, Event, Progress, Token
from advisor.ask.sentences import plain
from advisor.errors import PromptCutError
from advisor.ports import ChatModel, Finished, Message, Piece, Reading, Waiting
from advisor.prompts import Prompts
from advisor.records import Hit, Usage

_QUESTION_CHARACTERS = 2_000  # of a question; what is longer is shown to a model by its ends


@dataclass(frozen=True, slots=True)
class Written:
    """A complete draft, the passages it was written from and the tokens it took."""

    text: str
    hits: tuple[Hit, ...]
    usage: Usage


async def compose(
    question: str, hits: Sequence[Hit], model: ChatModel, prompts: Prompts, max_tokens: int
) -> AsyncGenerator[Event | Written, None]:
    """Stream a model's draft; the last item is `Written`. Raises what `ChatModel.write` raises.

    Passages that do not fit are left out whole, the last first. When the server cut the prompt all
    the same, the draft is thrown away and asked for again with half the passages.
    """
    room = await model.room(max_tokens)
    count = _fitting(question, hits, model, prompts, room)
    while True:
        used = tuple(hits[:count])
        messages = prompt(question, used, prompts)
        try:
            async with aclosing(_stream(messages, model, used, max_tokens)) as events:
                async for event in events:
                    yield _counted(event, hits) if isinstance(event, Written) else event
        except PromptCutError:
            if count == 1:
                raise
            count //= 2
            yield Discarded("The model did not read the whole prompt; asking with fewer passages.")
        else:
            return


def prompt(question: str, hits: Sequence[Hit], prompts: Prompts) -> list[Message]:
    """Build the messages: first what never changes, then passages and question."""
    passages = "\n\n".join(f"[S{n}] {passage(hit)}" for n, hit in enumerate(hits, start=1))
    return [
        Message("system", prompts.answer),
        Message("user", prompts.ask(passages, shortened(question))),
    ]


def passage(hit: Hit) -> str:
    """Write a passage for a prompt: title, heading path, party and date above its text."""
    chunk = hit.chunk
    head = " › ".join(dict.fromkeys((chunk.vendor, chunk.title, *chunk.heading)))
    text = "\n".join(line for line in map(plain, chunk.text.splitlines()) if line)
    return f"{head.strip(' ›')} ({chunk.party}, {chunk.as_of.isoformat()})\n{text}"


def shortened(question: str) -> str:
    """A question a prompt can hold: the ends of one that is far too long."""
    if len(question) <= _QUESTION_CHARACTERS:
        return question
    half = _QUESTION_CHARACTERS // 2
    return f"{question[:half]} … {question[-half:]}"


def _fitting(
    question: str, hits: Sequence[Hit], model: ChatModel, prompts: Prompts, room: int
) -> int:
    """How many passages fit into the room; at least one, which the model then judges itself."""
    count = len(hits)
    while count > 1 and model.tokens(prompt(question, hits[:count], prompts)) > room:
        count -= 1
    return count


async def _stream(
    messages: Sequence[Message], model: ChatModel, used: tuple[Hit, ...], max_tokens: int
) -> AsyncGenerator[Event | Written, None]:
    text: list[str] = []
    async with aclosing(model.write(messages, max_tokens=max_tokens)) as pieces:
        async for piece in pieces:
            match piece:
                case Waiting(ahead):
                    yield Progress(
                        "waiting", f"Waiting for the model behind {ahead} other{'s' * (ahead > 1)}"
                    )
                case Reading():
                    yield Progress("reading", f"Reading {len(used)} passage{'s' * (len(used) > 1)}")
                case Piece(new):
                    if not text:
                        yield Progress("writing", "Writing")
                    text.append(new)
                    yield Token(new)
                case Finished(read, written):
                    usage = Usage(read, written, passages=len(used))
                    yield Written("".join(text), used, usage)


def _counted(written: Written, hits: Sequence[Hit]) -> Written:
    """Note how many passages were left out to fit."""
    usage = written.usage
    left_out = len(hits) - usage.passages
    return Written(
        written.text,
        written.hits,
        Usage(usage.prompt_tokens, usage.completion_tokens, usage.passages, left_out),
    )

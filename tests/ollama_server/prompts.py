"""How a prompt is counted, and what of it is left when it is longer than the context."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

PIECE = re.compile(r"\s*\w{1,12}|\s*[^\w\s]|\s+")
MESSAGE_MARKS = 5  # <|im_start|> role \n … <|im_end|> \n
ANSWER_MARKS = 4  # <|im_start|> assist ant \n


@dataclass(frozen=True, slots=True)
class Message:
    """One turn as the model reads it."""

    role: str
    content: str
    images: int = 0


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model reads, with the tokens of what was sent and of what was kept.

    `cut` tells that even the last message lost its beginning.
    """

    messages: tuple[Message, ...]
    sent: int
    kept: int
    cut: bool = False

    @property
    def tokens(self) -> list[str]:
        """The pieces in order, each message led by its role."""
        return [p for m in self.messages for p in (f"<{m.role}>", *pieces(m.content))]


def pieces(text: str) -> list[str]:
    """The text cut into tokens; joined they give it back."""
    return PIECE.findall(text)


def count_tokens(text: str) -> int:
    """How many tokens the fake counts for a text."""
    return len(pieces(text))


def prompt_tokens(messages: Sequence[Message]) -> int:
    """The tokens of a whole prompt with its chat marks."""
    return ANSWER_MARKS + sum(MESSAGE_MARKS + count_tokens(m.content) for m in messages)


def messages_of(body: Mapping[str, Any]) -> tuple[Message, ...]:
    """The turns of a request."""
    return tuple(
        Message(
            str(raw.get("role", "")).lower(),
            raw.get("content") or "",
            len(raw.get("images") or ()),
        )
        for raw in body.get("messages") or ()
    )


def fit(messages: tuple[Message, ...], num_ctx: int, num_keep: int) -> Prompt:
    """Drop old turns, then cut what is left to half of the context, as the server does."""
    sent = prompt_tokens(messages)
    kept = drop_old_turns(messages, num_ctx)
    tokens = prompt_tokens(kept)
    if tokens < num_ctx:
        return Prompt(kept, sent, tokens)
    keep = max(0, min(num_keep, num_ctx - 1))
    limit = num_ctx - max((num_ctx - keep) // 2, 1)
    return Prompt(keep_tail(kept, limit - keep - ANSWER_MARKS), sent, limit, cut=True)


def drop_old_turns(messages: tuple[Message, ...], num_ctx: int) -> tuple[Message, ...]:
    """Leave turns out from the front until the rest fits; system turns and the last stay."""
    kept = messages
    for start in range(len(messages)):
        system = tuple(m for m in messages[:start] if m.role == "system")
        kept = system + messages[start:]
        if prompt_tokens(kept) <= num_ctx:
            break
    return kept


def keep_tail(messages: tuple[Message, ...], tokens: int) -> tuple[Message, ...]:
    """Only the last tokens, as the end of the last messages."""
    tail: list[Message] = []
    for message in reversed(messages):
        tokens -= MESSAGE_MARKS
        if tokens <= 0:
            break
        left = pieces(message.content)[-tokens:]
        tail.insert(0, replace(message, content="".join(left)))
        tokens -= len(left)
    return tuple(tail)

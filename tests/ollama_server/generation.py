"""One answer being written: the loop over the model's pieces, its ends and its faults."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from math import log
from threading import Event
from typing import Any

from .behaviour import Piece, Thought, ToolCall
from .faults import Faults
from .prompts import Prompt
from .replies import (
    ClientGoneError,
    RefusedError,
    ServerDiedError,
)

LOOK_EVERY = 0.01  # seconds between looks whether the client is still there
RUNNER_DIED = "an error was encountered while running the model: unexpected EOF"
OPEN_ENDED_CONTEXTS = 10  # an answer without limit ends after so many whole contexts
LOAD_NS, WARM_NS = 500_000_000, 1_000_000
READ_TOKEN_NS, WRITE_TOKEN_NS = 2_600_000, 6_000_000


@dataclass(slots=True)
class Generation:
    """What is known of one answer; `ended` is empty while it is being written.

    It becomes "stop", "length", "cancelled", "runner died", "server died" or "refused".
    """

    model: str
    num_ctx: int
    prompt: Prompt
    fresh: bool = False
    cached: int = 0
    tokens: int = 0
    ended: str = ""

    @property
    def cancelled(self) -> bool:
        """Whether the client went away before the end."""
        return self.ended == "cancelled"

    def metrics(self) -> dict[str, int]:
        """The figures of the last line; the durations are made up, but hang on what was done."""
        load = LOAD_NS if self.fresh else WARM_NS
        read = READ_TOKEN_NS * max(1, self.prompt.kept - self.cached)
        written = WRITE_TOKEN_NS * self.tokens
        return {
            "total_duration": load + read + written,
            "load_duration": load,
            "prompt_eval_count": self.prompt.kept,
            "prompt_eval_duration": read,
            "eval_count": self.tokens,
            "eval_duration": written,
        }


@dataclass(frozen=True, slots=True)
class Written:
    """What one step of the model adds to the answer; `logprobs` only where asked for."""

    text: str = ""
    thinking: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    logprobs: tuple[dict[str, Any], ...] = ()


@dataclass(slots=True)
class Writer:
    """Runs a model's pieces through the limits and the faults of one request."""

    generation: Generation
    options: Mapping[str, Any]
    faults: Faults
    gone: Callable[[], bool]
    shift: bool = True
    thinks: bool = False
    alternatives: int | None = None
    held: str = field(default="", init=False)

    def write(self, pieces: Iterable[Piece]) -> Generator[Written, None, None]:
        """What is added step by step; the generation's `ended` then tells why it is over."""
        wait(self.faults.released, self.faults.slow_first, self.gone)
        for piece in chain(pieces, (None,)):
            if isinstance(piece, Thought) and not self.thinks:
                continue
            self.meet_faults()
            if self.generation.tokens >= self.limit() and piece is not None:
                self.generation.ended = "length"
                break
            self.generation.tokens += 1  # the end of the answer is a token too
            if piece is None:
                self.generation.ended = "stop"
                break
            if (step := self.step(piece)) is not None:
                yield step
            if self.generation.ended:
                return
        if self.held:
            yield Written(text=self.held)

    def limit(self) -> int:
        """How many tokens the answer may have."""
        num_ctx = self.generation.num_ctx
        asked = self.options.get("num_predict", -1)
        most = OPEN_ENDED_CONTEXTS * num_ctx
        limits = [most if asked is None or asked < 0 else min(int(asked), most)]
        if not self.shift:
            limits.append(num_ctx - self.generation.prompt.kept)
        if self.faults.cut_by_length is not None:
            limits.append(self.faults.cut_by_length)
        return min(limits)

    def meet_faults(self) -> None:
        """Whatever is to go wrong before the next token."""
        count = self.generation.tokens
        if self.gone():
            raise ClientGoneError
        if self.faults.runner_dies_after == count:
            raise RunnerDiedError
        if self.faults.server_dies_after == count:
            raise ServerDiedError
        if self.faults.hangs_at(count):
            wait(self.faults.released, None, self.gone)

    def step(self, piece: Piece) -> Written | None:
        """The piece as it is sent, or None while it may yet be the start of a stop word."""
        if isinstance(piece, Thought):
            return Written(thinking=piece.text)
        if isinstance(piece, ToolCall):
            return Written(tool_calls=(piece,))
        text = self.released_text(piece)
        logprobs = () if self.alternatives is None else (logprob(piece, self.alternatives),)
        return Written(text=text, logprobs=logprobs) if text or logprobs else None

    def released_text(self, piece: str) -> str:
        """The text that is surely not part of a stop word; a whole one ends the answer."""
        self.held += piece
        words = self.options.get("stop") or ()
        found = [at for word in words if (at := self.held.find(word)) >= 0]
        if found:
            self.generation.ended = "stop"
            text, self.held = self.held[: min(found)], ""
            return text
        keep = max((overlap(self.held, word) for word in words), default=0)
        text, self.held = self.held[: len(self.held) - keep], self.held[len(self.held) - keep :]
        return text


class RunnerDiedError(RefusedError):
    """The process that holds the model is gone."""

    def __init__(self) -> None:
        super().__init__(500, RUNNER_DIED)


def overlap(text: str, word: str) -> int:
    """How much of the text's end is the beginning of a word."""
    return next((n for n in range(len(word) - 1, 0, -1) if text.endswith(word[:n])), 0)


def wait(released: Event, most: float | None, gone: Callable[[], bool]) -> None:
    """Be silent until released, for so many seconds at most, or until nobody listens."""
    left = most
    while (left is None or left > 0) and not released.wait(min(LOOK_EVERY, left or LOOK_EVERY)):
        if gone():
            raise ClientGoneError
        left = None if left is None else left - LOOK_EVERY


def logprob(token: str, alternatives: int) -> dict[str, Any]:
    """A token's made-up likelihood, with as many alternatives as were asked for."""
    first = likelihood(token, 0)
    others = [likelihood(token, rank) for rank in range(alternatives)]
    return first | ({"top_logprobs": others} if others else {})


def likelihood(token: str, rank: int) -> dict[str, Any]:
    """The token itself first, made-up neighbours after it."""
    text = token if rank == 0 else f"{token}{rank}"
    return {"token": text, "logprob": log(0.5 / (rank + 1)), "bytes": list(text.encode())}

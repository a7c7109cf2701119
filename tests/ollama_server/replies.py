"""What comes in and what goes out, before it is bytes on a socket."""

import json
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

GIN_JSON = "application/json; charset=utf-8"
PLAIN_JSON = "application/json"
NDJSON = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it arrived; `body` is empty where it was no JSON object."""

    method: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    text: str = field(repr=False)
    gone: Callable[[], bool] = field(repr=False, compare=False)
    """Whether the client has closed its side."""

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object that was sent."""
        try:
            value = json.loads(self.text)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer sent in one piece."""

    status: int
    content: bytes = b""
    content_type: str = ""


Lines = Generator[str, None, None]
Objects = Generator[dict[str, Any], None, None]


@dataclass(frozen=True, slots=True)
class Streamed:
    """An answer sent line by line; an error before the first line still sets the status."""

    lines: Lines
    content_type: str = NDJSON


Reply = Whole | Streamed


class RefusedError(Exception):
    """The server answers with an error: a status before the first line, a line after it."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class ClientGoneError(Exception):
    """Nobody reads any more."""


class ServerDiedError(Exception):
    """The whole server is gone, without a word."""


def encoded(value: object) -> str:
    """JSON as Go writes it: compact, and with `<`, `>` and `&` escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def as_json(value: object, status: int = 200, content_type: str = GIN_JSON) -> Whole:
    """A JSON answer."""
    return Whole(status, encoded(value).encode(), content_type)


def as_lines(values: Objects) -> Streamed:
    """A stream of JSON lines."""
    return Streamed(lines_of(values))


def lines_of(values: Objects) -> Lines:
    """A line for each object; whoever stops reading stops the writing too."""
    with closing(values):
        for value in values:
            yield encoded(value) + "\n"


def stamp(moment: datetime | None = None) -> str:
    """A time as Go writes it, to the nanosecond."""
    if moment is not None:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f000Z")
    nanoseconds = time.time_ns()
    second = datetime.fromtimestamp(nanoseconds // 10**9, UTC)
    return f"{second:%Y-%m-%dT%H:%M:%S}.{nanoseconds % 10**9:09d}Z"

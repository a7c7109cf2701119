"""Recorded exchanges: read, sent again, and compared with what comes back."""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import Any

import httpx

LEFT_OUT = "…"
DECIDING = frozenset(
    [
        "capabilities",
        "code",
        "context_length",
        "disabled",
        "done_reason",
        "error",
        "family",
        "finish_reason",
        "format",
        "id",
        "llama.context_length",
        "message",
        "model",
        "name",
        "object",
        "owned_by",
        "role",
        "source",
        "status",
        "type",
    ]
)
CHANGING = (
    (r"\b[0-9a-f]{12,64}\b", "DIGEST"),
    (r"\bts=\d+", "ts=TIME"),
    (r"^(chatcmpl-|call_)\w+", r"\1ID"),
    (r"(request \(|n_prompt_tokens\":)\d+", r"\1COUNT"),  # another tokenizer counts
)
PATIENCE = 0.5  # seconds without a byte before the client of an exchange gives up


@dataclass(frozen=True, slots=True)
class Response:
    """What came back: the first lines, the last, how many in all, and how it broke off."""

    status: int
    content_type: str
    chunked: bool
    first: tuple[str, ...]
    last: tuple[str, ...]
    count: int
    broke: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that are known."""
        return self.first + self.last


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and the recorded response; none where nothing listened."""

    name: str
    method: str
    path: str
    headers: Mapping[str, str]
    content: bytes
    response: Response | None
    leaves_after: int | None = None

    @property
    def body(self) -> dict[str, Any]:
        """The request's JSON object, or an empty one."""
        with suppress(ValueError):
            value = json.loads(self.content)
            return value if isinstance(value, dict) else {}
        return {}

    @property
    def model(self) -> str:
        """The model asked for."""
        return str(self.body.get("model", ""))


def read_exchanges(path: Path) -> list[Exchange]:
    """The exchanges of a file, in order."""
    recorded = json.loads(path.read_text(encoding="utf-8"))
    return [exchange(path.stem, one) for one in recorded.get("exchanges", [recorded])]


def exchange(name: str, one: Mapping[str, Any]) -> Exchange:
    """One recorded exchange."""
    request, answer = one["request"], one.get("response")
    body = request.get("body")
    content = body if isinstance(body, str) else json.dumps(body) if body is not None else ""
    return Exchange(
        name,
        request["method"],
        request["path"],
        request.get("headers") or {},
        content.encode(),
        answer and response(answer),
        answer and answer.get("client_closed_after_lines"),
    )


def response(answer: Mapping[str, Any]) -> Response:
    """A recorded response; the recorder left out the middle of long streams."""
    lines = [(stamp, text) for stamp, text in answer["lines_ms"]]
    gap = next((i for i, (stamp, _) in enumerate(lines) if stamp == LEFT_OUT), len(lines))
    texts = [text for _, text in lines]
    return Response(
        answer["status"],
        answer["headers"].get("content-type", ""),
        "transfer-encoding" in answer["headers"],
        tuple(texts[:gap]),
        tuple(texts[gap + 1 :]),
        answer["line_count"],
        "broke_with" in answer,
    )


def caller(url: str, patience: float = 10.0) -> httpx.Client:
    """A client for plain loopback: no proxy, and no certificates, which take long to read."""
    return httpx.Client(
        base_url=url,
        timeout=httpx.Timeout(10.0, read=patience),
        trust_env=False,
        verify=SSLContext(PROTOCOL_TLS_CLIENT),
    )


def send(url: str, sent: Exchange) -> Response | None:
    """Send a request again; None where nobody listens."""
    broke = sent.response is not None and sent.response.broke
    with caller(url, PATIENCE if broke else 10.0) as client:
        request = client.build_request(
            sent.method, sent.path, headers=dict(sent.headers), content=sent.content
        )
        try:
            answer = client.send(request, stream=True)
        except httpx.ConnectError:
            return None
        with closing(answer):
            return received(answer, sent.leaves_after)


def received(answer: httpx.Response, most: int | None) -> Response:
    """What comes back, line by line, until it ends, breaks off, or is enough."""
    lines: list[str] = []
    ended = read_lines(answer, lines, most)
    return Response(
        answer.status_code,
        answer.headers.get("content-type", ""),
        "transfer-encoding" in answer.headers,
        tuple(lines),
        (),
        len(lines),
        not ended,
    )


def read_lines(answer: httpx.Response, lines: list[str], most: int | None) -> bool:
    """Read until the end, or until enough; whether there was an end."""
    try:
        for line in answer.iter_lines():
            lines.append(line)
            if len(lines) == most:
                break
    except httpx.TransportError:
        return False
    return True


def differences(recorded: Response, got: Response, *, any_count: bool = False) -> list[str]:
    """Where two responses differ in what a client can rely on."""
    first = got.lines[: len(recorded.first)]
    last = got.lines[len(got.lines) - len(recorded.last) :]
    return [
        *unequal("status", recorded.status, got.status),
        *unequal("content type", recorded.content_type, got.content_type),
        *unequal("chunked", recorded.chunked, got.chunked),
        *unequal("lines", None if any_count else recorded.count, None if any_count else got.count),
        *unequal("first lines", shapes(recorded.first), shapes(first)),
        *unequal("last lines", shapes(recorded.last), shapes(last)),
    ]


def unequal(what: str, recorded: object, got: object) -> list[str]:
    """One difference, or none."""
    return [] if recorded == got else [f"{what}: recorded {recorded!r}, got {got!r}"]


def shapes(lines: tuple[str, ...]) -> list[object]:
    """What each line is made of."""
    return [line_shape(line) for line in lines]


def line_shape(line: str) -> object:
    """A line's keys in order with their kinds, and the values that clients decide by."""
    rest = line.removeprefix("data: ")
    try:
        return (rest != line, shape("", json.loads(rest)))
    except ValueError:
        return line


def shape(key: str, value: object) -> object:
    """The kind of a value, or the value itself where clients decide by it."""
    match value:
        case dict():
            return [(name, shape(name, inner)) for name, inner in value.items()]
        case list() if key == "tensors":
            return [sorted(tensor) for tensor in value[:1]]
        case list():
            return different(shape(key, item) for item in value)
        case bool() | None:
            return value
        case int() | float():
            return value if key in DECIDING else "number"
        case _:
            return settled(str(value)) if key in DECIDING else "text"


def different(values: Iterable[object]) -> list[object]:
    """Each value once, in order."""
    once: list[object] = []
    for value in values:
        if value not in once:
            once.append(value)
    return once


def settled(text: str) -> str:
    """A text without the parts that differ from one run to the next."""
    for pattern, word in CHANGING:
        text = re.sub(pattern, word, text)
    return text

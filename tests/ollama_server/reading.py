"""Reading a request's JSON with the words Go's decoder has for what is wrong with it."""

import json
import re
from collections.abc import Mapping
from typing import Any

from .replies import RefusedError

STRING, BOOLEAN, NUMBER = "string", "bool", "int"
OPTIONS = "map[string]interface {}"
FIELDS: dict[str, dict[str, str]] = {
    "ChatRequest": {
        "model": STRING,
        "messages": "[]api.Message",
        "stream": BOOLEAN,
        "options": OPTIONS,
        "truncate": BOOLEAN,
        "shift": BOOLEAN,
        "logprobs": BOOLEAN,
        "top_logprobs": NUMBER,
    },
    "GenerateRequest": {
        "model": STRING,
        "prompt": STRING,
        "system": STRING,
        "stream": BOOLEAN,
        "options": OPTIONS,
        "truncate": BOOLEAN,
        "shift": BOOLEAN,
    },
    "ChatCompletionRequest": {"model": STRING, "messages": "[]openai.Message", "stream": BOOLEAN},
    "EmbedRequest": {"model": STRING, "options": OPTIONS},
    "PullRequest": {"model": STRING, "name": STRING, "insecure": BOOLEAN, "stream": BOOLEAN},
    "ShowRequest": {"model": STRING, "name": STRING},
    "DeleteRequest": {"model": STRING, "name": STRING},
    "CopyRequest": {"source": STRING, "destination": STRING},
    "CreateRequest": {"model": STRING, "name": STRING, "from": STRING, "stream": BOOLEAN},
}
KINDS = {
    STRING: str,
    BOOLEAN: bool,
    NUMBER: int,
    OPTIONS: dict,
    "[]api.Message": list,
    "[]openai.Message": list,
}
OPTION_TYPES = {
    "type integer": {
        "num_ctx",
        "num_batch",
        "num_gpu",
        "main_gpu",
        "num_thread",
        "num_keep",
        "seed",
        "num_predict",
        "top_k",
        "repeat_last_n",
    },
    "type float32": {
        "top_p",
        "min_p",
        "typical_p",
        "temperature",
        "repeat_penalty",
        "presence_penalty",
        "frequency_penalty",
    },
    "type boolean": {"use_mmap"},
    "type array": {"stop"},
}
THINKING = ("high", "medium", "low", "max")
SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
FOREVER = float(2**63) / 1e9  # Go's longest duration
DEFAULT_KEEP_ALIVE = 300.0


def read(text: str, record: str) -> dict[str, Any]:
    """The object in a request's body, its fields checked against the record's."""
    if not text.strip():
        raise RefusedError(400, "missing request body")
    try:
        value, _ = json.JSONDecoder().raw_decode(text.lstrip())
    except json.JSONDecodeError as error:
        raise RefusedError(400, syntax_error(error)) from error
    if not isinstance(value, dict):
        raise RefusedError(400, mismatch(value, f"value of type api.{record}"))
    for name, kind in FIELDS[record].items():
        if not fits(value.get(name), kind):
            raise RefusedError(
                400, mismatch(value[name], f"struct field {record}.{name} of type {kind}")
            )
    check_messages(value)
    return value


def syntax_error(error: json.JSONDecodeError) -> str:
    """What Go says where Python's decoder stopped."""
    if error.pos >= len(error.doc):
        return "unexpected EOF"
    place = {
        "Expecting property name": "looking for beginning of object key string",
        "Expecting value": "looking for beginning of value",
        "Expecting ',' delimiter": "after object key:value pair",
        "Expecting ':' delimiter": "after object key",
    }
    said = (words for start, words in place.items() if error.msg.startswith(start))
    return f"invalid character {error.doc[error.pos]!r} {next(said, 'in string literal')}"


def mismatch(value: object, target: str) -> str:
    """A value of one kind where Go wants another."""
    return f"json: cannot unmarshal {go_kind(value)} into Go {target}"


def go_kind(value: object) -> str:
    """JSON's word for a value, as Go names it."""
    match value:
        case bool():
            return "bool"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def fits(value: object, kind: str) -> bool:
    """Whether a field may hold a value; null fits everywhere."""
    if value is None:
        return True
    return isinstance(value, KINDS[kind]) and (kind != NUMBER or not isinstance(value, bool))


def check_messages(body: Mapping[str, Any]) -> None:
    """Refuse turns that are no objects, or whose text is no string."""
    for message in body.get("messages") or ():
        if not isinstance(message, dict):
            raise RefusedError(400, mismatch(message, "value of type api.Alias"))
        if not isinstance(message.get("content", ""), str | None):
            raise RefusedError(
                400, mismatch(message["content"], "struct field Alias.content of type string")
            )


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse an option of the wrong type; one that is unknown is passed over."""
    for name, value in options.items():
        wanted = next((kind for kind, names in OPTION_TYPES.items() if name in names), "")
        if wanted and value is not None and not has_type(value, wanted):
            raise RefusedError(500, f'option "{name}" must be of {wanted}')
        if wanted == "type array" and not all(isinstance(word, str) for word in value or ()):
            raise RefusedError(500, f'option "{name}" must be of an array of strings')


def has_type(value: object, wanted: str) -> bool:
    """Whether an option's value is of the wanted type; any number may stand for an integer."""
    if wanted == "type array":
        return isinstance(value, list)
    if wanted == "type boolean":
        return isinstance(value, bool)
    return isinstance(value, int | float) and not isinstance(value, bool)


def thinking(value: object) -> bool | None:
    """What `think` asks for; None leaves it to the model."""
    if value is None or isinstance(value, bool):
        return value
    levels = ", ".join(f'"{level}"' for level in THINKING)
    if not isinstance(value, str):
        raise RefusedError(400, f"think must be a boolean or string ({levels}, true, or false)")
    if value not in THINKING:
        wrong = json.dumps(value)
        raise RefusedError(400, f"invalid think value: {wrong} (must be {levels}, true, or false)")
    return True


def keep_alive(value: object) -> float:
    """Seconds that a model stays loaded after a request; below zero is for ever."""
    if value is None:
        return DEFAULT_KEEP_ALIVE
    if isinstance(value, str):
        value = seconds(value)
    if not isinstance(value, int | float):
        raise RefusedError(400, f"Unsupported type: '{type(value).__name__}'")
    return FOREVER if value < 0 else float(value)


def seconds(text: str) -> float:
    """A Go duration such as `1h30m`."""
    if not re.fullmatch(r"-?(\d+(\.\d+)?(ns|us|ms|s|m|h))+|0", text):
        raise RefusedError(400, f'time: invalid duration "{text}"')
    parts = re.findall(r"(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)", text)
    total = sum(float(number) * SECONDS[unit] for number, unit in parts)
    return -total if text.startswith("-") else total

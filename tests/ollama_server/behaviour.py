"""What stands in for the language model: any function of messages and options to pieces."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .prompts import Message, pieces

PASSAGE = re.compile(r"^\[(S\d+)\][ \t]*(\S.*(?:\n(?!\s*\n|\[S\d+\]).*)*)", re.MULTILINE)
FIRST_SENTENCE = re.compile(r"\s*(.+?)(?:[.!?](?=\s|$)|$)", re.DOTALL)
PASSAGES_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Thought:
    """A token of the reasoning trace; left out when thinking is off."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call of a tool in the place of text."""

    name: str
    arguments: Mapping[str, Any]


Piece = str | Thought | ToolCall
Options = Mapping[str, Any]
"""The request's `options`, with its `format`, `think` and `tools` beside them."""
Behaviour = Callable[[Sequence[Message], Options], Iterable[Piece]]


def says(*texts: str, thinking: str = "") -> Behaviour:
    """A model that gives these answers in turn, and the last of them from then on."""
    left = list(texts)

    def behaviour(messages: Sequence[Message], options: Options) -> Iterator[Piece]:
        text = left.pop(0) if len(left) > 1 else left[0]
        yield from map(Thought, pieces(thinking))
        yield from pieces(text)

    return behaviour


def toy(messages: Sequence[Message], options: Options) -> Iterator[Piece]:
    """Quote the passages of the prompt with their marks, or echo the question."""
    yield from map(Thought, pieces("Let me look at the passages."))
    answer = quoted(messages) or echoed(messages)
    if (schema := options.get("format")) is not None:
        answer = json.dumps(instance(schema, answer), ensure_ascii=False)
    yield from pieces(answer)


def quoted(messages: Sequence[Message]) -> str:
    """Two or three sentences, each the first of a passage with its mark; or nothing."""
    found = [match for m in messages for match in PASSAGE.finditer(m.content)]
    return " ".join(
        f"{first_sentence(below_title(match[2]))} [{match[1]}]."
        for match in found[:PASSAGES_QUOTED]
    )


def below_title(passage: str) -> str:
    """A passage without its first line, which is a title wherever more lines follow."""
    _, _, text = passage.partition("\n")
    return text or passage


def first_sentence(text: str) -> str:
    """The text up to its first full stop, on one line."""
    match = FIRST_SENTENCE.match(text)
    return " ".join((match[1] if match else text).split())


def echoed(messages: Sequence[Message]) -> str:
    """A short answer that shows what was read."""
    asked = next((m.content for m in reversed(messages) if m.role == "user"), "")
    return f"You asked: {first_sentence(asked)}." if asked.strip() else "Hello."


def instance(schema: object, text: str) -> object:
    """The smallest value that meets a JSON schema, with the text where strings are asked for."""
    if not isinstance(schema, Mapping):
        return {"answer": text}
    return Filler(schema.get("$defs") or schema.get("definitions") or {}, text).value(schema)


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills one schema; the definitions are those its references point to."""

    definitions: Mapping[str, Any]
    text: str

    def value(self, schema: Mapping[str, Any]) -> object:
        """A value that meets the schema."""
        if "$ref" in schema:
            return self.value(self.definitions[schema["$ref"].rsplit("/", 1)[-1]])
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        for several in ("anyOf", "oneOf", "allOf"):
            if several in schema:
                return self.value(schema[several][0])
        return self.plain(schema)

    def plain(self, schema: Mapping[str, Any]) -> object:
        """A value of the schema's `type`."""
        match schema.get("type", "object"):
            case "string":
                return self.text[: schema.get("maxLength")]
            case "boolean":
                return True
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "array":
                items = schema.get("items") or {"type": "string"}
                return [self.value(items)] * max(1, schema.get("minItems", 1))
            case "null":
                return None
            case _:
                return {k: self.value(v) for k, v in schema.get("properties", {}).items()}

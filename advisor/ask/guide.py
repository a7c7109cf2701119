"""The built-in guide's sections: what kind each is, whose case it makes, what lies next to it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import KnowledgeFileError
from advisor.records import Chunk, Side

SOURCE = "guide"
_NUMBER = re.compile(r"^(\d+(?:\.\d+)?)\b")


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the guide; `related` are section ids, `follow_up` a question it answers."""

    id: str
    title: str
    side: Side
    kind: str
    related: tuple[str, ...]
    follow_up: str


Guide = Mapping[str, Section]


def read_guide(file: Path) -> Guide:
    """Read `sections.toml`."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        return {
            number: Section(
                id=number,
                title=table["title"],
                side=table["side"],
                kind=table["kind"],
                related=tuple(table["related"]),
                follow_up=table["follow_up"],
            )
            for number, table in tables.items()
        }
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error!r}.") from error


def section_of(chunk: Chunk, guide: Guide) -> Section | None:
    """Return the guide's section a passage belongs to, None for other sources."""
    if chunk.source != SOURCE:
        return None
    for heading in reversed(chunk.heading):
        number = _NUMBER.match(heading)
        if number and number.group(1) in guide:
            return guide[number.group(1)]
    return None

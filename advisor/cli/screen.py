"""What the commands print with: JSON for machines, rich text for people, progress aside."""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from typing import TYPE_CHECKING, TextIO

from advisor.as_json import Json

if TYPE_CHECKING:
    from rich.console import Console

WIDE = 240  # columns of a table in a pipe, so that nothing is folded or cut
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@cache
def out() -> Console:
    """Answers and tables: standard output."""
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, soft_wrap=True, width=WIDE)


@cache
def aside() -> Console:
    """Progress and remarks: standard error, so that pipes stay clean."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def print_json(value: Json) -> None:
    """Print one JSON object over several lines."""
    _write(value, sys.stdout, indent=2)


def print_json_line(value: Json, file: TextIO) -> None:
    """Print one JSON object as a line, and at once."""
    _write(value, file)
    file.flush()


def _write(value: Json, file: TextIO, indent: int | None = None) -> None:
    holds_all = (file.encoding or "").lower().replace("-", "") == "utf8"
    file.write(json.dumps(value, ensure_ascii=not holds_all, indent=indent) + "\n")


def plain(text: str) -> str:
    """Take out control characters: a page or a model must not steer the terminal."""
    return _CONTROL.sub("", text)

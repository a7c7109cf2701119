"""What the commands print with: JSON for machines, rich text for people, progress aside."""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import TYPE_CHECKING

from advisor.as_json import Json

if TYPE_CHECKING:
    from rich.console import Console


@cache
def out() -> Console:
    """Answers and tables: standard output."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


@cache
def aside() -> Console:
    """Progress and remarks: standard error, so that pipes stay clean."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def print_json(value: Json) -> None:
    """Print one JSON object, readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")

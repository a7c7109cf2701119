"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Model = Annotated[
    str | None,
    typer.Option(help="Who writes: auto, none, ollama:NAME, openai:NAME or any provider:NAME."),
]
Questions = Annotated[
    Path | None,
    typer.Option(help="JSON Lines with `id`, `question` and, optionally, `history`."),
]
Out = Annotated[Path | None, typer.Option(help="Where the answers to --questions are written.")]

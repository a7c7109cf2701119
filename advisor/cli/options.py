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
Question = Annotated[str | None, typer.Argument(help="The question, in quotes.")]
Questions = Annotated[
    Path | None,
    typer.Option(help="JSON Lines with `id`, `question` and, optionally, `history`."),
]
Out = Annotated[Path | None, typer.Option(help="Where the answers to --questions are written.")]


def one_way_of_asking(question: str | None, questions: Path | None, out: Path | None) -> str:
    """Return the question, empty when a file holds them; refuse both, neither and a lone --out."""
    if (question is None) == (questions is None):
        raise typer.BadParameter("Give either a question or --questions FILE.")
    if out is not None and questions is None:
        raise typer.BadParameter("--out goes with --questions; use `> FILE` for one answer.")
    # An argument that is not text in this system's encoding has half characters.
    return (question or "").encode("utf-8", "replace").decode("utf-8")

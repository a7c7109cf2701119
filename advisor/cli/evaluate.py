"""`advisor eval`: how well the advisor finds and answers, on data with known answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.evaluate.measure import Wanted
    from advisor.evaluate.run import Run
    from advisor.library.sync import Report, SyncEvent


def evaluate(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders with corpus.jsonl, queries.jsonl and qrels.tsv."),
    ] = None,
    questions: Annotated[
        list[Path] | None,
        typer.Option(help="JSON Lines of questions with the quotes that answer them."),
    ] = None,
    over: Annotated[
        list[str] | None,
        typer.Option(help="Files, folders or sources the questions are about; as for sync."),
    ] = None,
    as_json: AsJson = False,
    strict: Annotated[
        bool, typer.Option("--strict/--lenient", help="Stop at faulty lines, or leave them out.")
    ] = False,
    rebuild: Annotated[bool, typer.Option(help="Read and index everything again.")] = False,
) -> None:
    """Measure the search and the answers on data with known answers.

    `advisor eval FOLDER` ranks the documents of a set, as whole documents and as passages.

    `advisor eval --questions FILE.jsonl --over PAGES/` looks for the quotes that answer questions.

    The libraries it fills are kept under `eval` in the advisor's home, so that a second run embeds
    nothing; they may be deleted at any time.
    """
    if not folders and not questions:
        raise typer.BadParameter("Give a folder or --questions FILE.")
    if over and not questions:
        raise typer.BadParameter("--over goes with --questions.")
    from advisor.cli.screen import print_json
    from advisor.evaluate.measure import Wanted
    from advisor.evaluate.run import run_json

    wanted = Wanted(folders or [], questions or [], over or [], strict)
    run = _measured(wanted, rebuild=rebuild)
    if as_json:
        print_json(run_json(run))
    else:
        from advisor.cli.evaluation import print_run

        print_run(run)


def _measured(wanted: Wanted, *, rebuild: bool) -> Run:
    """Measure with a bar on the screen."""
    from rich.progress import Progress

    from advisor.backends.embedder import MiniLM
    from advisor.cli.progress import follow
    from advisor.cli.screen import aside
    from advisor.evaluate.measure import measure
    from advisor.evaluate.scratch import Scratch
    from advisor.library.page import Skipped
    from advisor.settings import read_settings

    settings = read_settings()

    def quietly(events: Iterator[SyncEvent], title: str) -> Report:
        """Show how far it is; what is skipped is told at the end, with all that was left out."""
        return follow((event for event in events if not isinstance(event, Skipped)), title)

    scratch = Scratch(settings, MiniLM(settings.threads), quietly, rebuild)
    screen = aside()
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("Measuring", total=None)

        def told(what: str, done: int, total: int) -> None:
            progress.update(task, description=f"Measuring {what}", completed=done, total=total)

        return measure(wanted, scratch, told)

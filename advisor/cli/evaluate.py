"""`advisor eval`: how well the advisor finds and answers, on data with known answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.evaluate.against import Moved
    from advisor.evaluate.html import Reading
    from advisor.evaluate.measure import Wanted
    from advisor.evaluate.run import Run
    from advisor.library.sync import Report, SyncEvent

_VARIANTS = "full, no-lexical, no-dense, no-headings, no-floor, no-support-check"


Folders = Annotated[
    list[Path] | None,
    typer.Argument(help="Folders with corpus.jsonl, queries.jsonl and qrels.tsv."),
]
Questions = Annotated[
    list[Path] | None,
    typer.Option(help="JSON Lines of questions with the quotes that answer them."),
]
Over = Annotated[
    list[str] | None,
    typer.Option(help="Files, folders or sources the questions are about; as for sync."),
]
Answers = Annotated[bool, typer.Option(help="Answer the questions too.")]
Writer = Annotated[str, typer.Option(help="Who writes the answers: none, or as for ask.")]
Support = Annotated[
    list[Path] | None,
    typer.Option(help="JSON Lines of passages and sentences, to measure the support check."),
]
Variant = Annotated[str, typer.Option(help=f"A weaker advisor: {_VARIANTS}.")]
Out = Annotated[
    Path | None,
    typer.Option(help="Save the run (FILE.json), or a report to read (FILE.html, or a folder)."),
]
Against = Annotated[
    Path | None, typer.Option(help="Compare with a run that was saved as FILE.json.")
]
Strict = Annotated[
    bool, typer.Option("--strict/--lenient", help="Stop at faulty lines, or leave them out.")
]
Rebuild = Annotated[bool, typer.Option(help="Read and index everything again.")]


def evaluate(
    folders: Folders = None,
    questions: Questions = None,
    over: Over = None,
    answers: Answers = False,
    model: Writer = "none",
    support: Support = None,
    variant: Variant = "full",
    as_json: AsJson = False,
    out: Out = None,
    against: Against = None,
    strict: Strict = False,
    rebuild: Rebuild = False,
) -> None:
    """Measure the search and the answers on data with known answers.

    `advisor eval FOLDER` ranks the documents of a set, as whole documents and as passages.

    `advisor eval --questions FILE.jsonl --over PAGES/` looks for the quotes that answer questions;
    `--answers` answers them as well. Without `--over` they are asked of the built-in library.

    The libraries it fills are kept under `eval` in the advisor's home, so that a second run embeds
    nothing; they may be deleted at any time. `docs/evaluation.md` explains every figure.
    """
    _check(folders, questions, over, support, variant, answers=answers)
    folders, over = _parted(folders or [], over or [])
    from advisor.evaluate.against import compare
    from advisor.evaluate.measure import Wanted
    from advisor.evaluate.run import read_run

    before = read_run(against) if against else None
    wanted = Wanted(folders, questions or [], over, support or [], answers, model, variant, strict)
    run, readings = _measured(wanted, rebuild=rebuild)
    moved = compare(before, run) if before else []
    _shown(run, moved, as_json=as_json)
    if out is not None:
        _save(run, readings, moved, out)


def _parted(folders: list[Path], over: list[str]) -> tuple[list[Path], list[str]]:
    """Tell sets from pages: `--over A B` gives B as a folder, though it holds no set."""
    from advisor.evaluate.corpus import CORPUS

    if not over:
        return folders, over
    sets = [folder for folder in folders if (folder / CORPUS).exists()]
    return sets, [*over, *(str(folder) for folder in folders if folder not in sets)]


def _check(
    folders: list[Path] | None,
    questions: list[Path] | None,
    over: list[str] | None,
    support: list[Path] | None,
    variant: str,
    *,
    answers: bool,
) -> None:
    """Refuse what does not go together, before anything slow is done."""
    if not folders and not questions and not support:
        raise typer.BadParameter("Give a folder, --questions FILE or --support FILE.")
    if (over or answers) and not questions:
        raise typer.BadParameter("--over and --answers go with --questions.")
    if variant not in _VARIANTS.split(", "):
        raise typer.BadParameter(f"--variant is one of: {_VARIANTS}.")


def _measured(wanted: Wanted, *, rebuild: bool) -> tuple[Run, list[Reading]]:
    """Measure with a bar on the screen."""
    from rich.progress import Progress

    from advisor.backends.embedder import embedder_of
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

    scratch = Scratch(settings, embedder_of(settings), quietly, rebuild)
    screen = aside()
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("Measuring", total=None)

        def told(what: str, done: int, total: int) -> None:
            progress.update(task, description=f"Measuring {what}", completed=done, total=total)

        return measure(wanted, scratch, told)


def _shown(run: Run, moved: Sequence[Moved], *, as_json: bool) -> None:
    if as_json:
        from advisor.cli.screen import print_json
        from advisor.evaluate.against import moved_json
        from advisor.evaluate.run import run_json

        print_json({**run_json(run), "compared": [moved_json(one) for one in moved]})
    else:
        from advisor.cli.evaluation import print_moved, print_run

        print_run(run)
        print_moved(moved)


def _save(run: Run, readings: Sequence[Reading], moved: Sequence[Moved], out: Path) -> None:
    from advisor.cli.screen import aside
    from advisor.evaluate.html import write_report
    from advisor.evaluate.run import save

    if out.suffix.lower() == ".json":
        save(run, out)
    else:
        index = write_report(run, readings, moved, out)
        aside().print(f"The report is {index}.", markup=False, soft_wrap=True)

"""`advisor batch`: a questionnaire, answered row by row."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import Model

if TYPE_CHECKING:
    from advisor.ask.events import Event
    from advisor.questionnaire.run import Questionnaire


def batch(
    questions: Annotated[Path, typer.Argument(help="A .csv, .xlsx or .jsonl file of questions.")],
    out: Annotated[Path, typer.Option(help="Where the answers go: .xlsx, .docx, .md or .jsonl.")],
    client: Annotated[
        str, typer.Option(help="A client whose papers are searched, too; `advisor client`.")
    ] = "",
    model: Model = None,
) -> None:
    """Answer a questionnaire: an answer a row with sources, support, and who must look at it.

    A workbook is filled in and keeps its formatting. Stopped half-way, the same command goes on
    where it stopped; rows that have an answer already are left alone.
    """
    from datetime import UTC, datetime

    from advisor.cli.ready import ready
    from advisor.cli.screen import aside
    from advisor.questionnaire.run import questionnaire, write_out
    from advisor.questionnaire.unkept import unkept
    from advisor.workspaces import workspaces

    with ready(model=model) as advisor, closing(workspaces(advisor)) as spaces:
        held: list[object] = [advisor.settings.model, advisor.library.store.generation()]
        if client:
            held += [spaces.files.find(client), spaces.generation(client)]
        asked = questionnaire(questions, out, *held)
        lost = unkept(questions, out)
        if lost:
            told = f"Not kept in {out}: {', '.join(lost)}. Your own file stays as it is."
            aside().print(told, style="yellow", markup=False, soft_wrap=True)
        today = datetime.now(UTC).date()
        try:
            _answer(asked, partial(spaces.ask_apart, client) if client else advisor.ask)
        except KeyboardInterrupt:
            write_out(asked, today)
            aside().print(
                f"What is answered stands in {out}. The same command goes on.",
                markup=False,
                soft_wrap=True,
            )
            raise
        write_out(asked, today)
        _report(asked)
        asked.state.end()


def _answer(asked: Questionnaire, asking: Callable[[str], AsyncGenerator[Event, None]]) -> None:
    """Answer the rows with a bar that estimates the rest."""
    import asyncio
    from datetime import UTC, datetime

    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from advisor.cli.ask import answer_in
    from advisor.cli.screen import aside
    from advisor.questionnaire.run import answer_rows
    from advisor.records import Answer

    def answer(question: str) -> Answer:
        return asyncio.run(answer_in(asking(question)))

    screen = aside()
    columns = (TextColumn("Answering"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("Answering", total=len(asked.rows))
        for done, made in answer_rows(asked, answer, datetime.now(UTC).date()):
            bar.update(task, completed=done)
            if made is None and done:
                bar.console.print(f"{done} answered before; going on.", markup=False)


def _report(asked: Questionnaire) -> None:
    """Say how many are answered, how many failed and how many need a person."""
    from advisor.cli.screen import aside

    total = persons = errors = 0
    for one in asked.state.answers():
        total += 1
        persons += bool(one.person)
        errors += bool(one.error)
    failed = f", {errors} failed" if errors else ""
    aside().print(
        f"{total} answered{failed}; {persons} need a person. Written to {asked.out}.",
        markup=False,
        soft_wrap=True,
    )

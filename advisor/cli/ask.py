"""`advisor ask`: a question, answered here."""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson, Model, Out, Questions

if TYPE_CHECKING:
    from advisor.cli.questions import Posed
    from advisor.records import Answer, Turn
    from advisor.wiring import Advisor


def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    as_json: AsJson = False,
    model: Model = None,
    passages: Annotated[
        int | None, typer.Option(min=1, max=20, help="Passages given to the answer.")
    ] = None,
    questions: Questions = None,
    out: Out = None,
    stream: Annotated[
        bool | None,
        typer.Option(help="Show the draft as it is written (default: only on a terminal)."),
    ] = None,
) -> None:
    """Answer a question from the library, each sentence with its evidence.

    `advisor ask "Is an open model cheaper at 300 calls a week?"`

    `advisor ask --questions FILE.jsonl --out ANSWERS.jsonl` answers many and starts once.
    """
    from advisor.cli.ready import ready

    if (question is None) == (questions is None):
        raise typer.BadParameter("Give either a question or --questions FILE.")
    with ready(model=model, passages=passages) as advisor:
        if questions is not None:
            _many(advisor, questions, out)
        elif as_json:
            from advisor.as_json import answer_json
            from advisor.cli.screen import print_json

            print_json(answer_json(asyncio.run(_answer(advisor, question or "", (), show=False))))
        else:
            show = sys.stdout.isatty() if stream is None else stream
            _print(asyncio.run(_answer(advisor, question or "", (), show=show)))


def _many(advisor: Advisor, file: typer.FileText | object, out: object) -> None:
    from pathlib import Path

    from advisor.as_json import Json, answer_json
    from advisor.cli.questions import answer_all, read_questions
    from advisor.cli.screen import aside

    posed = read_questions(Path(str(file)))

    def answer(one: Posed) -> Json:
        return answer_json(asyncio.run(_answer(advisor, one.question, one.history, show=False)))

    from rich.progress import Progress

    with Progress(console=aside(), transient=True) as progress:
        task = progress.add_task("Answering", total=len(posed))
        answer_all(posed, answer, Path(str(out)) if out else None, lambda: progress.advance(task))


async def _answer(
    advisor: Advisor, question: str, history: tuple[Turn, ...], *, show: bool
) -> Answer:
    """Ask and return the answer; `show` prints the draft while it is written."""
    from advisor.ask.events import Answered, Discarded, Progress, Token
    from advisor.cli.screen import aside

    answer: Answer | None = None
    with aside().status("Searching the library") as status:
        async with aclosing(advisor.ask(question, history)) as events:
            async for event in events:
                match event:
                    case Progress(_, text):
                        status.update(text)
                    case Token(text) if show:
                        status.stop()
                        sys.stdout.write(text)
                        sys.stdout.flush()
                    case Discarded(reason):
                        aside().print(f"\n{reason}", style="yellow", markup=False)
                    case Answered(made):
                        answer = made
    if answer is None:
        raise RuntimeError("The ask line ended without an answer.")
    return answer


def _print(answer: Answer) -> None:
    """Print the answer, a numbered source list and the footer."""
    from rich.markdown import Markdown

    from advisor.cli.screen import out
    from advisor.render import body, footer, heading_path

    screen = out()
    screen.print()
    screen.print(
        Markdown(body(answer, show_support=True))
        if screen.is_terminal
        else body(answer, show_support=True),
        markup=False,
    )
    screen.print()
    for source in answer.sources:
        chunk = source.chunk
        where = " — ".join(part for part in (chunk.title, heading_path(chunk)) if part)
        screen.print(
            f"[S{source.number}] {where} ({chunk.party}, {chunk.as_of})", markup=False, style="dim"
        )
        screen.print(f"     {chunk.url}", markup=False, style="dim")
    screen.print(footer(answer), markup=False, style="dim")

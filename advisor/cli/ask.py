"""`advisor ask`: a question, answered here."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson, Model, Out, Question, Questions, one_way_of_asking

if TYPE_CHECKING:
    from advisor.ask.events import Event
    from advisor.cli.questions import Posed
    from advisor.records import Answer, Turn
    from advisor.wiring import Advisor


def ask(
    question: Question = None,
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
    asked = one_way_of_asking(question, questions, out)
    from advisor.cli.questions import read_questions
    from advisor.cli.ready import ready

    posed = read_questions(questions) if questions else []
    with ready(model=model, passages=passages) as advisor:
        if questions is not None:
            _many(advisor, posed, out)
        elif as_json:
            from advisor.as_json import answer_json
            from advisor.cli.screen import print_json

            print_json(answer_json(_now(_answer(advisor, asked, (), show=False))))
        else:
            show = sys.stdout.isatty() if stream is None else stream
            print_answer(_now(_answer(advisor, asked, (), show=show)))


def _now(answering: Coroutine[None, None, Answer]) -> Answer:
    import asyncio

    return asyncio.run(answering)


def _many(advisor: Advisor, posed: list[Posed], out: Path | None) -> None:
    from rich.progress import Progress

    from advisor.as_json import Json, answer_json
    from advisor.cli.questions import answer_all
    from advisor.cli.screen import aside

    def answer(one: Posed) -> Json:
        return answer_json(_now(_answer(advisor, one.question, one.history, show=False)))

    screen = aside()
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("Answering", total=len(posed))
        answer_all(posed, answer, out, lambda: progress.advance(task))


async def answer_of(advisor: Advisor, question: str) -> Answer:
    """Ask and return the answer; nothing is shown on the way."""
    return await answer_in(advisor.ask(question))


async def answer_in(asking: AsyncGenerator[Event, None]) -> Answer:
    """Return the answer that the events end with."""
    from advisor.ask.events import Answered

    async with aclosing(asking) as events:
        async for event in events:
            if isinstance(event, Answered):
                return event.answer
    raise RuntimeError("The ask line ended without an answer.")


async def _answer(
    advisor: Advisor, question: str, history: tuple[Turn, ...], *, show: bool
) -> Answer:
    """Ask and return the answer; `show` prints the draft while it is written."""
    from advisor.ask.events import Answered, Discarded, Progress, Token
    from advisor.cli.screen import aside, plain

    answer: Answer | None = None
    with aside().status("Searching the library") as status:
        async with aclosing(advisor.ask(question, history)) as events:
            async for event in events:
                match event:
                    case Progress(_, text):
                        status.update(text)
                    case Token(text) if show:
                        status.stop()
                        sys.stdout.write(plain(text))
                        sys.stdout.flush()
                    case Discarded(reason) if show:
                        aside().print(f"\n{plain(reason)}", style="yellow", markup=False)
                    case Answered(made):
                        answer = made
    if answer is None:
        raise RuntimeError("The ask line ended without an answer.")
    return answer


def print_answer(answer: Answer) -> None:
    """Print the answer, a numbered source list and the footer."""
    from rich.markdown import Markdown

    from advisor.cli.screen import out, plain
    from advisor.render import body, footer, heading_path

    screen = out()
    text = plain(body(answer, show_support=True))
    screen.print()
    screen.print(Markdown(text) if screen.is_terminal else text, markup=False)
    screen.print()
    for source in answer.sources:
        chunk = source.chunk
        where = " — ".join(part for part in (chunk.title, heading_path(chunk)) if part)
        screen.print(
            plain(f"[S{source.number}] {where} ({chunk.party}, {chunk.as_of})"),
            markup=False,
            style="dim",
        )
        screen.print(f"     {plain(chunk.url)}", markup=False, style="dim")
    screen.print(plain(footer(answer)), markup=False, style="dim")

"""`advisor search`: the passages for a question, without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson, Out, Questions

if TYPE_CHECKING:
    from advisor.as_json import Json
    from advisor.cli.questions import Posed


def search(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    k: Annotated[int, typer.Option("-k", "--top", min=1, max=100, help="How many passages.")] = 10,
    as_json: AsJson = False,
    questions: Questions = None,
    out: Out = None,
) -> None:
    """Show the best passages of the library for a question, ranked."""
    from pathlib import Path

    from advisor.as_json import search_json
    from advisor.cli.questions import answer_all, read_questions
    from advisor.cli.ready import ready
    from advisor.cli.screen import aside, print_json
    from advisor.cli.screen import out as screen

    if (question is None) == (questions is None):
        raise typer.BadParameter("Give either a question or --questions FILE.")
    with ready(model="none") as advisor:
        if questions is not None:

            def answer(one: Posed) -> Json:
                return search_json(one.question, advisor.search(one.question, one.history, k))

            answer_all(read_questions(Path(questions)), answer, out, lambda: None)
            return
        hits = advisor.search(question or "", (), k)
        if as_json:
            print_json(search_json(question or "", hits))
            return
        if not hits:
            aside().print("Nothing in the library has a word or a meaning in common with that.")
        for rank, hit in enumerate(hits, start=1):
            chunk = hit.chunk
            where = " › ".join((chunk.title, *chunk.heading))
            screen().print(
                f"{rank}. {where}  ({chunk.source}, {hit.score:.2f})", style="bold", markup=False
            )
            screen().print(chunk.text.strip(), markup=False)
            screen().print(f"{chunk.url}\n", style="dim", markup=False)

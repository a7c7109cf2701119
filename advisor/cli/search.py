"""`advisor search`: the passages for a question, without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson, Out, Question, Questions, one_way_of_asking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.as_json import Json
    from advisor.cli.questions import Posed
    from advisor.records import Hit


def search(
    question: Question = None,
    k: Annotated[int, typer.Option("-k", "--top", min=1, max=100, help="How many passages.")] = 10,
    as_json: AsJson = False,
    questions: Questions = None,
    out: Out = None,
) -> None:
    """Show the best passages of the library for a question, ranked."""
    asked = one_way_of_asking(question, questions, out)
    from advisor.as_json import search_json
    from advisor.cli.questions import answer_all, read_questions
    from advisor.cli.ready import ready
    from advisor.cli.screen import print_json

    posed = read_questions(questions) if questions else []
    with ready(model="none") as advisor:

        def answer(one: Posed) -> Json:
            return search_json(one.question, advisor.search(one.question, one.history, k))

        if questions is not None:
            answer_all(posed, answer, out, lambda: None)
        elif as_json:
            print_json(search_json(asked, advisor.search(asked, (), k)))
        else:
            _print(advisor.search(asked, (), k))


def _print(hits: Sequence[Hit]) -> None:
    from advisor.cli.screen import aside, out, plain

    if not hits:
        aside().print("Nothing in the library has a word or a meaning in common with that.")
    for rank, hit in enumerate(hits, start=1):
        chunk = hit.chunk
        where = " › ".join((chunk.title, *chunk.heading))
        head = plain(f"{rank}. {where}  ({chunk.source}, {hit.score:.2f})")
        out().print(head, style="bold", markup=False)
        out().print(plain(chunk.text.strip()), markup=False)
        out().print(f"{plain(chunk.url)}\n", style="dim", markup=False)

"""`advisor client`: workspaces, each kept apart from the others."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson, Model

if TYPE_CHECKING:
    from advisor.clients.records import ClientFile
    from advisor.records import Answer
    from advisor.workspaces import Workspaces

Name = Annotated[str, typer.Argument(help="The client's name; upper and lower case are the same.")]

app = typer.Typer(
    help="Keep clients apart: profile, conversation, papers and decisions of each.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@contextmanager
def _open() -> Iterator[Workspaces]:
    from advisor.cli.ready import ready
    from advisor.workspaces import workspaces

    with ready() as advisor:
        found = workspaces(advisor)
        try:
            yield found
        finally:
            found.close()


@app.command()
def new(name: Name) -> None:
    """Make a workspace."""
    from datetime import UTC, datetime

    with _open() as spaces:
        made = spaces.files.create(name, datetime.now(UTC))
    typer.echo(f"{made.name} ({made.id})")


@app.command("list")
def listed(as_json: AsJson = False) -> None:
    """List the clients, archived ones at the end."""
    from advisor.cli.screen import out, plain, print_json

    with _open() as spaces:
        clients = sorted(spaces.files.all(), key=lambda one: one.archived)
    if as_json:
        print_json(
            {
                "clients": [
                    {
                        "id": one.id, "name": one.name, "created": one.created.isoformat(),
                        "archived": one.archived, "answers": one.answers,
                    }
                    for one in clients
                ]
            }
        )  # fmt: skip
        return
    from rich.table import Table

    table = Table("Client", "Since", "Kept answers", "", box=None, pad_edge=False)
    for one in clients:
        since = one.created.date().isoformat()
        table.add_row(plain(one.name), since, str(one.answers), "archived" if one.archived else "")
    if clients:
        out().print(table)
    else:
        typer.echo("No clients yet. `advisor client new NAME` makes one.")


@app.command()
def show(name: Name, as_json: AsJson = False) -> None:
    """Show what is kept of a client."""
    from advisor.cli.screen import out, plain, print_json

    with _open() as spaces:
        client = spaces.files.find(name)
        kept = spaces.files.read(client)
        papers = [one.path for one in spaces.papers(client)]
    if as_json:
        print_json(_json(kept, papers))
        return
    out().print(plain(kept.name), style="bold", markup=False)
    for title, values in (("Profile", kept.profile), ("Costs", kept.costs)):
        for key, value in values.items():
            out().print(plain(f"  {title}: {key} = {value}"), markup=False)
    for decision in kept.decisions:
        said = f"  Decision of {decision.at.date()}: {decision.choice} ({decision.score:+.2f})"
        out().print(said, markup=False)
    turns = sum(turn.role == "user" for turn in kept.turns)
    out().print(
        f"  {turns} questions asked, {len(kept.kept)} answers kept, {len(papers)} papers.",
        markup=False,
    )


@app.command()
def ask(
    name: Name,
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    keep: Annotated[bool, typer.Option("--keep", help="Keep the answer for the brief.")] = False,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Ask in a client's conversation: its papers are searched too, and nobody else's."""
    from advisor.as_json import answer_json
    from advisor.cli.ask import print_answer
    from advisor.cli.screen import print_json

    with _open() as spaces:
        client = spaces.files.find(name)
        answer = asyncio.run(_answer(spaces, client, question, model))
        if keep:
            spaces.files.keep_answer(client, answer)
    if as_json:
        print_json(answer_json(answer))
    else:
        print_answer(answer)


@app.command()
def sync(
    name: Name,
    targets: Annotated[list[str], typer.Argument(help="Files, folders or addresses.")],
) -> None:
    """Bring papers into a client's own library."""
    from advisor.cli.progress import follow
    from advisor.cli.screen import aside

    with _open() as spaces:
        client = spaces.files.find(name)
        report = follow(spaces.sync(client, targets), "Syncing")
    aside().print(
        f"{report.stored} papers stored ({report.chunks} passages), {report.unchanged} unchanged, "
        f"{len(report.skipped)} skipped.",
        soft_wrap=True,
    )
    if report.skipped and not report.stored + report.unchanged:
        raise typer.Exit(1)


@app.command()
def papers(name: Name) -> None:
    """List a client's own papers."""
    from advisor.cli.screen import plain

    with _open() as spaces:
        for one in spaces.papers(spaces.files.find(name)):
            typer.echo(plain(f"{one.path}\t{one.title}\t{one.as_of}"))


@app.command("set")
def set_(
    name: Name,
    values: Annotated[
        list[str],
        typer.Argument(
            help="KEY=VALUE: an answer (data=stays) or a cost input (requests_per_day=3k, "
            "input_tokens, output_tokens, api_model, open_model, or any assumption)."
        ),
    ],
) -> None:
    """Set answers of the profile and inputs of the costs; `KEY=` takes one out."""
    from advisor.errors import SettingPairError

    given = {}
    for pair in values:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise SettingPairError(pair)
        given[key.strip()] = value.strip()
    with _open() as spaces:
        spaces.set(spaces.files.find(name), given)


@app.command()
def decide(name: Name) -> None:
    """Recommend for a client's profile and keep the decision."""
    from advisor.cli.verdict import show as show_verdict
    from advisor.decide.recommend import recommend
    from advisor.shipped import data_folder

    with _open() as spaces:
        made = spaces.decide(spaces.files.find(name))
        framework = spaces.advisor.calculators.framework()
    found = recommend(made.answers, framework)
    show_verdict(found, framework, data_folder("knowledge"), {}, as_json=False)


@app.command()
def archive(name: Name) -> None:
    """Put a client away: kept, listed last, not asked in."""
    with _open() as spaces:
        spaces.files.archive(spaces.files.find(name), archived=True)


@app.command()
def restore(name: Name) -> None:
    """Bring an archived client back."""
    with _open() as spaces:
        spaces.files.archive(spaces.files.find(name), archived=False)


@app.command()
def delete(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete a client for good: profile, conversation, answers, papers."""
    with _open() as spaces:
        client = spaces.files.find(name)
        kept = spaces.files.read(client).name
        if not yes and not typer.confirm(f"Delete {kept} for good?"):
            raise typer.Exit(1)
        spaces.delete(client)


@app.command()
def export(
    name: Name, out: Annotated[Path, typer.Option(help="The JSON file to write; it must be new.")]
) -> None:
    """Write all that is kept of a client as JSON."""
    import json

    from advisor.errors import FileExistsAlreadyError, StorageError

    with _open() as spaces:
        client = spaces.files.find(name)
        kept = _json(spaces.files.read(client), [one.path for one in spaces.papers(client)])
    try:
        with out.open("x", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False, indent=1)
    except FileExistsError as error:
        raise FileExistsAlreadyError(str(out)) from error
    except OSError as error:
        raise StorageError(str(out), error.strerror or str(error)) from error


async def _answer(spaces: Workspaces, client: str, question: str, model: str | None) -> Answer:
    from contextlib import aclosing

    from advisor.ask.events import Answered

    answer: Answer | None = None
    async with aclosing(spaces.ask(client, question, model=model)) as events:
        async for event in events:
            if isinstance(event, Answered):
                answer = event.answer
    if answer is None:
        raise RuntimeError("The ask line ended without an answer.")
    return answer


def _json(kept: ClientFile, papers: list[str]) -> dict[str, object]:
    from advisor.as_json import answer_json

    return {
        "id": kept.id,
        "name": kept.name,
        "created": kept.created.isoformat(),
        "archived": kept.archived,
        "profile": dict(kept.profile),
        "costs": dict(kept.costs),
        "turns": [{"role": one.role, "content": one.content} for one in kept.turns],
        "kept": [answer_json(one) for one in kept.kept],
        "decisions": [
            {
                "at": one.at.isoformat(), "answers": dict(one.answers), "choice": one.choice,
                "pattern": one.pattern, "score": one.score,
            }
            for one in kept.decisions
        ],
        "papers": papers,
    }  # fmt: skip

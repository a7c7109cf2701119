"""`advisor client`: workspaces, each kept apart from the others."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson, Model

if TYPE_CHECKING:
    from advisor.workspaces import Workspaces

Name = Annotated[str, typer.Argument(help="The client's name; upper and lower case are the same.")]

app = typer.Typer(
    help="Keep clients apart: profile, conversation, papers and decisions of each.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.command()
def new(name: Name) -> None:
    """Make a workspace."""
    with _open() as spaces:
        made = spaces.files.create(name, _now())
    typer.echo(f"{made.name} ({made.id})")


@app.command("list")
def listed(as_json: AsJson = False) -> None:
    """List the clients, archived ones at the end."""
    from advisor.cli.client_shown import show_clients

    with _open() as spaces:
        clients, broken = spaces.files.all(), spaces.files.broken()
    show_clients(clients, broken, as_json=as_json)


@app.command()
def show(name: Name, as_json: AsJson = False) -> None:
    """Show what is kept of a client."""
    from advisor.cli.client_shown import client_json, show_client
    from advisor.cli.screen import print_json

    with _open() as spaces:
        kept, papers = spaces.files.read(spaces.files.find(name)), spaces.papers(name)
    if as_json:
        print_json(client_json(kept, papers))
    else:
        show_client(kept, papers)


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
    from advisor.cli.ask import answer_in, print_answer
    from advisor.cli.screen import print_json

    with _open(filled=True) as spaces:
        answer = asyncio.run(answer_in(spaces.ask(name, question, model=model)))
        if keep:
            spaces.keep(name, answer)
    if as_json:
        print_json(answer_json(answer))
    else:
        print_answer(answer)


@app.command()
def drop(
    name: Name, number: Annotated[int, typer.Argument(help="Of the answer, as shown.")]
) -> None:
    """Take a kept answer out of the client's brief."""
    with _open() as spaces:
        spaces.files.drop_answer(spaces.active(name), number)


@app.command()
def note(name: Name, text: Annotated[str, typer.Argument(help="What to write down.")]) -> None:
    """Write something down about a client."""
    if not text.strip():
        raise typer.BadParameter("There is nothing to write down.")
    with _open() as spaces:
        spaces.files.add_note(spaces.active(name), _now(), text.strip())


@app.command()
def sync(
    name: Name,
    targets: Annotated[
        list[str] | None, typer.Argument(help="Files, folders or addresses.")
    ] = None,
    rebuild: Annotated[
        bool, typer.Option(help="Embed all papers again, as after changing the embedder.")
    ] = False,
) -> None:
    """Bring papers into a client's own library; nobody else's conversation finds them."""
    from advisor.cli.progress import follow
    from advisor.cli.screen import aside

    if not targets and not rebuild:
        raise typer.BadParameter("Name a file or a folder of the client's.")
    with _open() as spaces:
        report = follow(spaces.sync(name, targets or [], rebuild=rebuild), "Syncing")
    aside().print(
        f"{report.stored} papers stored ({report.chunks} passages), {report.unchanged} unchanged, "
        f"{report.removed} removed, {len(report.skipped)} skipped.",
        soft_wrap=True,
    )
    if report.skipped and not report.stored + report.unchanged + report.removed:
        raise typer.Exit(1)


@app.command()
def papers(
    name: Name,
    remove: Annotated[str, typer.Option(help="Take this source out; its files stay.")] = "",
    as_json: AsJson = False,
) -> None:
    """List a client's own papers with their sources, or take one out."""
    from advisor.cli.client_shown import paper_json
    from advisor.cli.screen import plain, print_json

    with _open() as spaces:
        if remove:
            typer.echo(f"Removed {remove} ({spaces.remove(name, remove)} pages).", err=True)
            return
        held = spaces.papers(name)
    if as_json:
        print_json({"papers": [paper_json(one) for one in held]})
        return
    for one in held:
        typer.echo(plain(f"{one.path}\t{one.title}\t{one.source}\t{one.as_of}"))


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
    """Set answers of the profile and inputs of the costs; `KEY=` takes one out.

    `advisor decide --list` shows the questions, `advisor cost --help` the inputs; where both have a
    key, cost.KEY=VALUE is the costs'. Nothing is kept unless all of it can be used.
    """
    from advisor.errors import SettingPairError

    given = {}
    for pair in values:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise SettingPairError(pair)
        given[key.strip()] = value.strip()
    with _open() as spaces:
        spaces.set(name, given)


@app.command()
def decide(name: Name) -> None:
    """Recommend for a client's profile and keep the decision."""
    from advisor.cli.verdict import show as show_verdict
    from advisor.decide.recommend import recommend
    from advisor.shipped import data_folder

    with _open() as spaces:
        made = spaces.decide(name)
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
        if not yes and not typer.confirm(f"Delete {name} ({client}) with all papers for good?"):
            raise typer.Exit(1)
        spaces.delete(client)


@app.command()
def export(
    name: Name, out: Annotated[Path, typer.Option(help="The JSON file to write; it must be new.")]
) -> None:
    """Write all that is kept of a client as JSON."""
    import json

    from advisor.cli.client_shown import client_json
    from advisor.errors import FileExistsAlreadyError, StorageError

    with _open() as spaces:
        client = spaces.files.find(name)
        kept = client_json(spaces.files.read(client), spaces.papers(client))
    try:
        with out.open("x", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False, indent=1)
    except FileExistsError as error:
        raise FileExistsAlreadyError(str(out)) from error
    except OSError as error:
        raise StorageError(str(out), error.strerror or str(error)) from error


@contextmanager
def _open(*, filled: bool = False) -> Iterator[Workspaces]:
    """Lend the workspaces, with a library that is filled where it is asked."""
    from advisor.cli.ready import ready
    from advisor.settings import read_settings
    from advisor.wiring import build
    from advisor.workspaces import workspaces

    with ready() if filled else closing(build(read_settings())) as advisor:
        found = workspaces(advisor)
        try:
            yield found
        finally:
            found.close()


def _now() -> datetime:
    return datetime.now(UTC)

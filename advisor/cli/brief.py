"""`advisor brief`: the document a client gets."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from advisor.brief.case import Told
    from advisor.brief.records import Brief
    from advisor.brief.write import Format
    from advisor.workspaces import Workspaces


Client = Annotated[str, typer.Argument(help="The client's name, as the brief shall say it.")]
Form = Annotated[
    str, typer.Option("--format", help="docx, pdf, md or html; --out's ending tells it too.")
]
Place = Annotated[
    Path | None, typer.Option(help="Where to write; by default a name with client and date.")
]
Answers = Annotated[
    Path | None, typer.Option(help="JSON file as for `advisor decide`: question id → option id.")
]
Said = Annotated[
    list[str] | None,
    typer.Option(help="What the client said, in their words; may be given several times."),
]
Costs = Annotated[
    Path | None,
    typer.Option(
        help="JSON file with the options of `advisor cost`: requests_per_day, input_tokens, "
        "output_tokens, api_model, open_model, and if you like cached_tokens and set."
    ),
]
Template = Annotated[
    Path | None, typer.Option(help="A Word document of your own to fill, with our fields.")
]
TemplateOut = Annotated[
    Path | None, typer.Option(help="Write our Word template there, to be changed, and stop.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if there is one.")]


def brief(
    client: Client = "",
    form: Form = "",
    out: Place = None,
    answers: Answers = None,
    said: Said = None,
    cost: Costs = None,
    template: Template = None,
    template_out: TemplateOut = None,
    force: Force = False,
) -> None:
    """Write a brief for a client: recommendation, cost, risks, roadmap, evidence.

    What has not been worked out yet is said in the document and listed as an open question. In
    Word, press F9 on the contents to add page numbers. No model takes part.
    """
    from datetime import UTC, datetime

    from advisor.brief.write import Written, file_name, own_template, refuse_existing, render, save
    from advisor.cli.screen import aside

    if template_out is not None:
        save(Written(own_template()), template_out, force=force)
        typer.echo(template_out)
        return
    if not client.strip():
        raise typer.BadParameter("Name the client: advisor brief CLIENT.")
    chosen = _format(form, out, template)
    day = datetime.now(UTC).date()
    place = out or Path(file_name(client, day, chosen))
    if not force:
        refuse_existing(place)
    written = render(_made(client, said or [], answers, cost, day), chosen, template)
    save(written, place, force=force)
    if written.unshown:
        aside().print(
            f"The PDF's font has no letters for {written.unshown}; docx and html show them.",
            style="yellow",
            markup=False,
        )
    typer.echo(place)


def _made(
    client: str, said: list[str], answers: Path | None, cost: Path | None, day: date
) -> Brief:
    """Make the brief of what the command says and what is kept of the client."""
    from advisor.brief.case import Told
    from advisor.cli.answers import read_answers
    from advisor.cli.cost_inputs import read_comparison
    from advisor.cli.ready import ready
    from advisor.decide.profile import checked
    from advisor.decide.reading import stated
    from advisor.workspaces import workspaces

    own = read_answers(answers) if answers else {}
    compared = read_comparison(cost, day) if cost else None
    with ready(model="none") as advisor:
        calculators = advisor.calculators
        heard = [one for words in said for one in stated(words, calculators.readings())]
        profile = {one.question: one.option for one in heard}
        profile |= checked(own, calculators.framework())
        told = Told(client, profile, tuple(said), (), compared)
        return advisor.brief(_with_file(told, workspaces(advisor), day), day)


def _with_file(told: Told, known: Workspaces, day: date) -> Told:
    """Add what is kept of a client of that name; what the command says wins."""
    from dataclasses import replace

    from advisor.errors import UnknownClientError

    try:
        kept = known.told(known.files.find(told.client), day)
    except UnknownClientError:
        return told
    return replace(
        kept,
        answers={**kept.answers, **told.answers},
        said=(*kept.said, *told.said),
        comparison=told.comparison or kept.comparison,
    )


def _format(form: str, out: Path | None, template: Path | None) -> Format:
    """Find the format: as named, else by the file's ending, else Word."""
    from advisor.brief.write import FORMATS, format_of

    named = next((one for one in FORMATS if one == form.lower()), None)
    if form and not named:
        raise typer.BadParameter(f"--format is one of {', '.join(FORMATS)}.")
    chosen = named or (format_of(out) if out else "docx")
    if chosen is None:
        raise typer.BadParameter(f"Name --format: {out} ends like none of {', '.join(FORMATS)}.")
    if template and chosen != "docx":
        raise typer.BadParameter("--template is a Word document; it goes with --format docx.")
    return chosen

"""`advisor shortlist`: which models fit a need, open and proprietary."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from advisor.cli.options import AsJson


def shortlist(
    task: Annotated[
        str, typer.Option(help="What it is for: chat, code, embedding, image-generation, …")
    ] = "",
    context: Annotated[str, typer.Option(help="Tokens that must fit: 32000, 32k, 1M.")] = "",
    language: Annotated[
        list[str] | None, typer.Option(help="A language, in English: German. Repeatable.")
    ] = None,
    modality: Annotated[
        list[str] | None,
        typer.Option(help="An input it must take: text, image, audio, video. Repeatable."),
    ] = None,
    commercial: Annotated[bool, typer.Option("--commercial", help="For commercial use.")] = False,
    users: Annotated[str, typer.Option(help="Monthly users of the product: 5000, 20k, 800M.")] = "",
    train_on_outputs: Annotated[
        bool, typer.Option("--train-on-outputs", help="Its outputs will train other models.")
    ] = False,
    region: Annotated[str, typer.Option(help="Where the business sits: eu, us, uk, asia.")] = "",
    data_in: Annotated[str, typer.Option(help="Where data must stay: eu, us, uk, asia.")] = "",
    self_hosted: Annotated[
        bool, typer.Option("--self-hosted", help="It must run on machines of your own.")
    ] = False,
    gpu: Annotated[
        list[str] | None,
        typer.Option(help="GPUs at hand, NAME:COUNT or memory: H100:2, 24GB:1. Repeatable."),
    ] = None,
    budget: Annotated[str, typer.Option(help="USD a month on an API, for the workload:")] = "",
    requests_per_day: Annotated[str, typer.Option(help="How many requests a day.")] = "",
    input_tokens: Annotated[str, typer.Option(help="Tokens read per request.")] = "",
    output_tokens: Annotated[str, typer.Option(help="Tokens written per request.")] = "",
    excluded: Annotated[
        bool, typer.Option("--excluded", help="Show the models left out, too, and why.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find the models that fit a need, with their licence, hardware and price.

    A model fits only if a dated page says so for everything that is asked: what no page states is
    "not stated", and the model stands below those that fit. Warnings are clauses of the licence.
    GPUs must hold the weights and one conversation of the context asked (8,192 tokens if none is).
    """
    from advisor.catalogue.models import read_models
    from advisor.cli.screen import print_json
    from advisor.cli.shortlist_table import show
    from advisor.costs.tables import read_tables
    from advisor.library.profiles import FOLDER, read_profiles
    from advisor.shipped import data_folder
    from advisor.shortlist import given
    from advisor.shortlist.as_json import shortlist_json
    from advisor.shortlist.choose import shortlist as chosen
    from advisor.shortlist.prices import dated_prices
    from advisor.shortlist.records import Need

    today = datetime.now(tz=UTC).date()
    models, tables = read_models().values(), read_tables()
    spending = given.budget(
        budget, requests_per_day, input_tokens, output_tokens, self_hosted=self_hosted
    )
    need = Need(
        task=given.task(task, models),
        context=given.tokens(context) if context else 0,
        languages=tuple(given.language(one, models) for one in language or ()),
        modalities=tuple(given.modality(one, models) for one in modality or ()),
        commercial=commercial,
        users=given.users(users) if users else 0,
        train_on_outputs=train_on_outputs,
        region=given.region(region),
        data_in=given.region(data_in),
        self_hosted=self_hosted,
        gpus=tuple(given.gpus(one, tables.gpus, today) for one in gpu or ()),
        budget=spending[0] if spending else None,
        workload=spending[1] if spending else None,
    )
    vendors = read_profiles(data_folder("knowledge") / FOLDER) if need.data_in else []
    kept = {one.vendor: one.facts["data"] for one in vendors if "data" in one.facts}
    found = chosen(need, models, dated_prices(today, tables), kept)
    if as_json:
        print_json(shortlist_json(found))
    else:
        show(found, excluded=excluded)

"""`advisor shortlist`: which models fit a need, open and proprietary."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson

if TYPE_CHECKING:
    from advisor.shortlist.records import Need, Shortlist


Task = Annotated[
    str, typer.Option(help="What it is for: chat, code, embedding, image-generation, …")
]
Context = Annotated[str, typer.Option(help="Tokens that must fit: 32000, 32k, 1M.")]
Language = Annotated[
    list[str] | None, typer.Option(help="A language, in English: German. Repeatable.")
]
Modality = Annotated[
    list[str] | None,
    typer.Option(help="An input it must take: text, image, audio, video. Repeatable."),
]
Commercial = Annotated[bool, typer.Option("--commercial", help="For commercial use.")]
Users = Annotated[str, typer.Option(help="Monthly users of the product: 5000, 20k, 800M.")]
TrainOnOutputs = Annotated[
    bool, typer.Option("--train-on-outputs", help="Its outputs will train other models.")
]
Region = Annotated[str, typer.Option(help="Where the business sits: eu, us, uk, asia.")]
DataIn = Annotated[str, typer.Option(help="Where data must stay: eu, us, uk, asia.")]
SelfHosted = Annotated[
    bool, typer.Option("--self-hosted", help="It must run on machines of your own.")
]
Gpu = Annotated[
    list[str] | None,
    typer.Option(help="GPUs at hand, NAME:COUNT or memory: H100:2, 24GB:1. Repeatable."),
]
Budget = Annotated[str, typer.Option(help="USD a month on an API, for the workload:")]
RequestsPerDay = Annotated[str, typer.Option(help="How many requests a day.")]
InputTokens = Annotated[str, typer.Option(help="Tokens read per request.")]
OutputTokens = Annotated[str, typer.Option(help="Tokens written per request.")]
Excluded = Annotated[
    bool, typer.Option("--excluded", help="Show the models left out, too, and why.")
]


def shortlist(
    task: Task = "",
    context: Context = "",
    language: Language = None,
    modality: Modality = None,
    commercial: Commercial = False,
    users: Users = "",
    train_on_outputs: TrainOnOutputs = False,
    region: Region = "",
    data_in: DataIn = "",
    self_hosted: SelfHosted = False,
    gpu: Gpu = None,
    budget: Budget = "",
    requests_per_day: RequestsPerDay = "",
    input_tokens: InputTokens = "",
    output_tokens: OutputTokens = "",
    excluded: Excluded = False,
    as_json: AsJson = False,
) -> None:
    """Find the models that fit a need, with their licence, hardware and price.

    A model fits only if a dated page says so for everything that is asked: what no page states is
    "not stated", and the model stands below those that fit. Warnings are clauses of the licence.
    GPUs must hold the weights and one conversation of the context asked (8,192 tokens if none is).
    """
    from advisor.catalogue.models import read_models
    from advisor.costs.tables import read_tables
    from advisor.shortlist import given
    from advisor.shortlist.records import Need

    models, gpus, today = read_models().values(), read_tables().gpus, datetime.now(tz=UTC).date()
    spent, workload = given.budget(
        budget, requests_per_day, input_tokens, output_tokens, self_hosted=self_hosted
    ) or (None, None)
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
        gpus=tuple(given.gpus(one, gpus, today) for one in gpu or ()),
        budget=spent,
        workload=workload,
    )
    _tell(_found(need, today), excluded=excluded, as_json=as_json)


def _found(need: Need, today: date) -> Shortlist:
    """Choose; where data goes is looked up in the vendors' profiles, if it is asked."""
    from advisor.catalogue.models import read_models
    from advisor.costs.tables import read_tables
    from advisor.library.profiles import FOLDER, read_profiles
    from advisor.shipped import data_folder
    from advisor.shortlist.choose import shortlist as chosen
    from advisor.shortlist.prices import dated_prices

    vendors = read_profiles(data_folder("knowledge") / FOLDER) if need.data_in else []
    kept = {one.vendor: one.facts["data"] for one in vendors if "data" in one.facts}
    return chosen(need, read_models().values(), dated_prices(today, read_tables()), kept)


def _tell(found: Shortlist, *, excluded: bool, as_json: bool) -> None:
    from advisor.cli.screen import print_json
    from advisor.cli.shortlist_table import show
    from advisor.shortlist.as_json import shortlist_json

    if as_json:
        print_json(shortlist_json(found))
    else:
        show(found, excluded=excluded)

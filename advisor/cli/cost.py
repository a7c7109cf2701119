"""`advisor cost`: what a workload costs on a proprietary API, a hosted open model, own GPUs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.options import AsJson

Requests = Annotated[
    str, typer.Option(help="How many requests a day: 3000, 3k, 1.5M, '2,5 million'.")
]
Read = Annotated[str, typer.Option(help="Tokens read per request, prompt and all.")]
WrittenTokens = Annotated[str, typer.Option(help="Tokens written per request.")]
ApiModel = Annotated[
    str, typer.Option(help="The proprietary one, PROVIDER:MODEL, such as openai:gpt-4o.")
]
OpenModel = Annotated[
    str, typer.Option(help="The open one by any of its names, such as 'llama 70b'.")
]
Cached = Annotated[str, typer.Option(help="Tokens of the input that were read before.")]
Assumptions = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Fix an assumption, or gpu, cloud, term (on-demand, reserved), region (us, eu, "
        "asia), latency (realtime, interactive, batch), quantisation, hosted (PROVIDER:MODEL), "
        "tokens_per_second (what your own instance writes). Repeatable.",
    ),
]
Csv = Annotated[
    Path | None, typer.Option(help="Write all figures here, too; no file is overwritten.")
]


def cost(
    requests_per_day: Requests,
    input_tokens: Read,
    output_tokens: WrittenTokens,
    api_model: ApiModel,
    open_model: OpenModel,
    cached_tokens: Cached = "0",
    settings: Assumptions = None,
    csv: Csv = None,
    as_json: AsJson = False,
) -> None:
    """Compare what a workload costs three ways, and find the volume at which that turns.

    A proprietary API, an open model on a hosted API, and an open model on GPUs that are rented or
    bought: a month and three years, each as low, base and high. Every figure has a source and a
    date; every assumption can be set to your own: `--set engineers_self_hosted=0.5`,
    `--set growth_per_month=5%`, `--set cloud=lambda`, `--set egress_price=0`.

    `--json` lists all assumptions by key. Amounts are in USD without taxes.
    """
    from advisor.catalogue.models import find_model, read_models
    from advisor.cli.cost_table import show
    from advisor.cli.screen import print_json
    from advisor.costs.as_json import comparison_json
    from advisor.costs.choose import Choice, api_name
    from advisor.costs.compare import compare
    from advisor.costs.csv_rows import csv_text
    from advisor.costs.given import asked, pairs
    from advisor.costs.tables import read_tables

    models = read_models()
    compared = compare(
        asked(requests_per_day, input_tokens, output_tokens, cached_tokens),
        Choice(api_name(api_model, models), find_model(open_model, models)),
        read_tables(),
        datetime.now(tz=UTC).date(),
        pairs(settings or []),
    )
    if csv is not None:
        _write_new(csv, csv_text(compared))
    if as_json:
        print_json(comparison_json(compared))
    else:
        show(compared)


def _write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet; a byte order mark tells spreadsheets that it is UTF-8."""
    from advisor.errors import FileExistsAlreadyError, StorageError

    try:
        with file.open("x", encoding="utf-8-sig", newline="") as out:
            out.write(text)
    except FileExistsError as error:
        raise FileExistsAlreadyError(str(file)) from error
    except OSError as error:
        raise StorageError(str(file), error.strerror or str(error)) from error

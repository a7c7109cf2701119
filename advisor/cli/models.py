"""`advisor models`: the catalogue of models, or one of them with all its facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from advisor.cli.options import AsJson


def models(
    name: Annotated[str, typer.Argument(help="Only this model, by any of its names.")] = "",
    side: Annotated[str, typer.Option(help="Only one side: open or proprietary.")] = "",
    vendor: Annotated[str, typer.Option(help="Only one vendor's, by its id in the list.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the models known, or show one with every fact, its source and its date.

    What no page states is "not stated": it is never guessed. `advisor shortlist` finds the models
    that fit a need.
    """
    from advisor.catalogue.as_json import model_json
    from advisor.catalogue.models import find_model, read_models
    from advisor.cli.model_table import list_models, show_model
    from advisor.cli.screen import print_json

    known = read_models()
    if name:
        found = find_model(name, known)
        if as_json:
            print_json(model_json(found))
        else:
            show_model(found)
        return
    sides = sorted({one.side for one in known.values()})
    vendors = sorted({one.vendor for one in known.values()})
    _among(side, sides, "--side")
    _among(vendor, vendors, "--vendor")
    chosen = [
        one for one in known.values() if side in {"", one.side} and vendor in {"", one.vendor}
    ]
    if as_json:
        print_json({"models": [model_json(one) for one in chosen]})
    else:
        list_models(chosen)


def _among(given: str, known: Sequence[str], option: str) -> None:
    if given and given not in known:
        raise typer.BadParameter(f"{option} is one of {', '.join(known)}.")

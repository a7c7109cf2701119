"""From what is asked to prices, GPUs and assumptions: everything looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from advisor.costs import api_prices, assume
from advisor.costs.choose import Choice, hosts, middle
from advisor.costs.plan import Plan, Serving
from advisor.costs.records import Assumption, Latency, Missing, Workload
from advisor.costs.serve import Offers, serving
from advisor.costs.tables import Tables
from advisor.errors import ChoiceError

_SPREAD = "workload_spread"
_REGIONS = ("us", "eu", "asia")
WORDS = ("gpu", "cloud", "term", "quantisation", "hosted", "region", "latency", "tokens_per_second")


def words(
    workload: Workload, choice: Choice, said: Mapping[str, str]
) -> tuple[Workload, Choice, dict[str, str]]:
    """Take the settings that are words out of the `--set` pairs."""
    named = {key: said[key].strip().lower() for key in WORDS if key in said}
    left = {key: text for key, text in said.items() if key not in named}
    latency = _latency(named.get("latency", workload.latency))
    measured = named.get("tokens_per_second")
    return (
        replace(workload, latency=latency, region=_region(named.get("region", workload.region))),
        replace(
            choice,
            hosted=named.get("hosted", choice.hosted),
            gpu=named.get("gpu", choice.gpu),
            cloud=named.get("cloud", choice.cloud),
            term=named.get("term", choice.term),
            quantisation=named.get("quantisation", choice.quantisation),
            tokens_per_second=_speed(measured) if measured else choice.tokens_per_second,
        ),
        left,
    )


def _latency(said: str) -> Latency:
    for one in assume.UTILISATION:
        if one == said:
            return one
    known = ", ".join(assume.UTILISATION)
    raise ChoiceError(f"There is no latency {said!r}", f"Choose one of {known}.")


def _region(said: str) -> str:
    if said in {"", *_REGIONS}:
        return said
    raise ChoiceError(f"There is no region {said!r}", f"Choose one of {', '.join(_REGIONS)}.")


def _speed(said: str) -> Decimal:
    name = "--set tokens_per_second"
    return assume.check("tokens_per_second", assume.read_amount(said, name), name)


def look_up(
    workload: Workload, choice: Choice, tables: Tables, on: date, said: Mapping[str, str]
) -> tuple[Plan, list[Missing]]:
    """Return what is known, and the ways that cannot be costed."""
    if choice.open_model.side != "open":
        raise ChoiceError(
            f"{choice.open_model.name} is proprietary: nobody else can serve it",
            "Name an open model, such as llama-3.3-70b.",
        )
    api = api_prices.api_price(choice.api_model, on)
    dated = tables.api_dates.get(api_prices.installed(), on)
    rows, spread = _asked(workload, tables, on, said)
    missing: list[Missing] = []
    hosted = None
    quoted = hosts(choice, on)
    if quoted:
        hosted, prices = middle(quoted, workload)
        rows.append(assume.hosts_assumption(prices, hosted.source, dated))
    else:
        reason = f"No hosted API with a price for {choice.open_model.name} is known."
        missing.append(Missing("hosted_open", reason))
    own = None
    served = serving(choice, workload, tables, on)
    if isinstance(served, str):
        missing.append(Missing("self_hosted", served))
    else:
        own, offers = served
        rows += _of_gpus(own, offers)
    fixed = assume.given(rows, {k: text for k, text in said.items() if k != _SPREAD}, on)
    return Plan(api, hosted, own, (*fixed, spread), dated), missing


def _asked(
    workload: Workload, tables: Tables, on: date, said: Mapping[str, str]
) -> tuple[list[Assumption], Assumption]:
    """Return what is assumed, and how far the workload itself may be off."""
    known = {one.key: one for one in tables.assumptions}
    spread = known.pop(_SPREAD)
    if _SPREAD in said:
        (spread,) = assume.given([spread], {_SPREAD: said[_SPREAD]}, on)
    rows = assume.workload_assumptions(workload, spread.base, on)
    for row in rows:
        assume.check(row.key, row.base, row.name)
    return rows + assume.from_workload(known.values(), workload, on), spread


def _of_gpus(own: Serving, offers: Offers) -> list[Assumption]:
    """Return what the GPUs add to the assumptions."""
    rows = [
        assume.gpu_assumption(own.offer, offers),
        assume.speed_assumption(own.speed.measured),
    ]
    return [*rows, assume.hardware_assumption(own.hardware)] if own.hardware else rows

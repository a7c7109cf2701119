"""Which model, host, GPU and cloud the comparison is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median_low

from advisor.catalogue.records import Model
from advisor.costs.api_prices import ApiPrice, api_price
from advisor.costs.capacity import busy, speed, whole
from advisor.costs.plan import Serving
from advisor.costs.records import Workload
from advisor.costs.sizing import sequences, weights_gb
from advisor.costs.tables import Offer, Tables, Throughput
from advisor.errors import ChoiceError, UnknownPriceError

WORDS = ("gpu", "cloud", "term", "quantisation", "hosted", "region", "latency")


@dataclass(frozen=True, slots=True)
class Choice:
    """The models compared, and what the user fixes; "" leaves the choice to the advisor.

    `api_model` and `hosted` are `provider:model`, `gpu` and `cloud` ids of the tables.
    """

    api_model: str
    open_model: Model
    hosted: str = ""
    gpu: str = ""
    cloud: str = ""
    term: str = "on-demand"
    quantisation: str = ""


def hosts(choice: Choice, on: date) -> list[ApiPrice]:
    """Return the hosts of the open model that have a price, or the one chosen."""
    if choice.hosted:
        return [api_price(choice.hosted, on)]
    found = []
    for name in choice.open_model.prices:
        try:
            found.append(api_price(name, on))
        except UnknownPriceError:  # a host that has dropped the model is one host less
            continue
    return found


def middle(prices: Sequence[ApiPrice], workload: Workload) -> tuple[ApiPrice, list[Decimal]]:
    """Return the host with the (lower) median price of this request, and all the prices."""
    asked = [
        one.request(workload.input_tokens, workload.cached_tokens, workload.output_tokens)
        for one in prices
    ]
    return prices[asked.index(median_low(asked))], asked


def serving(
    choice: Choice, workload: Workload, tables: Tables
) -> tuple[Serving, tuple[Offer, ...]] | str:
    """Choose the GPUs that serve the workload for the least money, or say why none can be."""
    measured = [one for one in tables.throughputs if one.model == choice.open_model.id]
    if not measured:
        known = ", ".join(sorted({one.model for one in tables.throughputs}))
        return (
            f"No published throughput of {choice.open_model.name} is in the tables (of: {known})."
        )
    fitting = [
        one
        for one in measured
        if choice.gpu in {"", one.gpu} and choice.quantisation in {"", one.quantisation}
    ]
    if not fitting:
        shown = ", ".join(sorted({f"{one.gpu} ({one.quantisation})" for one in measured}))
        raise ChoiceError(
            f"{choice.open_model.name} was not measured on {choice.gpu or 'any GPU'}"
            + (f" in {choice.quantisation}" if choice.quantisation else ""),
            f"Measured: {shown}.",
        )
    priced = [
        (one, offers) for one in fitting if (offers := _offers(one, choice, workload, tables))
    ]
    if not priced:
        clouds = ", ".join(sorted({one.cloud for one in tables.offers}))
        wanted = {one.gpu for one in fitting}
        raise ChoiceError(
            f"No {choice.term} price of {' or '.join(sorted(wanted))} is in the tables for "
            f"{choice.cloud or 'any cloud'}{f' in {workload.region}' if workload.region else ''}",
            f"Clouds: {clouds}; terms: on-demand, reserved.",
        )
    best = min(priced, key=lambda pair: _rent(pair[0], pair[1], workload))
    return _serving(best[0], best[1], choice, workload, tables), best[1]


def _offers(
    measured: Throughput, choice: Choice, workload: Workload, tables: Tables
) -> tuple[Offer, ...]:
    return tuple(
        one
        for one in tables.offers
        if one.gpu == measured.gpu
        and choice.cloud in {"", one.cloud}
        and one.term == choice.term
        and (not workload.region or one.region in {"", workload.region})
    )


def middle_offer(offers: Sequence[Offer]) -> Offer:
    """Return the offer with the (lower) median price."""
    price = median_low([one.usd_per_hour for one in offers])
    return next(one for one in offers if one.usd_per_hour == price)


def _rent(measured: Throughput, offers: Sequence[Offer], workload: Workload) -> Decimal:
    """What an hour of the GPUs costs that this workload takes, at the usual peak, with a spare."""
    seconds = speed(measured).seconds(
        Decimal(workload.input_tokens), Decimal(workload.output_tokens)
    )
    load = busy(workload.requests_per_day, seconds, Decimal(3), Decimal(0), Decimal("0.5"))
    return (whole(load) + 1) * measured.gpus * middle_offer(offers).usd_per_hour


def _serving(
    measured: Throughput,
    offers: Sequence[Offer],
    choice: Choice,
    workload: Workload,
    tables: Tables,
) -> Serving:
    gpu, fitted = tables.gpus[measured.gpu], speed(measured)
    tokens = workload.input_tokens + workload.output_tokens
    how = f"{measured.engine} in {measured.quantisation} on {measured.gpus} × {gpu.name}"
    notes = [f"Measured with {how} ({measured.conditions}): {measured.source}"]
    if tokens > 2 * fitted.longest:
        notes.append(
            f"Requests of {tokens:,} tokens are far longer than the {fitted.longest:,} measured."
        )
    model = choice.open_model
    weights = weights_gb(model, measured.quantisation)
    if model.attention is not None:
        fit = sequences(model, measured.quantisation, tokens, gpu, measured.gpus)
        if fit < 1:
            raise ChoiceError(
                f"A request of {tokens:,} tokens does not fit on {measured.gpus} × {gpu.name} "
                f"beside {weights:.0f} GB of weights",
                "Shorten the requests, or choose GPUs with more memory: --set gpu=b200.",
            )
        notes.append(
            f"{weights:.0f} GB of weights; room for {fit:,} requests of {tokens:,} tokens at once "
            f"in each instance."
        )
    return Serving(
        gpu, middle_offer(offers), fitted, weights, tables.hardware.get(gpu.id), tuple(notes)
    )

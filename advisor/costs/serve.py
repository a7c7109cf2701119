"""Which GPUs serve the open model for the least money, and at whose price."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from statistics import median_low

from advisor.costs.capacity import busy, speed, whole
from advisor.costs.choose import Choice
from advisor.costs.plan import Serving
from advisor.costs.records import Workload
from advisor.costs.sizing import BYTES, gpus_needed, sequences, weights_gb
from advisor.costs.tables import Offer, Run, Tables, Throughput
from advisor.errors import ChoiceError

_USUAL_GPU = "h100-sxm"  # the one that most clouds of the table offer
_AT_ONCE = 16  # requests that a server must hold at once to be any use
Offers = tuple[Offer, ...]


def serving(
    choice: Choice, workload: Workload, tables: Tables, on: date
) -> tuple[Serving, Offers] | str:
    """Choose the GPUs that serve the workload for the least rent, or say why none can be.

    The price is the (lower) median of the offers, which are given too.
    """
    measured = _measured(choice, workload, tables, on)
    if not measured:
        return (
            f"No published throughput of {choice.open_model.name} is in the tables. Measure it and "
            "give what one instance writes a second: --set tokens_per_second=N --set gpu=ID."
        )
    fitting = [
        one
        for one in measured
        if choice.gpu in {"", one.gpu} and choice.quantisation in {"", one.quantisation}
    ]
    if not fitting:
        raise _not_measured(choice, measured)
    priced = [
        (one, offers) for one in fitting if (offers := _offers(one, choice, workload, tables))
    ]
    if not priced:
        raise _not_offered(choice, workload, fitting, tables)
    best, offers = min(priced, key=lambda pair: _rent(pair[0], pair[1], workload))
    return _serving(best, offers, choice, workload, tables), offers


def _measured(choice: Choice, workload: Workload, tables: Tables, on: date) -> list[Throughput]:
    """Return the measurements of the model, or the user's own on as many GPUs as hold it."""
    if choice.tokens_per_second is None:
        return [one for one in tables.throughputs if one.model == choice.open_model.id]
    gpu = tables.gpus.get(choice.gpu or _USUAL_GPU)
    quantisation = choice.quantisation or "bf16"
    if gpu is None or quantisation not in BYTES:
        raise ChoiceError(
            f"There is no GPU {choice.gpu!r}, or no precision {quantisation!r}",
            f"GPUs: {', '.join(sorted(tables.gpus))}; precisions: {', '.join(BYTES)}.",
        )
    read, written = workload.input_tokens, workload.output_tokens
    run = Run(read, written, float(choice.tokens_per_second))
    return [
        Throughput(
            model=choice.open_model.id,
            gpu=gpu.id,
            gpus=gpus_needed(choice.open_model, quantisation, read + written, _AT_ONCE, gpu),
            quantisation=quantisation,
            engine="your own server",
            conditions="given by you",
            runs=(run,),
            source="given by you",
            as_of=on,
        )
    ]


def _not_measured(choice: Choice, measured: Sequence[Throughput]) -> ChoiceError:
    shown = ", ".join(sorted({f"{one.gpu} ({one.quantisation})" for one in measured}))
    precision = f" in {choice.quantisation}" if choice.quantisation else ""
    return ChoiceError(
        f"{choice.open_model.name} was not measured on {choice.gpu or 'any GPU'}{precision}",
        f"Measured: {shown}. For another one, give --set tokens_per_second=N.",
    )


def _not_offered(
    choice: Choice, workload: Workload, fitting: Sequence[Throughput], tables: Tables
) -> ChoiceError:
    wanted = " or ".join(sorted({one.gpu for one in fitting}))
    where = f"{choice.cloud or 'any cloud'}{f' in {workload.region}' if workload.region else ''}"
    clouds = ", ".join(sorted({one.cloud for one in tables.offers}))
    return ChoiceError(
        f"No {choice.term} price of {wanted} is in the tables for {where}",
        f"Clouds: {clouds}; terms: on-demand, reserved.",
    )


def _offers(measured: Throughput, choice: Choice, workload: Workload, tables: Tables) -> Offers:
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
    read, written = Decimal(workload.input_tokens), Decimal(workload.output_tokens)
    seconds = speed(measured).seconds(read, written)
    load = busy(workload.requests_per_day, seconds, Decimal(3), Decimal(0), Decimal("0.5"))
    return (whole(load) + 1) * measured.gpus * middle_offer(offers).usd_per_hour


def _serving(
    measured: Throughput, offers: Offers, choice: Choice, workload: Workload, tables: Tables
) -> Serving:
    gpu, fitted, model = tables.gpus[measured.gpu], speed(measured), choice.open_model
    tokens = workload.input_tokens + workload.output_tokens
    how = f"{measured.engine} in {measured.quantisation} on {measured.gpus} × {gpu.name}"
    notes = [f"Measured with {how} ({measured.conditions}): {measured.source}"]
    if tokens > 2 * fitted.longest:
        notes.append(
            f"Requests of {tokens:,} tokens are far longer than the {fitted.longest:,} measured."
        )
    weights = weights_gb(model, measured.quantisation)
    if model.attention is not None:
        fit = sequences(model, measured.quantisation, tokens, gpu, measured.gpus)
        if fit < 1:
            raise ChoiceError(
                f"A request of {tokens:,} tokens does not fit on {measured.gpus} × {gpu.name} "
                f"beside {weights:.0f} GB of weights",
                "Shorten the requests, or choose GPUs with more memory: --set gpu=b200.",
            )
        room = f"room for {fit:,} requests of {tokens:,} tokens at once in each instance"
        notes.append(f"{weights:.0f} GB of weights; {room}.")
    hardware = tables.hardware.get(gpu.id)
    return Serving(gpu, middle_offer(offers), fitted, weights, hardware, tuple(notes))

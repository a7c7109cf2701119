"""The ways to get the answers, each with its range, its parts and its cost of three years."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from advisor.costs import bills
from advisor.costs.break_even import HORIZON
from advisor.costs.lines import lines
from advisor.costs.plan import Plan, Serving, Values
from advisor.costs.records import Kind, Option, Spread

Cost = Callable[[Values], Decimal]


def options(plan: Plan) -> tuple[Option, ...]:
    """Return the ways that can be costed: the API, a host, rented GPUs, bought GPUs."""
    found = [_option(plan, "proprietary_api", plan.api.name, lambda v: bills.api_bill(plan.api, v))]
    hosted, own = plan.hosted, plan.serving
    if hosted is not None:
        found.append(
            _option(plan, "hosted_open", hosted.name, lambda v: bills.hosted_bill(hosted, v))
        )
    if own is not None:
        name = f"{own.gpu.name}, {own.offer.cloud}, {own.offer.term}"
        found.append(_option(plan, "self_hosted", name, lambda v: bills.rented_bill(own, v)))
        if own.hardware is not None:
            found.append(_bought(plan, own))
    return tuple(found)


def _option(plan: Plan, kind: Kind, name: str, bill: Callable[[Values], bills.Bill]) -> Option:
    def cost(values: Values) -> Decimal:
        return bills.total(bill(values))

    base, own = plan.base(), plan.serving if kind == "self_hosted" else None
    monthly = _spread(plan, cost)
    return Option(
        kind=kind,
        name=name,
        monthly=monthly,
        three_years=_spread(plan, lambda v: sum(map(cost, months(v)), Decimal(0))),
        per_thousand=monthly.base / bills.requests(base) * 1000,
        gpus=bills.instances(own, base) * own.gpus if own else 0,
        lines=lines(plan, kind, bill(base)),
        notes=own.notes if own else (),
    )


def _bought(plan: Plan, own: Serving) -> Option:
    def cost(values: Values) -> Decimal:
        return bills.total(bills.bought_bill(own, values))

    base = plan.base()
    monthly = _spread(plan, cost)
    return Option(
        kind="self_hosted",
        name=f"{own.gpu.name}, bought",
        monthly=monthly,
        three_years=_spread(plan, lambda v: sum(_outlays(own, v), Decimal(0))),
        per_thousand=monthly.base / bills.requests(base) * 1000,
        gpus=bills.instances(own, base) * own.gpus,
        lines=lines(plan, "self_hosted", bills.bought_bill(own, base)),
        notes=own.notes,
        bought=True,
        payback_months=_payback(plan, own, base),
    )


def _spread(plan: Plan, cost: Cost) -> Spread:
    return Spread(cost(plan.cheap()), cost(plan.base()), cost(plan.dear()))


def months(values: Values) -> list[Values]:
    """Return the values of each of 36 months: the requests grow, all else stays."""
    growth, now = 1 + values["growth_per_month"], values["requests_per_day"]
    if growth == 1:
        return [values] * HORIZON
    return [{**values, "requests_per_day": now * growth**month} for month in range(HORIZON)]


def _outlays(own: Serving, values: Values) -> list[Decimal]:
    """Return what bought GPUs cost each month: those that are new are paid in full."""
    paid, outlays = 0, []
    for month in months(values):
        held = bills.instances(own, month) * own.gpus
        new = max(0, held - paid) * bills.hardware_price(own, month)
        outlays.append(new + bills.total(bills.bought_running(own, month)))
        paid = max(paid, held)
    return outlays


def _payback(plan: Plan, own: Serving, values: Values) -> int | None:
    """After how many months the outlays are below what the proprietary API has cost; or never."""
    spent = saved = Decimal(0)
    for number, (outlay, month) in enumerate(
        zip(_outlays(own, values), months(values), strict=True), start=1
    ):
        spent += outlay
        saved += bills.total(bills.api_bill(plan.api, month))
        if spent <= saved:
            return number
    return None

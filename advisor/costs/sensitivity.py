"""What drives the difference: each assumption at its ends, the others at their base."""

from __future__ import annotations

from decimal import Decimal

from advisor.costs import bills
from advisor.costs.plan import Plan, Values
from advisor.costs.records import Driver


def drivers(plan: Plan) -> tuple[Driver, ...]:
    """Return the assumptions that move the difference, the strongest first (a tornado).

    The difference is self-hosted less proprietary a month, or hosted less proprietary where the
    model cannot be served from the tables; with neither there is nothing to drive.
    """
    if plan.serving is None and plan.hosted is None:
        return ()
    base = plan.base()
    middle = _difference(plan, base)
    found = []
    for one in plan.assumptions:
        if one.low == one.high or one.key not in base:
            continue
        driver = Driver(
            one.key,
            one.name,
            one.unit,
            one.low,
            one.high,
            _difference(plan, {**base, one.key: one.low}),
            middle,
            _difference(plan, {**base, one.key: one.high}),
        )
        if driver.swing:
            found.append(driver)
    return tuple(sorted(found, key=lambda one: -one.swing))


def _difference(plan: Plan, values: Values) -> Decimal:
    return _open(plan, values) - bills.total(bills.api_bill(plan.api, values))


def _open(plan: Plan, values: Values) -> Decimal:
    if plan.serving is not None:
        return bills.total(bills.rented_bill(plan.serving, values))
    if plan.hosted is not None:
        return bills.total(bills.hosted_bill(plan.hosted, values))
    return Decimal(0)

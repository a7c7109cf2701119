"""The comparison in a sentence or two: the answer first, then what would change it."""

from __future__ import annotations

from decimal import Decimal

from advisor.costs.records import BreakEven, Comparison, Option

_WAYS = {
    "proprietary_api": "the proprietary API",
    "hosted_open": "the open model on a hosted API",
    "self_hosted": "the open model on GPUs of your own",
}


def takeaway(compared: Comparison) -> str:
    """Say which way is cheapest, by how much, and from which volume on that would change."""
    ranked = sorted(compared.options, key=lambda one: one.monthly.base)
    first = ranked[0]
    said = (
        f"At {compared.workload.requests_per_day:,f} requests a day {_way(first)} is the cheapest: "
        f"{money(first.monthly.base)} a month"
    )
    other = next((one for one in ranked if one.kind != first.kind), None)
    if other is not None:
        said += f", against {money(other.monthly.base)} for {_way(other)}"
        if first.monthly.high > other.monthly.low:
            said += " (their ranges overlap)"
    return f"{said}. {_turn(compared.break_even)}".strip()


def _way(option: Option) -> str:
    way = _WAYS[option.kind]
    return f"{way} ({option.name})"


def _turn(even: BreakEven | None) -> str:
    if even is None:
        return ""
    if even.never or even.requests_per_day is None:
        return (
            "Rented GPUs never stay cheaper than the proprietary API on these assumptions, "
            "whatever the volume."
        )
    said = (
        f"From {even.requests_per_day:,} requests a day on, rented GPUs stay cheaper than the "
        "proprietary API"
    )
    if even.within_months == 0:
        return f"{said}: that volume is reached today."
    if even.within_months is None:
        return f"{said}: not reached within {even.horizon_months} months at this growth."
    return f"{said}: reached in {even.within_months} months at this growth."


def money(amount: Decimal) -> str:
    """Write an amount in dollars: cents below 100, whole dollars above."""
    sign, size = "-" if amount < 0 else "", abs(amount)
    return f"{sign}${size:,.2f}" if size < 100 else f"{sign}${size:,.0f}"

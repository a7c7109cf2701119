"""The comparison in a sentence or two: the answer first, then what would change it."""

from __future__ import annotations

from decimal import Decimal

from advisor.costs.records import BreakEven, Comparison, Option

_ALIKE = Decimal("1.05")
_WAYS = {
    "proprietary_api": "the proprietary API",
    "hosted_open": "the open model on a hosted API",
    "self_hosted": "the open model on GPUs of your own",
}


def takeaway(compared: Comparison) -> str:
    """Say which way is cheapest, by how much, and from which volume on that would change."""
    ranked = sorted(compared.options, key=lambda one: one.monthly.base)
    first = ranked[0]
    other = next((one for one in ranked if one.kind != first.kind), None)
    volume = f"At {compared.workload.requests_per_day:,.0f} requests a day"
    return f"{volume} {_compared(first, other)}. {_turn(compared.break_even)}".strip()


def _compared(first: Option, other: Option | None) -> str:
    cost = money(first.monthly.base)
    if other is None:
        return f"{_way(first)} costs {cost} a month"
    dearer = money(other.monthly.base)
    if other.monthly.base <= _ALIKE * first.monthly.base:
        return f"{_way(first)} and {_way(other)} cost about the same: {cost} and {dearer} a month"
    overlap = " (their ranges overlap)" if first.monthly.high > other.monthly.low else ""
    said = f"{_way(first)} is the cheapest: {cost} a month, against {dearer} for {_way(other)}"
    return f"{said}{overlap}"


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

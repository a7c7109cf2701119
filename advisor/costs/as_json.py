"""A comparison as the JSON of `advisor cost --json`: money as numbers rounded to cents."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from advisor.as_json import Json
from advisor.costs.records import (
    Assumption,
    BreakEven,
    Comparison,
    Driver,
    Line,
    Option,
    Spread,
    StandIn,
    Step,
    Workload,
)

_CENT = Decimal("0.01")


def cents(amount: Decimal) -> float:
    """Round to cents, as a JSON number."""
    return float(amount.quantize(_CENT, ROUND_HALF_UP))


def comparison_json(compared: Comparison) -> Json:
    """Return the JSON of a comparison."""
    return {
        "takeaway": compared.takeaway,
        "currency": "USD",
        "prices_as_of": compared.prices_as_of.isoformat(),
        "workload": _workload(compared.workload),
        "options": [_option(one) for one in compared.options],
        "missing": [{"kind": one.kind, "reason": one.reason} for one in compared.missing],
        "break_even": _even(compared.break_even),
        "break_even_hosted": _even(compared.break_even_hosted),
        "steps": [_step(one) for one in compared.steps],
        "drivers": [_driver(one) for one in compared.drivers],
        "assumptions": [_assumption(one) for one in compared.assumptions],
        "stand_in": _stand_in(compared.stand_in),
    }


def _workload(asked: Workload) -> Json:
    return {
        "requests_per_day": float(asked.requests_per_day),
        "input_tokens": asked.input_tokens,
        "output_tokens": asked.output_tokens,
        "cached_tokens": asked.cached_tokens,
        "growth_per_month": float(asked.growth_per_month),
        "batch_share": float(asked.batch_share),
        "latency": asked.latency,
        "region": asked.region,
    }


def _spread(spread: Spread) -> Json:
    return {"low": cents(spread.low), "base": cents(spread.base), "high": cents(spread.high)}


def _option(option: Option) -> Json:
    return {
        "kind": option.kind,
        "name": option.name,
        "bought": option.bought,
        "monthly": _spread(option.monthly),
        "three_years": _spread(option.three_years),
        "per_thousand": cents(option.per_thousand),
        "gpus": option.gpus,
        "payback_months": option.payback_months,
        "lines": [_line(one) for one in option.lines],
        "notes": list(option.notes),
    }


def _line(line: Line) -> Json:
    return {
        "name": line.name,
        "amount": cents(line.amount),
        "source": line.source,
        "as_of": line.as_of.isoformat(),
    }


def _even(even: BreakEven | None) -> Json:
    """Without a way to compare with, everything is null."""
    if even is None:
        keys = ("against", "requests_per_day", "first_requests_per_day", "never", "within_months")
        return dict.fromkeys((*keys, "horizon_months"))
    return {
        "against": even.against,
        "requests_per_day": even.requests_per_day,
        "first_requests_per_day": even.first,
        "never": even.never,
        "within_months": even.within_months,
        "horizon_months": even.horizon_months,
    }


def _step(step: Step) -> Json:
    return {
        "requests_per_day": step.requests_per_day,
        "gpus": step.gpus,
        "monthly": cents(step.monthly),
        "api_monthly": cents(step.api_monthly),
    }


def _driver(driver: Driver) -> Json:
    return {
        "key": driver.key,
        "name": driver.name,
        "unit": driver.unit,
        "low": float(driver.low),
        "high": float(driver.high),
        "at_low": cents(driver.at_low),
        "at_base": cents(driver.at_base),
        "at_high": cents(driver.at_high),
        "swing": cents(driver.swing),
    }


def _assumption(one: Assumption) -> Json:
    return {
        "key": one.key,
        "name": one.name,
        "value": float(one.base),
        "low": float(one.low),
        "high": float(one.high),
        "unit": one.unit,
        "source": one.source,
        "as_of": one.as_of.isoformat(),
        "given": one.given,
    }


def _stand_in(one: StandIn | None) -> Json | None:
    if one is None:
        return None
    return {"text": one.text, "source": one.source, "as_of": one.as_of.isoformat()}

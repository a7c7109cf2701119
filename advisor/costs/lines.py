"""The parts of a monthly cost, each with the source of its figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from advisor.costs.plan import Plan
from advisor.costs.records import Kind, Line

# Part of a bill → its name, and the assumption that its figure rests on.
_PARTS: Mapping[str, tuple[str, str]] = {
    "tokens": ("Tokens", ""),
    "gpus": ("GPUs, all month", "gpu_hour"),
    "hardware": ("GPUs, written off", "hardware_price"),
    "power": ("Electricity", "kwh_price"),
    "space": ("Space in a data centre", "rack_month"),
    "maintenance": ("Repair and support", "maintenance_share"),
    "engineers": ("Engineers", "engineer_month"),
    "storage": ("Storage", "storage_price"),
    "egress": ("Egress", "egress_price"),
    "evaluation": ("Evaluation", "evaluation_open"),
    "compliance": ("Compliance", "compliance_self_hosted"),
}
_OF_API = {"evaluation": "evaluation_api", "compliance": "compliance_api"}


def lines(plan: Plan, kind: Kind, bill: Mapping[str, Decimal]) -> tuple[Line, ...]:
    """Return the parts of a bill; one that is set to nothing stays, with an amount of 0."""
    known = {one.key: (one.source, one.as_of) for one in plan.assumptions}
    return tuple(
        Line(_PARTS[part][0], amount, *_source(plan, kind, part, known))
        for part, amount in bill.items()
    )


def _source(
    plan: Plan, kind: Kind, part: str, known: Mapping[str, tuple[str, date]]
) -> tuple[str, date]:
    if part == "tokens":
        price = plan.hosted if kind == "hosted_open" and plan.hosted else plan.api
        return price.source, plan.prices_as_of
    key = _PARTS[part][1]
    if kind == "proprietary_api" or (kind == "hosted_open" and part == "compliance"):
        key = _OF_API.get(part, key)
    return known[key]

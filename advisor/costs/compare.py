"""Three ways to get the same answers, side by side, with what drives the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from advisor.costs.bills import whole_spare
from advisor.costs.break_even import Ramp, Stairs, break_even, ramp, stairs, steps
from advisor.costs.choose import Choice
from advisor.costs.look_up import look_up, words
from advisor.costs.options import options
from advisor.costs.plan import Plan, Values
from advisor.costs.records import BreakEven, Comparison, Kind, StandIn, Step, Workload
from advisor.costs.sensitivity import drivers
from advisor.costs.tables import Tables
from advisor.costs.takeaway import takeaway


def compare(
    workload: Workload,
    choice: Choice,
    tables: Tables,
    on: date,
    said: Mapping[str, str] | None = None,
) -> Comparison:
    """Cost a workload three ways; `said` fixes assumptions by key, `on` is the day of the prices.

    Amounts are USD without taxes. Raises CostError for what cannot be meant or is not known.
    """
    workload, choice, numbers = words(workload, choice, said or {})
    plan, missing = look_up(workload, choice, tables, on, numbers)
    values = plan.base()
    own = stairs(plan.serving, values) if plan.serving else None
    api, hosted = ramp(plan, "proprietary_api", values), ramp(plan, "hosted_open", values)
    even = _even(own, api, "proprietary_api", values)
    compared = Comparison(
        workload=_as_set(workload, values),
        takeaway="",
        options=options(plan),
        missing=tuple(missing),
        break_even=even,
        break_even_hosted=_even(own, hosted, "hosted_open", values),
        steps=_steps(plan, own, (api, hosted), even, values),
        drivers=drivers(plan),
        assumptions=plan.assumptions,
        stand_in=_stand_in(choice.open_model.id, plan.api.name, tables),
        prices_as_of=plan.prices_as_of,
    )
    return replace(compared, takeaway=takeaway(compared))


def _as_set(workload: Workload, values: Values) -> Workload:
    """The workload as it was costed: `--set` may have changed it."""
    read = int(values["input_tokens"])
    return replace(
        workload,
        requests_per_day=values["requests_per_day"],
        input_tokens=read,
        output_tokens=int(values["output_tokens"]),
        cached_tokens=int(read * values["cached_share"]),
        growth_per_month=values["growth_per_month"],
        batch_share=values["batch_share"],
    )


def _even(own: Stairs | None, other: Ramp | None, kind: Kind, values: Values) -> BreakEven | None:
    return break_even(own, other, kind, values) if own and other else None


def _steps(
    plan: Plan,
    own: Stairs | None,
    others: tuple[Ramp | None, Ramp | None],
    even: BreakEven | None,
    values: Values,
) -> tuple[Step, ...]:
    """The staircase to twice the volume asked, or somewhat past the break-even if that is more."""
    api, hosted = others
    if own is None or api is None or plan.serving is None:
        return ()
    turn = even.requests_per_day if even and even.requests_per_day else 0
    until = max(2 * values["requests_per_day"], Decimal(turn) * Decimal("1.2"))
    gpus = (plan.serving.gpus, whole_spare(values))
    return tuple(steps(own, api, hosted, gpus, until))


def _stand_in(open_model: str, api_model: str, tables: Tables) -> StandIn | None:
    wanted = (open_model, api_model)
    return next(
        (one for one in tables.stand_ins if (one.open_model, one.api_model) == wanted), None
    )

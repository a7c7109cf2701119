"""From which volume on one's own GPUs are cheaper: a staircase against a straight line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from advisor.costs.bills import (
    api_bill,
    hosted_bill,
    rented_bill,
    total,
    whole_spare,
)
from advisor.costs.capacity import busy
from advisor.costs.plan import Plan, Serving, Values
from advisor.costs.records import BreakEven, Kind, Step

HORIZON = 36  # months
MOST = 10**10  # requests a day beyond which nobody asks
_POINTS = 40


@dataclass(frozen=True, slots=True)
class Stairs:
    """Monthly cost over requests a day: base + slope · requests + step · (instances in use).

    One instance serves `serves` requests a day; those in reserve are in `base`. Units: USD a month.
    """

    base: Decimal
    slope: Decimal
    step: Decimal
    serves: Decimal

    def at(self, per_day: Decimal) -> Decimal:
        """Return the cost at a volume."""
        used = max(Decimal(1), (per_day / self.serves).to_integral_value(rounding=ROUND_CEILING))
        return self.base + self.slope * per_day + self.step * used


@dataclass(frozen=True, slots=True)
class Ramp:
    """Monthly cost over requests a day: base + slope · requests."""

    base: Decimal
    slope: Decimal

    def at(self, per_day: Decimal) -> Decimal:
        """Return the cost at a volume."""
        return self.base + self.slope * per_day


def stairs(serving: Serving, v: Values) -> Stairs:
    """Take the staircase of rented GPUs out of the bills of one and of two requests a day."""
    one, two = (rented_bill(serving, {**v, "requests_per_day": Decimal(n)}) for n in (1, 2))
    around = {name: amount for name, amount in one.items() if name != "gpus"}
    slope = sum(two[name] - amount for name, amount in around.items())
    step = serving.gpus * v["gpu_hour"] * v["hours_per_month"]
    seconds = serving.speed.seconds(v["input_tokens"], v["output_tokens"]) / v["speed_factor"]
    load = busy(Decimal(1), seconds, v["peak_factor"], v["batch_share"], v["utilisation"])
    base = sum(around.values(), Decimal(0)) - slope + step * whole_spare(v)
    return Stairs(base, Decimal(slope), step, 1 / load)


def ramp(plan: Plan, kind: Kind, v: Values) -> Ramp | None:
    """Take the line of an API out of its bills; None where it has no price."""
    one, two = ({**v, "requests_per_day": Decimal(n)} for n in (1, 2))
    if kind == "proprietary_api":
        first, second = total(api_bill(plan.api, one)), total(api_bill(plan.api, two))
    elif plan.hosted is not None:
        first, second = total(hosted_bill(plan.hosted, one)), total(hosted_bill(plan.hosted, two))
    else:
        return None
    return Ramp(2 * first - second, second - first)


def break_even(own: Stairs, other: Ramp, against: Kind, v: Values) -> BreakEven:
    """Find the volume from which on the staircase stays below the line, and the first below it."""
    stays = _stays(own, other)
    if stays is None:
        early = _early(own, other)
        return BreakEven(
            against, None, early, never=True, within_months=None, horizon_months=HORIZON
        )
    first = _first(own, other)
    months = _months(v["requests_per_day"], stays, v["growth_per_month"])
    return BreakEven(
        against, _up(stays), _up(first), never=False, within_months=months, horizon_months=HORIZON
    )


def _crossing(own: Stairs, other: Ramp, used: Decimal) -> Decimal:
    """Where the line reaches the step of so many instances."""
    return (own.base - other.base + own.step * used) / (other.slope - own.slope)


def _stays(own: Stairs, other: Ramp) -> Decimal | None:
    """The last crossing.

    On the step of n instances, serving the volumes from (n - 1) · s to n · s, own GPUs are cheaper
    from x(n) on. The line must rise faster than the staircase on the whole; then the last step
    with x(n) > (n - 1) · s holds the last crossing, and n is bounded by a linear inequality.
    """
    gain = other.slope - own.slope
    climb = own.serves * gain - own.step  # what each further full instance saves
    if gain <= 0 or climb <= 0:
        return None
    bound = (own.base - other.base + own.serves * gain) / climb
    last = (bound - 1).to_integral_value(rounding=ROUND_CEILING) if bound > 1 else Decimal(1)
    last = max(Decimal(1), last)
    where = max(_crossing(own, other, last), Decimal(0))
    return where if where <= MOST else None


def _first(own: Stairs, other: Ramp) -> Decimal:
    """The first crossing: the least n whose step ends behind its crossing."""
    gain = other.slope - own.slope
    climb = own.serves * gain - own.step
    least = ((own.base - other.base) / climb).to_integral_value(rounding=ROUND_CEILING)
    used = max(Decimal(1), least)
    return max(_crossing(own, other, used), own.serves * (used - 1), Decimal(0))


def _early(own: Stairs, other: Ramp) -> int | None:
    """A volume at which the staircase lies below the line for a while, if not for good."""
    if own.at(Decimal(1)) <= other.at(Decimal(1)):
        return 1
    if other.slope > own.slope:
        where = _crossing(own, other, Decimal(1))
        if where <= own.serves:
            return _up(where)
    return None


def _up(volume: Decimal) -> int:
    return max(1, int(volume.to_integral_value(rounding=ROUND_CEILING)))


def _months(now: Decimal, volume: Decimal, growth: Decimal) -> int | None:
    """After how many months of growth a volume is reached."""
    for month in range(HORIZON + 1):
        if now * (1 + growth) ** month >= volume:
            return month
    return None


def steps(
    own: Stairs, api: Ramp, hosted: Ramp | None, gpus: tuple[int, int], until: Decimal
) -> list[Step]:
    """Return the stairs up to a volume, at most 40 of them: the end of each step.

    `gpus` are those of an instance, and the instances in reserve.
    """
    per_instance, spare = gpus
    wanted = max(2, int((until / own.serves).to_integral_value(rounding=ROUND_CEILING)))
    points = []
    for used in _spaced(wanted):
        volume = (own.serves * used).to_integral_value(rounding=ROUND_FLOOR)
        if volume < 1 or volume > MOST:
            continue
        monthly = own.base + own.slope * volume + own.step * used
        held = (used + spare) * per_instance
        by_host = hosted.at(volume) if hosted else None
        points.append(Step(int(volume), held, monthly, api.at(volume), by_host))
    return points


def _spaced(wanted: int) -> list[int]:
    """1 to `wanted`: the first ones all, the later ones thinned out evenly."""
    near = _POINTS // 2
    if wanted <= _POINTS:
        return list(range(1, wanted + 1))
    far = {near + round(i * (wanted - near) / near) for i in range(1, near + 1)}
    return [*range(1, near + 1), *sorted(far)]

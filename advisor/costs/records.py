"""What a cost comparison is asked, and what it gives: plain records for tables, charts and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["proprietary_api", "hosted_open", "self_hosted"]
Latency = Literal["realtime", "interactive", "batch"]
End = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Workload:
    """What is asked of a model: requests a day, and tokens of one request.

    `cached_tokens` are those of the input that a provider has read before; `growth_per_month` and
    `batch_share` are shares (0.05 is 5 %).
    """

    requests_per_day: Decimal
    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    growth_per_month: Decimal = Decimal(0)
    batch_share: Decimal = Decimal(0)
    latency: Latency = "interactive"
    region: str = ""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure the comparison rests on, with its range; `cheaper` is the end that costs less.

    `key` is what `--set KEY=VALUE` names. A `source` that is no address says who assumes it.
    """

    key: str
    name: str
    low: Decimal
    base: Decimal
    high: Decimal
    unit: str
    cheaper: End
    source: str
    as_of: date
    given: bool = False

    @property
    def cheap(self) -> Decimal:
        """The value that costs less."""
        return self.low if self.cheaper == "low" else self.high

    @property
    def dear(self) -> Decimal:
        """The value that costs more."""
        return self.high if self.cheaper == "low" else self.low


@dataclass(frozen=True, slots=True)
class Spread:
    """An amount in USD with every assumption at its cheap end, at its base, at its dear end."""

    low: Decimal
    base: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the base monthly cost (USD) and where its figure comes from."""

    name: str
    amount: Decimal
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Option:
    """One way to get the answers: `per_thousand` is the base cost of 1,000 answers (USD).

    `payback_months` is set for bought hardware that pays for itself against the proprietary API.
    """

    kind: Kind
    name: str
    monthly: Spread
    three_years: Spread
    per_thousand: Decimal
    gpus: int
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    bought: bool = False
    payback_months: int | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A way that cannot be costed, and why."""

    kind: Kind
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """The most requests a day that so many GPUs serve, and what each way costs a month there."""

    requests_per_day: int
    gpus: int
    monthly: Decimal
    api_monthly: Decimal
    hosted_monthly: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BreakEven:
    """From which volume on GPUs of one's own stay cheaper than `against`.

    `requests_per_day` is None and `never` true where no volume is reached; `first` is the smallest
    volume at which they are cheaper, which a further GPU may undo. `within_months` is when the
    growth assumed reaches it (0: today), None if not within `horizon_months`.
    """

    against: Kind
    requests_per_day: int | None
    first: int | None
    never: bool
    within_months: int | None
    horizon_months: int


@dataclass(frozen=True, slots=True)
class Driver:
    """What one assumption does to the monthly difference (self-hosted less proprietary, USD).

    A negative difference means that self-hosting is cheaper.
    """

    key: str
    name: str
    unit: str
    low: Decimal
    high: Decimal
    at_low: Decimal
    at_base: Decimal
    at_high: Decimal

    @property
    def swing(self) -> Decimal:
        """How far the difference moves over the range."""
        return max(self.at_low, self.at_base, self.at_high) - min(
            self.at_low, self.at_base, self.at_high
        )


@dataclass(frozen=True, slots=True)
class StandIn:
    """Which open model stands in for which proprietary one, and who says so; "" unknown."""

    open_model: str
    api_model: str
    text: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Comparison:
    """The ways side by side; `prices_as_of` is the date of the API prices."""

    workload: Workload
    takeaway: str
    options: tuple[Option, ...]
    missing: tuple[Missing, ...]
    break_even: BreakEven | None
    break_even_hosted: BreakEven | None
    steps: tuple[Step, ...]
    drivers: tuple[Driver, ...]
    assumptions: tuple[Assumption, ...]
    stand_in: StandIn | None
    prices_as_of: date

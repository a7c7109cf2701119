"""What the costs of one comparison are calculated from, looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.costs.api_prices import ApiPrice
from advisor.costs.capacity import Speed
from advisor.costs.records import Assumption
from advisor.costs.tables import Gpu, Hardware, Offer

Values = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Serving:
    """The GPUs that serve the open model: how fast one instance is, and at what price."""

    gpu: Gpu
    offer: Offer
    speed: Speed
    weights_gb: Decimal
    hardware: Hardware | None
    notes: tuple[str, ...] = ()

    @property
    def gpus(self) -> int:
        """GPUs of one instance."""
        return self.speed.measured.gpus


@dataclass(frozen=True, slots=True)
class Plan:
    """Prices, GPUs and assumptions; `hosted` is the host with the middle price.

    `prices_as_of` is the day the API prices were published.
    """

    api: ApiPrice
    hosted: ApiPrice | None
    serving: Serving | None
    assumptions: tuple[Assumption, ...]
    prices_as_of: date

    def base(self) -> dict[str, Decimal]:
        """Every assumption at its base."""
        return {one.key: one.base for one in self.assumptions}

    def cheap(self) -> dict[str, Decimal]:
        """Every assumption at the end that costs less."""
        return {one.key: one.cheap for one in self.assumptions}

    def dear(self) -> dict[str, Decimal]:
        """Every assumption at the end that costs more."""
        return {one.key: one.dear for one in self.assumptions}

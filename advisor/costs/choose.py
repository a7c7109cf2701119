"""Which models, host, GPU and cloud a comparison is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median_low

from advisor.catalogue.models import find_model
from advisor.catalogue.records import Model
from advisor.costs.api_prices import ApiPrice, api_price
from advisor.costs.records import Workload
from advisor.errors import UnknownPriceError


@dataclass(frozen=True, slots=True)
class Choice:
    """The models compared, and what the user fixes; "" leaves the choice to the advisor.

    `api_model` and `hosted` are `provider:model`, `gpu` and `cloud` ids of the tables;
    `tokens_per_second` is what one instance writes at the workload's length, as the user measured.
    """

    api_model: str
    open_model: Model
    hosted: str = ""
    gpu: str = ""
    cloud: str = ""
    term: str = "on-demand"
    quantisation: str = ""
    tokens_per_second: Decimal | None = None


def api_name(name: str, models: Mapping[str, Model]) -> str:
    """Return `provider:model` of a name that is one already, or of a model in the catalogue."""
    if ":" in name:
        return name
    found = find_model(name, models)
    if not found.prices:
        raise UnknownPriceError(name, ())
    return found.prices[0]


def hosts(choice: Choice, on: date) -> list[ApiPrice]:
    """Return the hosts of the open model that have a price, or the one chosen."""
    if choice.hosted:
        return [api_price(choice.hosted, on)]
    found = []
    for name in choice.open_model.prices:
        try:
            found.append(api_price(name, on))
        except UnknownPriceError:  # a host that has dropped the model is one host less
            continue
    return found


def middle(prices: Sequence[ApiPrice], workload: Workload) -> tuple[ApiPrice, list[Decimal]]:
    """Return the host with the (lower) median price of this request, and all the prices."""
    asked = [
        one.request(workload.input_tokens, workload.cached_tokens, workload.output_tokens)
        for one in prices
    ]
    return prices[asked.index(median_low(asked))], asked

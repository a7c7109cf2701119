"""API prices from the genai-prices package: one request at a time, then multiplied.

A price may depend on the request's length, so a month's tokens must never be priced as one call.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from advisor.errors import UnknownPriceError

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, Provider

_BATCH = {"processing": "batch"}


@dataclass(frozen=True)
class ApiPrice:
    """The price list of one model at one provider on one day; `name` is `provider:model`."""

    name: str
    source: str
    provider: Provider
    model: ModelInfo
    on: date

    @cached_property
    def batch(self) -> bool:
        """Whether a lower price for batches is published."""
        return any(variant.when == _BATCH for variant in self.model.price_variants or ())

    def request(self, read: int, cached: int, written: int, *, batch: bool = False) -> Decimal:
        """Price one request in USD: tokens read (`cached` of them seen before) and written."""
        return _price(self, read, cached, written, batch)

    def __hash__(self) -> int:
        """Hash by name and day, which say it all."""
        return hash((self.name, self.on))

    def __eq__(self, other: object) -> bool:
        """Compare by name and day."""
        return isinstance(other, ApiPrice) and (self.name, self.on) == (other.name, other.on)


@lru_cache(maxsize=4096)
def _price(price: ApiPrice, read: int, cached: int, written: int, batch: bool) -> Decimal:
    from genai_prices import Usage  # noqa: PLC0415 - 0.3 s, only for costs

    usage = Usage(input_tokens=read, cache_read_tokens=cached, output_tokens=written)
    return price.model.calc_price(
        usage,
        price.provider,
        # Some prices depend on the time of day; noon (UTC) stands for the day.
        genai_request_timestamp=datetime.combine(price.on, time(12), tzinfo=UTC),
        price_context=_BATCH if batch and price.batch else None,
    ).total_price


def api_price(name: str, on: date) -> ApiPrice:
    """Find the prices of `provider:model`; an unknown name is an error with close matches."""
    from genai_prices import data_snapshot  # noqa: PLC0415

    provider_id, _, model = (part.strip() for part in name.partition(":"))
    if not (provider_id and model):
        raise UnknownPriceError(name, ())
    snapshot = data_snapshot.get_snapshot()
    provider = data_snapshot.find_provider_by_id(snapshot.providers, provider_id)
    if provider is None:
        known = [one.id for one in snapshot.providers]
        raise UnknownPriceError(name, difflib.get_close_matches(provider_id.lower(), known))
    found = next((one for one in provider.models if one.id.lower() == model.lower()), None)
    found = found or provider.find_model(model, all_providers=snapshot.providers)
    if found is None:
        raise UnknownPriceError(name, _close(provider, model))
    price = ApiPrice(name, (provider.pricing_urls or [""])[0], provider, found, on)
    if not _priced(found, on):
        raise UnknownPriceError(name, _close(provider, model))
    return price


def _priced(model: ModelInfo, on: date) -> bool:
    """Whether text tokens have a price: some models are priced by the second or the picture."""
    prices = model.get_prices(datetime.combine(on, time(12), tzinfo=UTC))
    return prices.input_mtok is not None and prices.output_mtok is not None


def _close(provider: Provider, model: str) -> Sequence[str]:
    names = {one.id.lower(): one.id for one in provider.models}
    wanted = model.lower()
    near = [name for name in names if wanted in name or name in wanted]
    near += [one for one in difflib.get_close_matches(wanted, names, 5, 0.4) if one not in near]
    return [f"{provider.id}:{names[name]}" for name in near[:5]]


def priced_models(provider_id: str) -> list[str]:
    """Return the models of a provider as `provider:model`."""
    from genai_prices import data_snapshot  # noqa: PLC0415

    found = data_snapshot.find_provider_by_id(data_snapshot.get_snapshot().providers, provider_id)
    return [f"{found.id}:{model.id}" for model in found.models] if found else []


def installed() -> str:
    """Return the version of the price data."""
    from importlib.metadata import version  # noqa: PLC0415

    return version("genai-prices")

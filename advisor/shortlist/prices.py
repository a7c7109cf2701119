"""What a model's tokens cost at its hosts, and whether that is within a budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from advisor.catalogue.records import Model
from advisor.costs.api_prices import ApiPrice, api_price, installed
from advisor.costs.records import Workload
from advisor.costs.tables import Tables
from advisor.errors import UnknownPriceError
from advisor.shortlist.records import Need, TokenPrice, Verdict

# A price may rise with the length of a request: a million tokens are a thousand usual requests.
_USUAL_REQUEST = 1000
_DAYS_A_MONTH = Decimal(365) / 12


def dated_prices(on: date, tables: Tables) -> Callable[[Model, Need], tuple[TokenPrice, ...]]:
    """Return what prices a model on a day, with the day the price data was published."""
    dated = tables.api_dates.get(installed(), on)
    return lambda model, need: token_prices(model, need, on, dated)


def token_prices(model: Model, need: Need, on: date, dated: date) -> tuple[TokenPrice, ...]:
    """Return the prices of a model's hosts, the cheapest first.

    A host that has dropped the model, or prices it otherwise than by the token, is left out.
    """
    found = []
    for name in model.prices:
        try:
            found.append(_price(api_price(name, on), need.workload, dated))
        except UnknownPriceError:
            continue
    return tuple(sorted(found, key=_cost))


def within_budget(prices: Sequence[TokenPrice], need: Need) -> Verdict | None:
    """Tell whether the cheapest host is within the budget; on own GPUs tokens have no price."""
    if need.budget is None or need.self_hosted:
        return None
    priced = [one for one in prices if one.monthly is not None]
    if not priced:
        return Verdict(None, "Price: not stated.")
    cheapest = priced[0]
    text = f"The workload costs {cheapest.monthly:,.0f} USD a month at {cheapest.name}."
    fits = cheapest.monthly is not None and cheapest.monthly <= need.budget
    return Verdict(fits, text, cheapest.source, cheapest.as_of)


def _price(price: ApiPrice, workload: Workload | None, dated: date) -> TokenPrice:
    read = price.request(_USUAL_REQUEST, 0, 0) * _USUAL_REQUEST
    written = price.request(0, 0, _USUAL_REQUEST) * _USUAL_REQUEST
    monthly = _monthly(price, workload) if workload else None
    return TokenPrice(price.name, read, written, monthly, price.source, dated)


def _monthly(price: ApiPrice, asked: Workload) -> Decimal:
    request = price.request(asked.input_tokens, asked.cached_tokens, asked.output_tokens)
    return request * asked.requests_per_day * _DAYS_A_MONTH


def _cost(price: TokenPrice) -> tuple[Decimal, str]:
    """Order by the workload's cost, else by three tokens read and one written."""
    asked = price.read * 3 + price.written if price.monthly is None else price.monthly
    return asked, price.name

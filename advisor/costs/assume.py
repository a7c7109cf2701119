"""Which assumptions hold: those of the tables, of the workload, of the prices, and the user's."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from statistics import median_low

from advisor.costs.money import other_currency, without_dollars
from advisor.costs.records import Assumption, Latency, Workload
from advisor.costs.tables import Hardware, Offer, Throughput
from advisor.errors import BadAmountError, OtherCurrencyError, SettingKeyError
from advisor.quantities import number

# Share of the measured throughput that fits a need for speed: low, base, high.
UTILISATION: Mapping[Latency, tuple[str, str, str]] = {
    "realtime": ("0.15", "0.25", "0.4"),
    "interactive": ("0.3", "0.5", "0.7"),
    "batch": ("0.7", "0.85", "0.95"),
}
_SHARES = {
    "workload_spread", "growth_per_month", "cached_share", "batch_share", "utilisation",
    "maintenance_share",
}  # fmt: skip
_POSITIVE = {
    "requests_per_day", "input_tokens", "output_tokens", "utilisation", "hours_per_month",
    "lifetime_months", "speed_factor", "peak_factor", "tokens_per_second",
}  # fmt: skip
_MOST = {
    "requests_per_day": Decimal(10**10), "input_tokens": Decimal(10**7),
    "output_tokens": Decimal(10**7), "hours_per_month": Decimal(744), "peak_factor": Decimal(1000),
    "spare_instances": Decimal(1000), "growth_per_month": Decimal(1),
}  # fmt: skip
_ABSURD = Decimal(10**9)
YOU = "given by you"


def check(key: str, value: Decimal, name: str) -> Decimal:
    """Return a value that can be meant; anything else is an error that says why."""
    given = f"{value:f}"
    if not value.is_finite():
        raise BadAmountError(name, str(value), "which is no amount")
    if value < 0:
        raise BadAmountError(name, given, "which is below zero")
    if value == 0 and key in _POSITIVE:
        raise BadAmountError(name, given, "but there is nothing to compare without it")
    if key in _SHARES and value > 1:
        raise BadAmountError(
            name, given, "but it is a share between 0 and 1", "Write 0.2 (or 20%) for 20 %."
        )
    if key == "peak_factor" and value < 1:
        raise BadAmountError(name, given, "but the busiest hour is at least the mean")
    most = _MOST.get(key, _ABSURD)
    if value > most:
        raise BadAmountError(name, given, f"which is beyond any use (at most {most:,f})")
    return value


def read_amount(text: str, name: str) -> Decimal:
    """Read a number as people write it: "3k", "1.5M", "2,5 million", "20%"."""
    if other_currency(text):
        raise OtherCurrencyError(text)
    text = without_dollars(text)
    share = text.endswith("%")
    minus = text.startswith(("-", "−"))
    value = number(text.removesuffix("%").lstrip("-−+"))
    if value is None:
        raise BadAmountError(name, text, "which is no number")
    return (-value if minus else value) / (100 if share else 1)


def workload_assumptions(workload: Workload, spread: Decimal, on: date) -> list[Assumption]:
    """Turn what was asked into assumptions with a range either way."""
    rows = (
        ("requests_per_day", "Requests a day", workload.requests_per_day, "requests"),
        ("input_tokens", "Tokens read per request", Decimal(workload.input_tokens), "tokens"),
        ("output_tokens", "Tokens written per request", Decimal(workload.output_tokens), "tokens"),
    )
    return [
        Assumption(
            key, name, value * (1 - spread), value, value * (1 + spread), unit, "low", YOU, on
        )
        for key, name, value, unit in rows
    ]


def from_workload(known: Iterable[Assumption], workload: Workload, on: date) -> list[Assumption]:
    """Replace assumptions by what the workload says, where it says something."""
    said = {
        "growth_per_month": workload.growth_per_month,
        "batch_share": workload.batch_share,
        "cached_share": Decimal(workload.cached_tokens) / max(1, workload.input_tokens),
    }
    rows = []
    for one in known:
        if said.get(one.key):
            value = check(one.key, said[one.key], one.name)
            rows.append(_fixed(one, value, on, given=False))
        elif one.key == "utilisation":
            low, base, high = map(Decimal, UTILISATION[workload.latency])
            rows.append(replace(one, low=low, base=base, high=high))
        else:
            rows.append(one)
    return rows


def gpu_assumption(offer: Offer, offers: Sequence[Offer]) -> Assumption:
    """The price of a GPU: the offer chosen, within the range of all that were possible."""
    prices = [one.usd_per_hour for one in offers]
    return Assumption(
        "gpu_hour", f"{offer.gpu} an hour ({offer.cloud}, {offer.term})", min(prices),
        offer.usd_per_hour, max(prices), "USD", "low", offer.page, offer.as_of,
    )  # fmt: skip


def hardware_assumption(hardware: Hardware) -> Assumption:
    """The price of a GPU, bought."""
    server = "with its share of the server" if hardware.with_server else "without a server"
    return Assumption(
        "hardware_price", f"{hardware.gpu}, bought, {server}", hardware.low,
        hardware.base, hardware.high, "USD", "low", hardware.source, hardware.as_of,
    )  # fmt: skip


def hosts_assumption(prices: Sequence[Decimal], source: str, on: date) -> Assumption:
    """What hosts ask over the middle price: from the cheapest to the dearest."""
    middle = median_low(prices)
    return Assumption(
        "hosted_price_factor", "Host's price over the middle one", min(prices) / middle,
        Decimal(1), max(prices) / middle, "times", "low", source, on,
    )  # fmt: skip


def given(rows: Iterable[Assumption], said: Mapping[str, str], on: date) -> tuple[Assumption, ...]:
    """Fix the assumptions that the user sets; an unknown key is an error with close matches."""
    known = {one.key: one for one in rows}
    for key, text in said.items():
        if key not in known:
            raise SettingKeyError(key, difflib.get_close_matches(key, known, 3, 0.5))
        name = f"--set {key}"
        known[key] = _fixed(known[key], check(key, read_amount(text, name), name), on, given=True)
    return tuple(known.values())


def _fixed(one: Assumption, value: Decimal, on: date, *, given: bool) -> Assumption:
    return replace(one, low=value, base=value, high=value, source=YOU, as_of=on, given=given)


def speed_assumption(measured: Throughput) -> Assumption:
    """How other versions, drivers and prompts change what was measured."""
    return Assumption(
        "speed_factor", "Throughput over the one measured", Decimal("0.8"), Decimal(1),
        Decimal("1.2"), "times", "high", measured.source, measured.as_of,
    )  # fmt: skip

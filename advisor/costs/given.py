"""What a user gives as text: volumes, tokens, `KEY=VALUE` pairs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from advisor.costs.assume import check, read_amount
from advisor.costs.records import Workload
from advisor.errors import BadAmountError, SettingPairError
from advisor.quantities import quantities


def asked(requests: str, read: str, written: str, cached: str = "0") -> Workload:
    """Read a workload; a volume may name its period ("1.5M a month"), else it is a day's."""
    tokens_read = _tokens("input_tokens", read)
    tokens_cached = _tokens("cached_tokens", cached)
    if tokens_cached > tokens_read:
        raise BadAmountError(
            "cached_tokens", cached, f"but only {tokens_read:,} tokens are read per request"
        )
    return Workload(
        check("requests_per_day", volume(requests), "requests_per_day"),
        tokens_read,
        _tokens("output_tokens", written),
        tokens_cached,
    )


def volume(text: str) -> Decimal:
    """Return requests a day from "3000", "3k/day", "1.5M a month" or "2,5 million"."""
    found = [one for one in quantities(text) if one.period]
    if len(found) == 1 and not text.strip().startswith("-"):
        return found[0].per_day
    return read_amount(text, "requests_per_day")


def _tokens(name: str, text: str) -> int:
    value = check(name, read_amount(text, name), name)
    if value != value.to_integral_value():
        raise BadAmountError(name, text, "but tokens are counted in whole numbers")
    return int(value)


def pairs(settings: Iterable[str]) -> dict[str, str]:
    """Read `KEY=VALUE` pairs; the last of a key counts."""
    said = {}
    for setting in settings:
        key, sign, value = setting.partition("=")
        if not (sign and key.strip() and value.strip()):
            raise SettingPairError(setting)
        said[key.strip().lower().replace("-", "_")] = value.strip()
    return said

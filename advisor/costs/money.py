"""Which currency an amount is in: all tables are in US dollars, and no rate is assumed."""

from __future__ import annotations

import re

_OTHER = re.compile(
    r"[€£¥₹₩₽₺₴₫฿]|\b(?:EUR|euros?|GBP|sterling|CHF|JPY|yen|CNY|RMB|yuan|INR|rupees?|AUD|CAD|SEK"
    r"|NOK|DKK|PLN|BRL|KRW|SGD|HKD|NZD|ZAR|MXN)\b",
    re.IGNORECASE,
)
_DOLLARS = re.compile(r"\$|\b(?:USD|US dollars?|dollars?)\b", re.IGNORECASE)


def other_currency(text: str) -> str:
    """Return the sign or name of a currency that is not the dollar; "" if there is none."""
    found = _OTHER.search(text)
    return found.group() if found else ""


def without_dollars(text: str) -> str:
    """Take the dollar sign or name away."""
    return _DOLLARS.sub("", text).strip()

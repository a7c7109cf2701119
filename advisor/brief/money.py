"""Figures as people read them."""

from __future__ import annotations

from decimal import Decimal


def money(amount: Decimal) -> str:
    """An amount in US dollars: whole from a hundred, else with as many digits as it has worth."""
    sign, size = ("−" if amount < 0 else ""), abs(amount)
    if size >= 100 or not size:
        return f"{sign}${size:,.0f}"
    if size >= 1:
        return f"{sign}${size:,.2f}"
    return f"{sign}${_digits(size)}"


def figure(number: Decimal | int) -> str:
    """A number with thousands set apart and no idle zeros."""
    size = abs(Decimal(number))
    sign = "−" if number < 0 else ""
    if size >= 1000:
        return f"{sign}{size:,.0f}"
    return f"{sign}{_digits(size)}" if size < 1 else f"{sign}{_short(size, 2)}"


def rounded(number: int) -> int:
    """A whole number with three digits of worth."""
    return round(number, 3 - len(str(abs(number)))) if abs(number) >= 1000 else number


def _digits(size: Decimal) -> str:
    """Three digits of worth of a number below one."""
    return _short(size, 2 - size.adjusted()) if size else "0"


def _short(size: Decimal, places: int) -> str:
    shown = f"{size:,.{places}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown

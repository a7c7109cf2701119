"""A cost comparison on the screen: the answer first, then tables and a staircase of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.cli.screen import out, plain
from advisor.costs.records import Comparison, Option, StandIn, Step
from advisor.costs.takeaway import money

if TYPE_CHECKING:
    from rich.table import Table

_KINDS = {
    "proprietary_api": "Proprietary API",
    "hosted_open": "Open, hosted API",
    "self_hosted": "Open, own GPUs",
}
_DRIVERS = 8
_STEPS = 12
_WIDTH = 30


def show(compared: Comparison) -> None:
    """Print a comparison for people."""
    screen = out()
    screen.print(plain(compared.takeaway), markup=False)
    screen.print()
    screen.print(_options(compared.options))
    for one in compared.missing:
        screen.print(f"{_KINDS[one.kind]}: {one.reason}", markup=False)
    screen.print()
    screen.print(_parts(compared.options))
    if compared.steps:
        screen.print()
        screen.print("Rented GPUs (#) and the proprietary API (|) by requests a day", markup=False)
        screen.print(staircase(compared.steps), markup=False)
    if compared.drivers:
        screen.print()
        screen.print(_drivers(compared))
    screen.print()
    for line in _footer(compared):
        screen.print(line, markup=False)


def _table(*heads: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for number, head in enumerate(heads):
        table.add_column(head, justify="left" if number == 0 else "right")
    return table


def _options(options: Sequence[Option]) -> Table:
    table = _table("USD", "A month", "low to high", "Three years", "1,000 answers", "GPUs")
    for one in options:
        table.add_row(
            f"{_KINDS[one.kind]}: {plain(one.name)}",
            money(one.monthly.base),
            f"{money(one.monthly.low)} to {money(one.monthly.high)}",
            money(one.three_years.base),
            money(one.per_thousand),
            str(one.gpus) if one.gpus else "",
        )
    return table


def _parts(options: Sequence[Option]) -> Table:
    table = _table("Part, USD a month", *(_short(one) for one in options))
    names = list(dict.fromkeys(line.name for one in options for line in one.lines))
    for name in names:
        amounts = [{line.name: line.amount for line in one.lines}.get(name) for one in options]
        table.add_row(name, *("" if amount is None else money(amount) for amount in amounts))
    return table


def _short(option: Option) -> str:
    return "Bought GPUs" if option.bought else _KINDS[option.kind]


def staircase(steps: Sequence[Step]) -> str:
    """Draw the stairs: a row for the end of a step, `#` what GPUs cost, `|` what the API costs."""
    shown = _thin(steps)
    most = max(max(step.monthly, step.api_monthly) for step in shown)
    rows = []
    for step in shown:
        own, api = (
            max(1, round(float(amount / most) * _WIDTH))
            for amount in (step.monthly, step.api_monthly)
        )
        bar = list("#" * own + " " * (_WIDTH - own))
        bar[api - 1] = "|"
        rows.append(
            f"{step.requests_per_day:>14,}  {''.join(bar)}  {step.gpus:>5} GPUs  "
            f"{money(step.monthly):>12}  API {money(step.api_monthly)}"
        )
    return "\n".join(rows)


def _thin(steps: Sequence[Step]) -> Sequence[Step]:
    if len(steps) <= _STEPS:
        return steps
    kept = sorted({round(i * (len(steps) - 1) / (_STEPS - 1)) for i in range(_STEPS)})
    return [steps[index] for index in kept]


def _drivers(compared: Comparison) -> Table:
    table = _table("What moves the difference (own GPUs less API)", "low", "high", "a month", "")
    for one in compared.drivers[:_DRIVERS]:
        table.add_row(
            f"{one.name} ({one.key})",
            f"{one.low:g}" if one.low < 10 else f"{one.low:,.0f}",
            f"{one.high:g}" if one.high < 10 else f"{one.high:,.0f}",
            money(one.at_low),
            money(one.at_high),
        )
    return table


def _footer(compared: Comparison) -> list[str]:
    dated = f"API prices as of {compared.prices_as_of.isoformat()}"
    lines = [
        f"{dated}; every other figure has its source and date in --json and --csv.",
        "Low to high: all assumptions at their cheap or dear end. Change one: --set KEY=VALUE.",
    ]
    lines.append(_stand_in(compared.stand_in))
    notes = dict.fromkeys(note for one in compared.options for note in one.notes)
    paid = [_payback(one) for one in compared.options if one.bought]
    return [*lines, *paid, *map(plain, notes)]


def _stand_in(known: StandIn | None) -> str:
    if known is None:
        return "No source here says that the open model is as good: try both on your own questions."
    return f"As good? {known.text} {known.source}"


def _payback(option: Option) -> str:
    if option.payback_months is None:
        return "Bought GPUs do not pay for themselves against the API within 36 months."
    return f"Bought GPUs pay for themselves against the API in {option.payback_months} months."

"""A comparison as CSV: options, parts, stairs, drivers and assumptions in one table."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO

from advisor.costs.as_json import cents
from advisor.costs.records import Comparison

_HEAD = ("table", "name", "low", "base", "high", "unit", "source", "as_of")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(compared: Comparison) -> str:
    """Return the CSV; no cell of text can be taken for a formula by a spreadsheet."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for row in _rows(compared):
        writer.writerow([safe(cell) for cell in row])
    return out.getvalue()


def safe(cell: object) -> object:
    """Put an apostrophe before text that begins as a formula does; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _rows(compared: Comparison) -> Iterator[Iterable[object]]:
    for one in compared.options:
        for table, spread in (("monthly", one.monthly), ("three years", one.three_years)):
            yield (
                table, f"{one.kind}: {one.name}", cents(spread.low), cents(spread.base),
                cents(spread.high), "USD", "", compared.prices_as_of,
            )  # fmt: skip
        yield "per 1,000 answers", one.kind, "", cents(one.per_thousand), "", "USD", "", ""
        for line in one.lines:
            name = f"{one.kind}: {line.name}"
            yield "part", name, "", cents(line.amount), "", "USD", line.source, line.as_of
    for step in compared.steps:
        name = f"{step.requests_per_day} requests a day, {step.gpus} GPUs"
        yield "step", name, "", cents(step.monthly), "", "USD", "", ""
    for driver in compared.drivers:
        ends = (cents(driver.at_low), cents(driver.at_base), cents(driver.at_high))
        yield "difference by", driver.name, *ends, "USD", "", ""
    for row in compared.assumptions:
        ends = (_number(row.low), _number(row.base), _number(row.high))
        yield "assumption", f"{row.key}: {row.name}", *ends, row.unit, row.source, row.as_of


def _number(value: Decimal) -> float:
    return float(value)

"""The cost in a brief: three ways with their ranges, the break-even, what drives it, on what."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from advisor.brief.money import figure, money, rounded
from advisor.brief.notes import Notes
from advisor.brief.records import (
    Block,
    Bullets,
    Callout,
    Chart,
    Curve,
    Curves,
    Paragraph,
    Range,
    Ranges,
    Run,
    Subheading,
    Swing,
    Swings,
    Table,
    Text,
    text,
)
from advisor.brief.sourced import linked, sourced
from advisor.brief.wording import Wording
from advisor.costs.records import BreakEven, Comparison, Driver, Kind, Option
from advisor.records import Side

_SIDES: dict[Kind, Side] = {
    "proprietary_api": "proprietary",
    "hosted_open": "open",
    "self_hosted": "open",
}
_DRIVERS = 6  # shown at the most
_FIRST = Decimal("0.05")  # the curve begins at this share of the first step


def cost(found: Comparison | None, words: Wording, notes: Notes) -> list[Block]:
    """The cost section; a sentence where nothing has been calculated."""
    if not found:
        return [Paragraph(text(words.missing["cost"].says))]
    return [
        Callout(words.sentences["cost"], text(found.takeaway)),
        Paragraph(text(f"{_asked(found, words)} {words.sentences['cost_intro']}")),
        *_ways(found, words, notes),
        *_break_even(found, words),
        *_drivers(found, words),
        *_lines(found, words, notes),
        *_assumptions(found, words, notes),
    ]


def cost_rows(found: Comparison | None) -> list[tuple[Text, ...]]:
    """Rows of money for the table of ways: the cheapest of each way."""
    if not found:
        return []
    cheapest: dict[Kind, Option] = {}
    for one in sorted(found.options, key=lambda one: one.monthly.base):
        cheapest.setdefault(one.kind, one)
    ways = [cheapest.get(kind) for kind in _SIDES]
    rows = [
        ("Cost a month", [money(one.monthly.base) if one else "–" for one in ways]),
        ("Cost in three years", [money(one.three_years.base) if one else "–" for one in ways]),
        ("Cost of 1,000 answers", [money(one.per_thousand) if one else "–" for one in ways]),
    ]
    return [
        (text(title, mark="strong"), *(text(amount) for amount in amounts))
        for title, amounts in rows
    ]


def _asked(found: Comparison, words: Wording) -> str:
    load = found.workload
    return words.say(
        "workload",
        requests=figure(load.requests_per_day),
        input=figure(load.input_tokens),
        output=figure(load.output_tokens),
    )


def _ways(found: Comparison, words: Wording, notes: Notes) -> list[Block]:
    cheapest = min(found.options, key=lambda one: one.monthly.base, default=None)
    rows = tuple(_way(one, words) for one in found.options)
    head = ("Way", "Low", "Base", "High", "Three years", "1,000 answers", "GPUs")
    table = Table(
        words.sentences["ways"], head, rows, (1, 2, 3, 4, 5, 6),
        (0.34, 0.11, 0.11, 0.11, 0.13, 0.12, 0.08),
    )  # fmt: skip
    bars = tuple(
        Range(_name(one, words), _SIDES[one.kind], *map(float, (one.monthly.low, one.monthly.base,
                                                       one.monthly.high)))
        for one in found.options
    )  # fmt: skip
    blocks: list[Block] = []
    if cheapest:
        title = words.say(
            "cheapest", way=_name(cheapest, words), amount=money(cheapest.monthly.base)
        )
        blocks = [Chart(title, Ranges(bars, "US dollars a month"), table, tabled=True), table]
    remarks = [
        *(f"{one.name}: {note}" for one in found.options for note in one.notes),
        *(f"{words.ways[one.kind]}: {one.reason}" for one in found.missing),
    ]
    items: list[Text] = [linked(one) for one in dict.fromkeys(remarks)]
    if found.stand_in and found.stand_in.text:
        of = sourced(found.stand_in.source, found.stand_in.as_of, notes)
        items.append((Run(f"{found.stand_in.text} "), *of))
    return [*blocks, Bullets(tuple(items))] if items else blocks


def _way(one: Option, words: Wording) -> tuple[Text, ...]:
    amounts = (one.monthly.low, one.monthly.base, one.monthly.high, one.three_years.base)
    cells = [money(amount) for amount in (*amounts, one.per_thousand)]
    gpus = str(one.gpus) if one.gpus else "–"
    return (text(_name(one, words)), *(text(cell) for cell in (*cells, gpus)))


def _name(one: Option, words: Wording) -> str:
    return f"{words.ways_short[one.kind]}: {one.name}"


def _break_even(found: Comparison, words: Wording) -> list[Block]:
    said = [_meets(one, words) for one in (found.break_even, found.break_even_hosted) if one]
    if not said:
        return []
    blocks: list[Block] = [Subheading(words.sentences["break_even"]), Paragraph(text(said[0]))]
    if found.steps:
        meet = found.break_even.requests_per_day if found.break_even else None
        rows = tuple(
            (text(figure(one.requests_per_day)), text(str(one.gpus)), text(money(one.monthly)),
             text(money(one.api_monthly)))
            for one in found.steps
        )  # fmt: skip
        own, api = words.ways["self_hosted"], words.ways["proprietary_api"]
        head = ("Requests a day up to", "GPUs", own, api)
        curves = Curves(
            _curves(found, own, api),
            "requests a day",
            "US dollars a month",
            float(found.workload.requests_per_day),
            meet,
        )
        table = Table(words.sentences["steps"], head, rows, (0, 1, 2, 3))
        blocks.append(Chart(words.sentences["staircase"], curves, table))
    return [*blocks, *(Paragraph(text(one)) for one in said[1:])]


def _curves(found: Comparison, own: str, api: str) -> tuple[Curve, Curve]:
    first = found.steps[0]
    start = float(first.requests_per_day * _FIRST)
    fees = [(float(one.requests_per_day), float(one.api_monthly)) for one in found.steps]
    stairs = [(float(one.requests_per_day), float(one.monthly)) for one in found.steps]
    return (
        Curve(api, "proprietary", ((start, float(first.api_monthly * _FIRST)), *fees)),
        Curve(own, "open", ((start, float(first.monthly)), *stairs), stepped=True),
    )


def _meets(one: BreakEven, words: Wording) -> str:
    against = words.ways_in_text[one.against]
    if one.requests_per_day is None:
        return words.say("never", against=against)
    if one.within_months is None:
        grows = words.say("not_within", months=one.horizon_months)
    else:
        grows = words.say("within", months=one.within_months) if one.within_months else ""
    volume = figure(rounded(one.requests_per_day))
    return f"{words.say('meets', against=against, volume=volume)} {grows}".strip()


def _drivers(found: Comparison, words: Wording) -> list[Block]:
    drivers = sorted(found.drivers, key=lambda one: -one.swing)[:_DRIVERS]
    if not drivers:
        return []
    rows = tuple(
        (text(one.name), text(_span(one)), text(money(one.at_low)), text(money(one.at_high)))
        for one in drivers
    )
    head = ("Assumption", "From … to", "Difference then", "and then")
    swings = tuple(
        Swing(f"{one.name} ({_span(one)})", float(one.at_low), float(one.at_high))
        for one in drivers
    )
    return [
        Subheading(words.sentences["drivers"]),
        Chart(
            words.say("driver", name=drivers[0].name),
            Swings(swings, float(drivers[0].at_base), words.sentences["difference"]),
            Table(words.sentences["drivers"], head, rows, (2, 3)),
        ),
    ]


def _span(one: Driver) -> str:
    return f"{figure(one.low)} to {figure(one.high)} {one.unit}".strip()


def _lines(found: Comparison, words: Wording, notes: Notes) -> list[Block]:
    rows: Sequence[tuple[Text, ...]] = [
        (text(_name(one, words) if n == 0 else ""), text(line.name), text(money(line.amount)),
         sourced(line.source, line.as_of, notes))
        for one in found.options
        for n, line in enumerate(one.lines)
    ]  # fmt: skip
    head = ("Way", "Part of the base cost", "A month", "Source")
    table = Table(words.sentences["parts"], head, tuple(rows), (2,), (0.27, 0.33, 0.14, 0.26))
    return [table] if rows else []


def _assumptions(found: Comparison, words: Wording, notes: Notes) -> list[Block]:
    rows = tuple(
        (text(one.name), text(figure(one.low)), text(figure(one.base)), text(figure(one.high)),
         text(one.unit), text(words.sentences["given"]) if one.given
         else sourced(one.source, one.as_of, notes))
        for one in found.assumptions
    )  # fmt: skip
    head = ("Assumption", "Low", "Base", "High", "Unit", "Source")
    widths = (0.29, 0.1, 0.1, 0.1, 0.16, 0.25)
    return [Table(words.sentences["assumptions"], head, rows, (1, 2, 3), widths)] if rows else []

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from advisor.brief import costed
from advisor.brief.assemble import assemble
from advisor.brief.money import figure, money
from advisor.brief.notes import Notes
from advisor.brief.records import (
    Block,
    Chart,
    Curves,
    Paragraph,
    Ranges,
    Run,
    Swings,
    Table,
    flat,
    text,
)
from advisor.brief.sourced import linked
from advisor.brief.write import FORMATS, Format, render
from advisor.costs.records import (
    Assumption,
    BreakEven,
    Comparison,
    Driver,
    Kind,
    Line,
    Missing,
    Option,
    Spread,
    Step,
    Workload,
)
from brief.cases import clinic, guide, with_told, words

DAY = date(2026, 11, 1)
PAGE = "https://example.org/prices"


def _option(kind: Kind, name: str, base: int, gpus: int = 0) -> Option:
    monthly = Spread(Decimal(base) / 2, Decimal(base), Decimal(base) * 2)
    years = Spread(monthly.low * 36, monthly.base * 36, monthly.high * 36)
    lines = (
        Line("Tokens", Decimal(base), PAGE, DAY),
        Line("Compliance work", Decimal(0), "assumed by this product", DAY),
    )
    return Option(kind, name, monthly, years, Decimal("1.5"), gpus, lines, ("A remark.",))


def comparison() -> Comparison:
    driver = Driver(
        "engineers", "Engineers", "full-time", Decimal(0), Decimal(2),
        Decimal(-9000), Decimal(-1000), Decimal(7000),
    )  # fmt: skip
    weak = replace(driver, key="peak", name="Peak", at_low=Decimal(-1200), at_high=Decimal(-800))
    engineers = Assumption(
        "engineers", "Engineers", Decimal("0.25"), Decimal("0.5"), Decimal(2), "full-time", "low",
        PAGE, DAY,
    )  # fmt: skip
    return Comparison(
        workload=Workload(Decimal(50_000), 1000, 200),
        takeaway="The hosted open model costs least.",
        options=(
            _option("proprietary_api", "Big model", 9000),
            _option("hosted_open", "Open model, hosted", 3000),
            _option("self_hosted", "Open model, rented", 8000, 3),
            _option("self_hosted", "Open model, bought", 7000, 3),
        ),
        missing=(Missing("self_hosted", "No throughput is known on the L4."),),
        break_even=BreakEven("proprietary_api", 44_000, 40_000, False, 0, 36),
        break_even_hosted=BreakEven("hosted_open", None, None, True, None, 36),
        steps=(
            Step(40_000, 2, Decimal(7000), Decimal(7200)),
            Step(80_000, 3, Decimal(8000), Decimal(14400)),
        ),
        drivers=(weak, driver),
        assumptions=(engineers, replace(engineers, key="x", name="Peak factor", given=True)),
        stand_in=None,
        prices_as_of=DAY,
    )


def test_without_a_calculation_the_section_says_so() -> None:
    assert costed.cost(None, words(), Notes({})) == [
        Paragraph(text("Costs have not been calculated yet: the expected volume and the models "
                       "to compare are not given."))
    ]  # fmt: skip


def test_all_three_charts_are_drawn_from_the_comparison() -> None:
    ways, stairs, drivers = (one.data for one in _blocks() if isinstance(one, Chart))
    assert isinstance(ways, Ranges)
    assert ways.rows[0].label == "Proprietary API: Big model"
    assert [(row.side, row.low, row.base, row.high) for row in ways.rows][:2] == [
        ("proprietary", 4500, 9000, 18000),
        ("open", 1500, 3000, 6000),
    ]
    assert isinstance(stairs, Curves)
    assert (stairs.here, stairs.meet) == (50_000, 44_000)
    assert stairs.curves[1].points[-2:] == ((40_000, 7000), (80_000, 8000))
    assert stairs.curves[1].stepped
    assert isinstance(drivers, Swings)
    assert [row.label for row in drivers.rows] == [
        "Engineers (0 to 2 full-time)",
        "Peak (0 to 2 full-time)",
    ]


def test_a_break_even_that_never_comes_is_said() -> None:
    said = [flat(one.runs) for one in _blocks() if isinstance(one, Paragraph)]
    assert (
        "From about 44,000 requests a day on, GPUs of one's own stay cheaper than "
        "the proprietary API." in said
    )
    assert (
        "GPUs of one's own become cheaper than the open model on a hosted API at no volume that "
        "was calculated." in said
    )


@pytest.mark.parametrize(
    ("months", "said"),
    [(7, "gets there in 7 months"), (None, "does not get there within 36 months")],
)
def test_growth_is_told(months: int | None, said: str) -> None:
    even = BreakEven("proprietary_api", 90_000, 90_000, False, months, 36)
    found = costed.cost(replace(comparison(), break_even=even), words(), Notes({}))
    assert any(said in flat(one.runs) for one in found if isinstance(one, Paragraph))


def test_each_figure_names_its_source() -> None:
    notes = Notes({})
    tables = {
        one.title: one
        for one in costed.cost(comparison(), words(), notes)
        if isinstance(one, Table)
    }
    parts = tables["What the base cost is made of, in US dollars a month"].rows
    assert flat(parts[0][3]) == "2026-11-01 [1]"
    assert flat(parts[1][3]) == "assumed by this product, 2026-11-01"
    assert [(note.title, note.url) for note in notes.all()] == [("example.org", PAGE)]
    assert [flat(row[5]) for row in tables["Assumptions"].rows] == [
        "2026-11-01 [1]",
        "given for this case",
    ]


def test_the_table_of_ways_has_the_cheapest_of_each() -> None:
    rows = costed.cost_rows(comparison())
    assert [flat(cell) for cell in rows[0]] == ["Cost a month", "$9,000", "$3,000", "$7,000"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_whole_brief_with_costs_is_written(form: Format) -> None:
    brief = assemble(with_told(clinic(), comparison=comparison()), words(), guide())
    assert "The hosted open model costs least." in str(brief.sections[0])
    assert "2026-11-01" in str(brief.sections[-1])
    assert render(brief, form).data


def test_a_comparison_of_nothing_is_no_fault() -> None:
    nothing = replace(
        comparison(), options=(), missing=(), steps=(), drivers=(), assumptions=(),
        break_even=None, break_even_hosted=None,
    )  # fmt: skip
    brief = assemble(with_told(clinic(), comparison=nothing), words(), guide())
    assert render(brief, "md").data


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "$0"), ("14200.4", "$14,200"), ("99.999", "$100.00"), ("4.5", "$4.50"),
        ("0.98765", "$0.988"), ("0.000123", "$0.000123"), ("-1200", "−$1,200"),
    ],
)  # fmt: skip
def test_money_is_as_exact_as_it_is_worth(amount: str, said: str) -> None:
    assert money(Decimal(amount)) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("0", "0"),
        ("0.25", "0.25"),
        ("1.50", "1.5"),
        ("1E+5", "100,000"),
        ("-3", "−3"),
        ("42", "42"),
    ],
)
def test_figures_have_no_idle_zeros(number: str, said: str) -> None:
    assert figure(Decimal(number)) == said


def test_an_address_in_a_remark_is_a_link_of_its_own() -> None:
    assert linked("Measured: https://www.example.org/a#b.") == (
        Run("Measured: "),
        Run("example.org", url="https://www.example.org/a#b"),
        Run("."),
    )


def _blocks() -> list[Block]:
    return costed.cost(comparison(), words(), Notes(guide()))

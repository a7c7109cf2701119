"""What must hold for any workload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.catalogue.records import Model
from advisor.costs.break_even import Ramp, Stairs, break_even
from advisor.costs.choose import Choice
from advisor.costs.compare import compare
from advisor.costs.records import Comparison, Workload
from advisor.costs.tables import Tables

from .conftest import API, DAY

volumes = st.integers(1, 10**7)
tokens = st.integers(1, 20_000)
steady = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
Run = Callable[..., Comparison]


@pytest.fixture
def run(llama: Model, tables: Tables) -> Run:
    def compared(per_day: int, read: int, written: int, rows: Tables = tables) -> Comparison:
        return compare(Workload(Decimal(per_day), read, written), Choice(API, llama), rows, DAY)

    return compared


def monthly(compared: Comparison) -> list[Decimal]:
    return [one.monthly.base for one in compared.options]


@steady
@given(per_day=volumes, read=tokens, written=tokens)
def test_low_base_and_high_are_in_order(run: Run, per_day: int, read: int, written: int) -> None:
    for one in run(per_day, read, written).options:
        assert one.monthly.low <= one.monthly.base <= one.monthly.high
        assert one.three_years.low <= one.three_years.base <= one.three_years.high
        assert sum(line.amount for line in one.lines) == pytest.approx(one.monthly.base)


@steady
@given(per_day=volumes, more=volumes, read=tokens, written=tokens)
def test_more_requests_or_tokens_never_cost_less(
    run: Run, per_day: int, more: int, read: int, written: int
) -> None:
    base = monthly(run(per_day, read, written))
    for other in (
        run(per_day + more, read, written),
        run(per_day, read + 1 + more % 1000, written),
        run(per_day, read, written + 1 + more % 1000),
    ):
        assert all(a <= b for a, b in zip(base, monthly(other), strict=True))


@steady
@given(per_day=volumes, dearer=st.decimals(0, 10, places=2))
def test_dearer_gpus_never_cost_less(
    run: Run, tables: Tables, per_day: int, dearer: Decimal
) -> None:
    offers = tuple(replace(o, usd_per_hour=o.usd_per_hour + dearer) for o in tables.offers)
    base = run(per_day, 1000, 500)
    other = run(per_day, 1000, 500, replace(tables, offers=offers))
    assert all(a <= b for a, b in zip(monthly(base), monthly(other), strict=True))


@steady
@given(per_day=volumes, read=tokens, written=tokens)
def test_steps_never_go_down(run: Run, per_day: int, read: int, written: int) -> None:
    compared = run(per_day, read, written)
    for one, other in pairwise(compared.steps):
        assert one.requests_per_day < other.requests_per_day
        assert one.gpus < other.gpus
        assert one.monthly <= other.monthly
    assert compared.steps[-1].requests_per_day >= 2 * per_day - 1


money = st.integers(0, 50_000).map(Decimal)


@settings(max_examples=300, deadline=None)
@given(
    own_base=money, step=st.integers(100, 9_000).map(Decimal), serves=st.integers(50, 5_000),
    api_base=money, cents=st.integers(1, 400),
)  # fmt: skip
def test_a_break_even_is_where_the_stairs_stay_below_the_line(
    own_base: Decimal, step: Decimal, serves: int, api_base: Decimal, cents: int
) -> None:
    own = Stairs(own_base, Decimal(0), step, Decimal(serves))
    api = Ramp(api_base, Decimal(cents) / 100)
    found = break_even(own, api, "proprietary_api", _values())
    ends = [Decimal(serves * n) for n in range(1, 400)]
    after = [end + 1 for end in ends]  # right behind a step, where a further instance is paid
    if found.requests_per_day is None:
        assert found.never
        assert own.at(after[-1]) > api.at(after[-1]) or api.slope * serves <= step
        return
    stays = found.requests_per_day
    assert all(own.at(v) <= api.at(v) for v in [*ends, *after] if v >= stays)
    if stays > 1:  # just before it, the stairs are above the line: at its end or behind a step
        edge = (stays - Decimal("0.001")) // serves * serves + Decimal("0.001")
        before = [max(edge, stays - 1 - Decimal("0.001")), stays - 1 - Decimal("0.001"), edge]
        assert any(own.at(v) > api.at(v) for v in before)
    assert found.first is not None
    assert found.first <= stays
    assert own.at(Decimal(found.first)) <= api.at(Decimal(found.first))


def _values() -> dict[str, Decimal]:
    return {"requests_per_day": Decimal(100), "growth_per_month": Decimal(0)}

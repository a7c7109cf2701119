from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from advisor.catalogue.records import Model
from advisor.costs.records import Workload
from advisor.shortlist.prices import token_prices
from advisor.shortlist.records import Need

from .conftest import DAY

ON = date(2026, 11, 10)


def test_a_million_tokens_are_priced_in_usual_requests(egret: Model) -> None:
    (found,) = token_prices(replace(egret, prices=("openai:gpt-4o",)), Need(), ON, DAY)
    assert found.name == "openai:gpt-4o"
    assert (found.read, found.written) == (Decimal("2.5"), Decimal(10))
    assert (found.monthly, found.as_of) == (None, DAY)
    assert found.source.startswith("https://")


def test_a_long_context_price_does_not_leak_into_a_million_tokens(egret: Model) -> None:
    (found,) = token_prices(replace(egret, prices=("openai:gpt-5.5",)), Need(), ON, DAY)
    # $5 and $30 below 272,000 tokens of a request; a million in one request would cost twice.
    assert (found.read, found.written) == (Decimal(5), Decimal(30))


def test_the_cheapest_host_comes_first_and_the_workload_is_a_month(egret: Model) -> None:
    need = Need(budget=Decimal(1), workload=Workload(Decimal(1000), 1000, 500))
    model = replace(egret, prices=("openai:gpt-4o", "openai:gpt-4o-mini"))
    mini, large = token_prices(model, need, ON, DAY)
    assert (mini.name, large.name) == ("openai:gpt-4o-mini", "openai:gpt-4o")
    # 1,000 · 2.50/M + 500 · 10/M = $0.0075 a request; · 1,000 · 365 / 12 = $228.125.
    assert large.monthly == pytest.approx(Decimal("228.125"))


def test_a_host_without_a_price_is_left_out(egret: Model) -> None:
    named = replace(egret, prices=("openai:no-such-model", "openai:text-embedding-3-large"))
    assert token_prices(named, Need(), ON, DAY) == ()

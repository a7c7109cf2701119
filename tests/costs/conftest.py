from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

import pytest

from advisor.catalogue.records import Attention, Fact, Model
from advisor.costs.choose import Choice
from advisor.costs.compare import compare
from advisor.costs.records import Comparison, Workload
from advisor.costs.tables import (
    Gpu,
    Hardware,
    Offer,
    Run,
    Tables,
    Term,
    Throughput,
    read_tables,
)

DAY = date(2026, 11, 27)
SOURCE = "https://example.org/prices"
API = "openai:gpt-4o"

Compare = Callable[..., Comparison]
T = TypeVar("T")


def fact(value: T) -> Fact[T]:
    return Fact(value, SOURCE, DAY)


@pytest.fixture
def llama() -> Model:
    """70 billion parameters, 80 layers, 8 KV heads of 128."""
    return Model(
        "llama-test", "Llama Test", "meta-llama", "open", (), ("groq:llama-3.3-70b-versatile",),
        None, None, (), fact(70.0), fact(70.0), fact(131072), None, None, None, None,
        fact(Attention(80, 8, 128)),
    )  # fmt: skip


def offer(cloud: str, usd: str, term: Term = "on-demand") -> Offer:
    return Offer(cloud, "h100-sxm", term, Decimal(usd), "", "", SOURCE, SOURCE, DAY)


@pytest.fixture
def tables() -> Tables:
    """One GPU at three clouds, bought for 30,000; 2,000 tokens a second on two of them."""
    return replace(
        read_tables(),
        gpus={"h100-sxm": Gpu("h100-sxm", "H100 SXM", 80, SOURCE, DAY)},
        offers=(offer("dear", "4"), offer("cheap", "2"), offer("middle", "3")),
        hardware={
            "h100-sxm": Hardware(
                "h100-sxm", Decimal(25_000), Decimal(30_000), Decimal(35_000), 1000,
                with_server=True, note="", source=SOURCE, as_of=DAY,
            )
        },
        throughputs=(
            Throughput(
                "llama-test", "h100-sxm", 2, "fp8", "engine", "all at once",
                (Run(1000, 1000, 2000),), SOURCE, DAY,
            ),
        ),
    )  # fmt: skip


@pytest.fixture
def compared(llama: Model, tables: Tables) -> Compare:
    """Compare a workload of so many requests of 1,000 and 500 tokens, exactly as given."""

    def run(
        per_day: str = "100000", read: int = 1000, written: int = 500, **said: str
    ) -> Comparison:
        workload = Workload(Decimal(per_day), read, written)
        said = {"workload_spread": "0", **said}
        return compare(workload, Choice(API, llama), tables, DAY, said)

    return run

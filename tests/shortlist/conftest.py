from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

import pytest

from advisor.catalogue.records import Attention, Clause, Fact, Model
from advisor.costs.tables import Gpu
from advisor.shortlist.choose import shortlist
from advisor.shortlist.records import GpusGiven, Need, Shortlist, TokenPrice

T = TypeVar("T")
DAY = date(2026, 11, 1)
PAGE = "https://example.org/heron"
Choose = Callable[..., Shortlist]
H100 = Gpu("h100-sxm", "H100 SXM", 80, PAGE, DAY)
NOTHING = Model(
    id="blank", name="Blank", vendor="v", side="open", also=(), prices=(), licence=None,
    commercial=None, clauses=(), total=None, active=None, context=None, modalities=None,
    languages=None, tasks=None, released=None, attention=None,
)  # fmt: skip


def fact(value: T) -> Fact[T]:
    return Fact(value, PAGE, DAY)


def gpus(count: int, gpu: Gpu = H100) -> tuple[GpusGiven, ...]:
    return (GpusGiven(gpu, count),)


@pytest.fixture
def heron() -> Model:
    """An open model of 70 B parameters of which everything is known and nothing forbidden."""
    return replace(
        NOTHING,
        id="heron",
        name="Heron",
        licence=fact("Apache License 2.0"),
        commercial=fact(value=True),
        total=fact(70.0),
        active=fact(70.0),
        context=fact(131072),
        modalities=fact(("text", "image")),
        languages=fact(("English", "German")),
        tasks=fact(("chat", "code")),
        released=fact(date(2026, 1, 1)),
        attention=fact(Attention(80, 8, 128)),
    )


@pytest.fixture
def egret(heron: Model) -> Model:
    """A proprietary model like it."""
    return replace(
        heron, id="egret", name="Egret", side="proprietary", total=None, active=None, attention=None
    )


@pytest.fixture
def choose(heron: Model) -> Choose:
    """Choose among models, heron if none is given, by the needs named."""

    def run(*models: Model, monthly: str | None = None, **asked: object) -> Shortlist:
        priced = () if monthly is None else (price(monthly),)
        need = replace(Need(), **asked)  # type: ignore[arg-type]
        return shortlist(need, models or (heron,), lambda _model, _need: priced)

    return run


def price(monthly: str) -> TokenPrice:
    return TokenPrice("host:m", Decimal(1), Decimal(2), Decimal(monthly), PAGE, DAY)


def clause(kind: str, **more: object) -> Clause:
    return Clause(kind, f"About {kind}.", PAGE, DAY, **more)  # type: ignore[arg-type]

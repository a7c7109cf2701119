from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from advisor.catalogue.records import Model
from advisor.costs.tables import Gpu
from advisor.errors import AdvisorError, NeedError
from advisor.shortlist import given

from .conftest import DAY, PAGE

KINDS = {
    one.id: one
    for one in (
        Gpu("h100-nvl", "H100 NVL", 94, PAGE, DAY),
        Gpu("h100-sxm", "H100 SXM", 80, PAGE, DAY),
        Gpu("rtx-4090", "RTX 4090", 24, PAGE, DAY),
    )
}


@pytest.mark.parametrize(
    ("text", "count", "memory"),
    [
        ("H100:2", 2, 80),
        ("h100-nvl", 1, 94),
        ("2 x RTX 4090", 2, 24),
        ("4×NVIDIA H100 SXM", 4, 80),
        ("24GB:3", 3, 24),
        ("141 gb", 1, 141),
    ],
)
def test_gpus_are_read_as_people_write_them(text: str, count: int, memory: int) -> None:
    found = given.gpus(text, KINDS, DAY)
    assert (found.count, found.gpu.memory_gb) == (count, memory)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("H900:2", "There is no GPU 'H900'.", "h100"),
        ("H100:0", "--gpu 'H100:0' asks for 0 GPUs.", "Give 1 to 10,000."),
        ("2xH100:2", "--gpu '2xH100:2' is no GPU.", "NAME:COUNT"),
        ("H100:two", "--gpu 'H100:two' is no GPU.", "NAME:COUNT"),
        ("", "--gpu '' is no GPU.", "NAME:COUNT"),
        ("--:1", "There is no GPU '--'.", "24GB:1"),
        ("0GB:1", "A GPU of 0 GB is not known.", "Give 1"),
    ],
)
def test_gpus_that_cannot_be_meant_are_errors(text: str, message: str, hint: str) -> None:
    with pytest.raises(NeedError) as told:
        given.gpus(text, KINDS, DAY)
    assert str(told.value) == message
    assert hint in told.value.hint


def test_words_are_those_of_the_catalogue(heron: Model) -> None:
    assert given.task("Code", [heron]) == "code"
    assert given.modality("IMAGE", [heron]) == "image"
    assert given.language(" german ", [heron]) == "German"
    assert given.language("Old Norse", [heron]) == "Old Norse"
    assert given.region("EU") == "eu"


@pytest.mark.parametrize(
    ("read", "hint"),
    [
        (lambda heron: given.task("cooking", [heron]), "chat, code"),
        (lambda heron: given.modality("smell", [heron]), "image, text"),
        (lambda heron: given.language("Germn", [heron]), "German"),
        (lambda heron: given.language("de", [heron]), "English name"),
        (lambda heron: given.region("moon"), "eu, us"),
        (lambda heron: given.tokens("0"), "whole number"),
        (lambda heron: given.tokens("1e99"), ""),
        (lambda heron: given.users("-3"), "whole number"),
        (lambda heron: given.users("2.5"), "whole number"),
    ],
)
def test_what_cannot_be_meant_is_an_error_with_a_next_step(
    read: Callable[[Model], object], hint: str, heron: Model
) -> None:
    with pytest.raises(AdvisorError) as told:
        read(heron)
    assert hint in told.value.hint


@pytest.mark.parametrize(("text", "tokens"), [("32k", 32000), ("1M", 1_000_000), ("8192", 8192)])
def test_tokens_are_read_as_people_write_them(text: str, tokens: int) -> None:
    assert given.tokens(text) == tokens


def test_a_budget_goes_with_a_workload() -> None:
    assert given.budget("", "", "", "") is None
    spending = given.budget("$500", "3k/day", "1000", "200")
    assert spending
    usd, workload = spending
    assert (usd, workload.requests_per_day) == (Decimal(500), Decimal(3000))
    with pytest.raises(NeedError, match="judged for a workload"):
        given.budget("500", "", "", "")

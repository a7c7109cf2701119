from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from advisor.catalogue.models import find_model, read_models
from advisor.catalogue.records import Attention, Clause, Fact, Model
from advisor.errors import KnowledgeFileError, UnknownModelError

TWO = """
[sources.card]
url = "https://example.org/card"
as_of = 2026-05-01

[sources.terms]
url = "https://example.org/terms"
as_of = 2025-01-02

[licences.open-but]
name = "Open But License"
partly_read = true
commercial = { value = true, from = "terms" }
clauses = [
  { kind = "user-count", text = "Not above a million users.", from = "terms", limit = 1_000_000 },
  { kind = "region", text = "Not in Europe.", from = "card", excludes = ["eu", "uk"] },
  { kind = "outputs-training", text = "Not at all.", from = "card", forbids = true },
]

[languages]
both = ["English", "Thai"]

[[model]]
id = "heron-3.1-8b"
name = "Heron 3.1 8B"
vendor = "heron"
side = "open"
also = ["heron small"]
prices = ["host:heron-8b"]
licence = { value = "open-but", from = "card" }
total = { value = 8, from = "card" }
languages = { value = "both", from = "card" }
released = { value = 2026-04-30, from = "card" }
attention = { value = { layers = 32, kv_heads = 8, head_dim = 128 }, from = "card" }

[[model]]
id = "egret"
name = "Egret"
vendor = "egret"
side = "proprietary"
"""
CARD = ("https://example.org/card", date(2026, 5, 1))
TERMS = ("https://example.org/terms", date(2025, 1, 2))


@pytest.fixture
def models(tmp_path: Path) -> Mapping[str, Model]:
    return read_models(_written(tmp_path, TWO))


def test_a_fact_has_the_address_and_the_date_of_its_page(models: Mapping[str, Model]) -> None:
    heron = models["heron-3.1-8b"]
    assert heron.total == Fact(8.0, *CARD)
    assert heron.languages == Fact(("English", "Thai"), *CARD)
    assert heron.released == Fact(date(2026, 4, 30), *CARD)
    assert heron.attention == Fact(Attention(32, 8, 128), *CARD)


def test_a_licence_gives_its_name_its_commerce_and_its_clauses(models: Mapping[str, Model]) -> None:
    heron = models["heron-3.1-8b"]
    assert heron.licence == Fact("Open But License", *CARD)
    assert heron.commercial == Fact(value=True, source=TERMS[0], as_of=TERMS[1])
    assert heron.partly_read
    assert heron.clauses == (
        Clause("user-count", "Not above a million users.", *TERMS, limit=1_000_000),
        Clause("region", "Not in Europe.", *CARD, excludes=("eu", "uk")),
        Clause("outputs-training", "Not at all.", *CARD, forbids=True),
    )


def test_what_is_not_stated_is_unknown(models: Mapping[str, Model]) -> None:
    egret = models["egret"]
    stated = (egret.licence, egret.commercial, egret.total, egret.context, egret.tasks)
    assert stated == (None,) * 5
    assert (egret.clauses, egret.prices, egret.also) == ((), (), ())
    assert not egret.partly_read


@pytest.mark.parametrize(
    "name",
    ["heron-3.1-8b", "HERON 3.1 8B", "heron3.1-8b", "Heron_3.1-8b", "heron small", "host:heron-8b"],
)
def test_a_model_is_found_however_its_name_is_written(
    name: str, models: Mapping[str, Model]
) -> None:
    assert find_model(name, models).id == "heron-3.1-8b"


def test_the_dot_of_a_version_counts(models: Mapping[str, Model]) -> None:
    with pytest.raises(UnknownModelError):
        find_model("heron 31 8b", models)


def test_an_unknown_name_is_an_error_with_close_matches(models: Mapping[str, Model]) -> None:
    with pytest.raises(UnknownModelError) as told:
        find_model("heron 3.1 9b", models)
    assert str(told.value) == "There is no model 'heron 3.1 9b' in the catalogue."
    assert told.value.hint == "Close matches: heron-3.1-8b."


def test_a_name_like_no_other_points_to_the_list(models: Mapping[str, Model]) -> None:
    with pytest.raises(UnknownModelError) as told:
        find_model("zzz", models)
    assert told.value.hint == "`advisor models` lists them."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('total = { value = 8, from = "card" }', 'total = { value = 8, from = "nowhere" }'),
        ('value = "open-but"', 'value = "closed"'),
        ('value = "both"', 'value = "neither"'),
        ('vendor = "egret"', ""),
        ("[sources.card]", "[sources.card"),
    ],
)
def test_a_fault_of_the_file_is_told(before: str, after: str, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeFileError):
        read_models(_written(tmp_path, TWO.replace(before, after)))


def _written(folder: Path, text: str) -> Path:
    file = folder / "models.toml"
    file.write_text(text, encoding="utf-8")
    return file

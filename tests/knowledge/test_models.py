"""The catalogue of models: every fact has a page and a date, and every name means one model."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest
from genai_prices import data_snapshot
from knowledge.conftest import KNOWLEDGE

from advisor.catalogue.models import find_model, read_models
from advisor.catalogue.records import ClauseKind, Model
from advisor.costs.api_prices import api_price

CHECKED = date(2026, 11, 27)
TASKS = {
    "chat", "code", "reasoning", "tools", "translation", "embedding", "image-generation",
    "speech-to-text", "text-generation",
}  # fmt: skip
MODALITIES = {"text", "image", "audio", "video"}
FACTS = {
    "licence", "total", "active", "context", "modalities", "languages", "tasks", "released",
    "attention",
}  # fmt: skip
FIELDS = {"id", "name", "vendor", "side", "also", "prices", *FACTS}
PERMISSIVE = {"Apache License 2.0", "MIT License"}
ON = date(2026, 11, 10)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return tomllib.loads((KNOWLEDGE / "models.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def models() -> list[Model]:
    return list(read_models().values())


def test_at_least_forty_models_are_told_of_at_least_twelve_proprietary(models: list[Model]) -> None:
    assert len(models) >= 40
    assert sum(model.side == "proprietary" for model in models) >= 12
    assert sum(model.side == "open" for model in models) >= 25


def test_every_page_has_an_https_address_and_a_date_and_is_used(told: dict[str, Any]) -> None:
    for key, page in told["sources"].items():
        assert set(page) == {"url", "as_of"}, key
        parts = urlsplit(page["url"])
        assert parts.scheme == "https", key
        assert parts.netloc, key
        assert date(2000, 1, 1) < page["as_of"] <= CHECKED, key
    text = (KNOWLEDGE / "models.toml").read_text(encoding="utf-8")
    assert [key for key in told["sources"] if f'from = "{key}"' not in text] == []
    assert len({page["url"] for page in told["sources"].values()}) == len(told["sources"])


def test_a_model_has_known_fields_only_and_each_fact_its_page(told: dict[str, Any]) -> None:
    for row in told["model"]:
        assert set(row) <= FIELDS, row["id"]
        for field in FACTS & set(row):
            assert set(row[field]) == {"value", "from"}, (row["id"], field)
            assert row[field]["from"] in told["sources"], (row["id"], field)


def test_vendors_are_the_vendors_of_the_list(models: list[Model]) -> None:
    vendors = tomllib.loads((KNOWLEDGE / "vendors.toml").read_text(encoding="utf-8"))
    assert {model.vendor for model in models} <= set(vendors)


def test_every_licence_that_is_not_permissive_tells_its_clauses(models: list[Model]) -> None:
    licensed = [model for model in models if model.licence]
    assert len(licensed) >= 50
    for model in licensed:
        assert model.licence
        assert bool(model.clauses) != (model.licence.value in PERMISSIVE), model.id


def test_clauses_are_of_known_kinds_and_short(models: list[Model]) -> None:
    for model in models:
        for clause in model.clauses:
            assert clause.kind in get_args(ClauseKind), model.id
            assert 20 < len(clause.text) <= 240, clause.text
            assert clause.limit or clause.kind != "user-count", model.id


def test_a_non_commercial_clause_goes_with_a_licence_that_forbids_commerce(
    models: list[Model],
) -> None:
    for model in models:
        forbidden = any(clause.kind == "non-commercial" for clause in model.clauses)
        assert forbidden == bool(model.commercial and not model.commercial.value), model.id


def test_figures_can_be_meant(models: list[Model]) -> None:
    for model in models:
        if model.total and model.active:
            assert 0 < model.active.value <= model.total.value, model.id
        if model.context:
            assert 400 <= model.context.value <= 20_000_000, model.id
        if model.released:
            assert date(2022, 1, 1) < model.released.value <= CHECKED, model.id
        if model.attention:
            assert 8 <= model.attention.value.layers <= 200, model.id
        assert model.side == "open" or not (model.total or model.attention), model.id


def test_tasks_modalities_and_languages_are_words_of_one_list(models: list[Model]) -> None:
    for model in models:
        assert not model.tasks or set(model.tasks.value) <= TASKS, model.id
        assert not model.modalities or set(model.modalities.value) <= MODALITIES, model.id
        for language in model.languages.value if model.languages else ():
            assert language.isalpha(), language
            assert language.istitle(), language


def test_every_price_is_in_the_installed_price_data(models: list[Model]) -> None:
    known = {
        f"{provider.id}:{one.id}"
        for provider in data_snapshot.get_snapshot().providers
        for one in provider.models
    }
    unknown = [name for model in models for name in model.prices if name not in known]
    # The data knows a model under several names: the price must then still be found.
    assert all(api_price(name, ON).name == name for name in unknown), unknown
    assert len([model for model in models if model.prices]) >= 40


def test_every_name_means_one_model(models: list[Model]) -> None:
    by_id = read_models()
    for model in models:
        for name in (model.id, model.name, *model.also, *model.prices):
            assert find_model(name, by_id) is model, name

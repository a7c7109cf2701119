from __future__ import annotations

from pathlib import Path

import pytest

from advisor.catalogue.models import find_model, read_models
from advisor.errors import KnowledgeFileError, UnknownModelError

MODELS = read_models()


@pytest.mark.parametrize(
    "name",
    [
        "llama-3.3-70b",
        "Llama 3.3 70B",
        "LLAMA_70B",
        "llama 70b",
        "meta-llama/Llama-3.3-70B-Instruct",
    ],
)
def test_a_model_is_found_by_any_of_its_names(name: str) -> None:
    assert find_model(name, MODELS).id == "llama-3.3-70b"


def test_an_unknown_name_is_told_with_names_like_it() -> None:
    with pytest.raises(UnknownModelError) as told:
        find_model("lama 3.3 71b", MODELS)
    assert "llama-3.3-70b" in told.value.hint


def test_every_fact_has_an_address() -> None:
    for model in MODELS.values():
        for fact in (model.total, model.active, model.context, model.attention):
            assert fact is None or fact.source.startswith("https://")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeFileError, match=r"models\.toml"):
        read_models(tmp_path / "models.toml")

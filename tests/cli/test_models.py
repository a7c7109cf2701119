from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import Outcome, here

Command = Callable[..., Outcome]


@pytest.fixture
def models(tmp_path: Path) -> Command:
    return lambda *args: here(tmp_path / "home", "models", *args)


def test_json_has_every_model_and_each_fact_its_source_and_date(models: Command) -> None:
    told = models("--json").json["models"]
    assert len(told) >= 40
    llama = next(one for one in told if one["id"] == "llama-3.3-70b")
    assert llama["context"].keys() == {"value", "source", "as_of"}
    assert llama["released"]["value"] == "2024-12-06"
    assert llama["attention"]["value"]["layers"] == 80
    assert llama["clauses"][0]["limit"] == 700_000_000
    assert not llama["licence_partly_read"]
    assert next(one for one in told if one["id"] == "gpt-5")["total"] is None


def test_one_model_is_shown_by_any_name_with_its_sources(models: Command) -> None:
    told = models("llama3.3-70B")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("Llama 3.3 70B (llama-3.3-70b), meta-llama, open")
    assert "https://github.com/meta-llama/llama-models/blob/main/models/llama3_3/" in told.out
    assert "user-count: " in told.out


def test_what_no_page_states_is_said(models: Command) -> None:
    size = next(line for line in models("gpt-5").out.splitlines() if "Parameters" in line)
    assert "not stated" in size


def test_a_licence_read_in_part_is_said(models: Command) -> None:
    assert "Not all terms of the licence were read" in models("gemini-2.5-pro").out
    assert "Not all terms of the licence were read" not in models("llama-3.3-70b").out


def test_the_list_can_be_narrowed(models: Command) -> None:
    told = models("--side", "open", "--vendor", "cohere", "--json").json["models"]
    assert {one["vendor"] for one in told} == {"cohere"}
    assert {one["side"] for one in told} == {"open"}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("gpt9",), "There is no model 'gpt9' in the catalogue."),
        (("--side", "closed"), "open, proprietary"),
        (("--vendor", "acme"), "anthropic"),
    ],
)
def test_bad_input_is_told(models: Command, args: tuple[str, ...], message: str) -> None:
    told = models(*args)
    assert told.code == 2
    assert message in " ".join(told.err.split())

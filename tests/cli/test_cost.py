from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import Outcome, here

ASKED = (
    "--requests-per-day", "3M", "--input-tokens", "1000", "--output-tokens", "300",
    "--api-model", "openai:gpt-4o", "--open-model", "llama 70b",
)  # fmt: skip
Cost = Callable[..., Outcome]


@pytest.fixture
def cost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cost:
    monkeypatch.chdir(tmp_path)
    return lambda *args: here(tmp_path / "home", "cost", *args)


def test_json_has_the_three_ways_with_their_parts(cost: Cost) -> None:
    told = cost(*ASKED, "--json").json
    kinds = [one["kind"] for one in told["options"]]
    assert kinds[:3] == ["proprietary_api", "hosted_open", "self_hosted"]
    for one in told["options"]:
        assert one["monthly"]["low"] <= one["monthly"]["base"] <= one["monthly"]["high"]
        assert one["three_years"]["base"] == pytest.approx(36 * one["monthly"]["base"], rel=0.2)
        assert one["lines"]
        assert all({"name", "amount", "source", "as_of"} == line.keys() for line in one["lines"])
    assert told["options"][2]["gpus"] >= 2
    assert {"requests_per_day", "never", "within_months"} <= told["break_even"].keys()
    assert {"requests_per_day", "gpus", "monthly"} <= told["steps"][0].keys()
    assert told["drivers"]
    assert {"key", "value", "source", "as_of"} <= told["assumptions"][0].keys()


def test_the_answer_comes_first_for_people(cost: Cost) -> None:
    told = cost(*ASKED)
    assert (told.code, told.err) == (0, "")
    assert "is the cheapest" in told.out.splitlines()[0]
    assert "#" in told.out
    assert "|" in told.out
    assert "API prices as of 20" in told.out


def test_a_setting_changes_the_result(cost: Cost) -> None:
    told = cost(*ASKED, "--set", "engineers_self_hosted=0", "--set", "cloud=lambda", "--json").json
    own = told["options"][2]
    assert next(line for line in own["lines"] if line["name"] == "Engineers")["amount"] == 0
    assert "lambda" in own["name"]


def test_a_csv_is_written_once(cost: Cost, tmp_path: Path) -> None:
    assert cost(*ASKED, "--csv", "out.csv").code == 0
    written = (tmp_path / "out.csv").read_bytes()
    again = cost(*ASKED, "--csv", "out.csv")
    assert again.code == 2
    assert "exists already" in again.err
    assert (tmp_path / "out.csv").read_bytes() == written


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("--requests-per-day", "0"), "nothing to compare"),
        (("--open-model", "llama 71b"), "llama-3.3-70b"),
        (("--api-model", "openai:gpt-4p"), "Close matches"),
        (("--set", "growth"), "KEY=VALUE"),
    ],
)
def test_bad_input_is_told_with_the_next_step(
    cost: Cost, change: tuple[str, ...], told: str
) -> None:
    outcome = cost(*ASKED, *change)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err
    assert "Next: " in outcome.err

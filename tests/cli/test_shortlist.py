from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import Outcome, here

Command = Callable[..., Outcome]
OWN = (
    "--task", "chat", "--context", "32k", "--language", "German", "--commercial",
    "--self-hosted", "--gpu", "H100:2",
)  # fmt: skip


@pytest.fixture
def chosen(tmp_path: Path) -> Command:
    return lambda *args: here(tmp_path / "home", "shortlist", *args)


def test_json_has_what_fits_with_licence_memory_and_price(chosen: Command) -> None:
    told = chosen(*OWN, "--json").json
    assert told["fitting"] >= 2
    llama = next(one for one in told["candidates"] if one["id"] == "llama-3.3-70b")
    assert llama["fits"]
    assert {one["kind"] for one in llama["warnings"]} >= {"user-count", "attribution"}
    assert all(one["source"].startswith("https://") for one in llama["warnings"])
    # 140 GB of weights and 32,000 tokens of 327,680 bytes, over 0.9.
    assert llama["memory"][0]["total_gb"] == pytest.approx(167.2, abs=0.1)
    assert llama["prices"][0]["as_of"] == "2026-11-10"
    assert all(one["side"] == "open" for one in told["candidates"])
    assert {"id", "name", "why"} == told["excluded"][0].keys()


def test_those_that_fit_stand_first(chosen: Command) -> None:
    fits = [one["fits"] for one in chosen(*OWN, "--json").json["candidates"]]
    assert fits == sorted(fits, reverse=True)
    assert not fits[-1]


def test_the_answer_comes_first_for_people(chosen: Command) -> None:
    told = chosen(*OWN, "--excluded")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[0].startswith("Models that fit: ")
    assert "Llama 3.3 70B" in told.out
    assert "- GPT-4o: Its weights are not published" in told.out.replace("models.", "models.\n")


def test_many_that_may_fit_are_counted_after_the_first_fifteen(chosen: Command) -> None:
    told = chosen("--task", "chat", "--language", "Klingon").out
    may = int(told.splitlines()[0].split("not stated: ")[1].split(";")[0])
    assert f"… and {may - 15} more that may fit: --json has them." in told
    rows = [line for line in told.splitlines() if {"open", "proprietary"} & set(line.split())]
    assert len(rows) == 15


def test_proprietary_models_are_found_too(chosen: Command) -> None:
    told = chosen("--task", "code", "--context", "200k", "--commercial", "--json").json
    sides = {one["side"] for one in told["candidates"] if one["fits"]}
    assert sides == {"open", "proprietary"}


def test_where_data_must_stay_names_the_page_of_the_vendor(chosen: Command) -> None:
    told = chosen("--data-in", "EU", "--json").json["candidates"]
    fits = {one["id"]: one["fits"] for one in told}
    assert (fits["llama-3.3-70b"], fits["mistral-medium-3"]) == (True, False)
    unknowns = next(one for one in told if one["id"] == "mistral-medium-3")["unknowns"]
    assert "see https://mistral.ai/" in unknowns[0]


def test_a_budget_leaves_dear_models_out(chosen: Command) -> None:
    workload = ("--requests-per-day", "10k", "--input-tokens", "1000", "--output-tokens", "300")
    told = chosen("--task", "chat", "--budget", "500", *workload, "--json").json
    why = {one["id"]: one["why"][0]["text"] for one in told["excluded"]}
    # gpt-4o: (1,000 · 2.50 + 300 · 10) / M = $0.0055; · 10,000 · 365 / 12 = $1,673.
    assert why["gpt-4o"] == "The workload costs 1,673 USD a month at openai:gpt-4o."


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--gpu", "H900:2"), "There is no GPU 'H900'."),
        (("--task", "cooking"), "There is no task 'cooking'."),
        (("--context=-5",), "--context is '-5'."),
        (("--budget", "500"), "A budget is judged for a workload."),
        (("--budget", "500", "--self-hosted"), "not by machines of your own"),
        (("--users", "many"), "--users is 'many', which is no number."),
    ],
)
def test_bad_input_is_told_with_a_next_step(
    chosen: Command, args: tuple[str, ...], message: str
) -> None:
    told = chosen(*args)
    assert (told.code, told.out) == (2, "")
    assert message in told.err
    assert "Next: " in told.err

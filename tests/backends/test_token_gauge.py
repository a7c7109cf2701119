"""Token estimates, and what they tell of a prompt that was cut."""

import json
from pathlib import Path
from typing import Any

import pytest

from advisor.backends.token_gauge import TokenGauge, told_too_long
from advisor.ports import Message

PROSE = "The licence of the model decides what a company may do with it. "


def prompt(text: str) -> list[Message]:
    return [Message("user", text)]


def test_the_first_guess_is_on_the_safe_side() -> None:
    # Counted by SmolLM2 in the recorded exchange: 2,825 tokens for 12,854 characters.
    assert TokenGauge().estimate(prompt(PROSE * 201)) > 2825


def test_other_scripts_are_counted_by_their_bytes() -> None:
    gauge = TokenGauge()
    assert gauge.estimate(prompt("开源许可证" * 200)) > 2.5 * gauge.estimate(prompt("licen" * 200))


def test_figures_and_marks_count_for_more_than_letters() -> None:
    gauge = TokenGauge()
    letters, figures = prompt("a price of some " * 50), prompt("12,50 | 3,275 | " * 50)
    assert gauge.estimate(figures) > 2.5 * gauge.estimate(letters)


def test_a_count_corrects_the_estimate_with_a_margin() -> None:
    gauge, text = TokenGauge(), prompt(PROSE * 50)
    gauge.learn(text, 712)
    assert gauge.expected(text) == pytest.approx(712)
    assert 712 < gauge.estimate(text) < 1.2 * 712


def test_denser_text_counts_at_once_and_lighter_text_by_and_by() -> None:
    gauge, text = TokenGauge(), prompt("x" * 4000)
    gauge.learn(text, 1012)
    gauge.learn(text, 2012)
    assert gauge.expected(text) == pytest.approx(2012)
    gauge.learn(text, 1012)
    assert 1500 < gauge.expected(text) < 2012


def test_short_prompts_teach_nothing() -> None:
    gauge = TokenGauge()
    before = gauge.expected(prompt(PROSE))
    gauge.learn(prompt("Hi."), 40)
    assert gauge.expected(prompt(PROSE)) == before


def recorded(shared: Path, name: str) -> tuple[list[Message], int, int]:
    """Messages, tokens counted and context of a recorded exchange."""
    exchange = json.loads((shared / "ollama-api" / "captured" / f"{name}.json").read_text())
    body: dict[str, Any] = exchange["request"]["body"]
    last = json.loads(exchange["response"]["lines_ms"][-1][1])
    messages = [Message(m["role"], m["content"]) for m in body["messages"]]
    return messages, last["prompt_eval_count"], body["options"]["num_ctx"]


@pytest.mark.parametrize("name", ["chat-over-context-512", "chat-over-context-history"])
def test_recorded_cuts_are_found_by_a_new_and_by_a_learned_gauge(shared: Path, name: str) -> None:
    messages, counted, context = recorded(shared, name)
    new, learned = TokenGauge(), TokenGauge()
    learned.learn(prompt(PROSE * 50), 712)
    assert new.was_cut(messages, counted, context)
    assert learned.was_cut(messages, counted, context)


def test_a_whole_prompt_is_not_suspected() -> None:
    text = prompt(PROSE * 50)
    assert not TokenGauge().was_cut(text, 712, 4096)
    assert not TokenGauge().was_cut(text, 712, 0)


def test_what_fits_byte_by_byte_cannot_have_been_cut() -> None:
    assert not TokenGauge().was_cut(prompt(" " * 2000), 60, 2048)


def test_no_report_is_no_cut() -> None:
    assert not TokenGauge().was_cut(prompt(PROSE * 500), 0, 2048)


def test_a_servers_own_words_give_both_numbers() -> None:
    text = "request (6031 tokens) exceeds the available context size (2048 tokens), try"
    assert told_too_long(text) == (6031, 2048)
    assert told_too_long("model not found") is None

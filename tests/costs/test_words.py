from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.catalogue.records import Model, ModelSide
from advisor.costs.words import Asked, Unclear, read_question

USUAL = (1000, 300)


def model(name: str, side: ModelSide, *also: str, price: str = "") -> Model:
    prices = (price,) if price else ()
    return Model(
        name.lower().replace(" ", "-"), name, "vendor", side, also, prices,
        None, None, (), None, None, None, None, None, None, None, None,
    )  # fmt: skip


KNOWN = (
    model("Llama 3.3 70B", "open", "llama 70b", "llama"),
    model("Llama 3.1 8B", "open", "llama 8b"),
    model("Qwen3 32B", "open", "qwen 32b"),
    model("gpt-oss-120b", "open"),
    model("Mixtral", "open"),
    model("GPT-4o", "proprietary", price="openai:gpt-4o"),
    model("GPT-4o mini", "proprietary", price="openai:gpt-4o-mini"),
    model("GPT-5", "proprietary", "gpt", price="openai:gpt-5"),
)
PIECES = (
    "3 million", "5k", "1.000.000", "0", "-3", "calls", "users", "tokens", "a day", "per month",
    "each", "or", "cost", "price", "on", "Llama 70B", "GPT-4o", "GPT", "9", "€", "$", "grow 5%",
    "input tokens", "openai:gpt-4o", ":", "half a million", "1e9", "²",
)  # fmt: skip
MODELS = {one.id: one for one in KNOWN}


def read(text: str) -> Asked | Unclear | None:
    return read_question(text, MODELS, USUAL)


def asked(text: str) -> Asked:
    found = read(text)
    assert isinstance(found, Asked), found
    return found


def question(text: str) -> str:
    found = read(text)
    assert isinstance(found, Unclear), found
    return found.question


def test_a_question_in_words_is_a_workload_and_two_models() -> None:
    found = asked("What would 3 million calls a day cost on Llama 70B against GPT?")
    assert found.workload.requests_per_day == 3_000_000
    assert (found.workload.input_tokens, found.workload.output_tokens) == USUAL
    assert found.open_model.id == "llama-3.3-70b"
    assert found.api_model.startswith("openai:gpt")
    assert len(found.assumed) == 2


@pytest.mark.parametrize(
    ("volume", "a_day"),
    [
        ("3k/day", 3_000),
        ("1.000.000 requests per day", 1_000_000),
        ("2,5 million queries daily", 2_500_000),
        ("two million calls a day", 2_000_000),
        ("365 prompts a month", 12),
    ],
)
def test_volumes_are_read_as_people_write_them(volume: str, a_day: int) -> None:
    found = asked(f"How much is {volume} with qwen3 32b instead of gpt-4o?")
    assert round(found.workload.requests_per_day, 6) == a_day


def test_tokens_and_growth_are_read() -> None:
    found = asked(
        "Price of 5k calls a day growing 5% a month, 2,000 input tokens and 500 output tokens, "
        "on gpt-oss-120b versus openai:o4-mini"
    )
    assert (found.workload.input_tokens, found.workload.output_tokens) == (2000, 500)
    assert found.workload.growth_per_month == Decimal("0.05")
    assert (found.open_model.id, found.api_model) == ("gpt-oss-120b", "openai:o4-mini")
    assert found.assumed == ()


def test_the_requests_of_each_user_are_multiplied() -> None:
    found = asked("Price for 50 users with 20 requests a day each on llama 8b vs gpt-4o-mini")
    assert found.workload.requests_per_day == 1000


def test_tokens_without_a_side_are_those_read() -> None:
    found = asked("10,000 documents a day of 3000 tokens each: cost of Qwen3-32B and GPT-4o?")
    assert (found.workload.input_tokens, found.workload.output_tokens) == (3000, 300)
    assert any("taken as read" in said for said in found.assumed)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=60))
def test_no_text_is_a_fault(text: str) -> None:
    found = read(text)
    if isinstance(found, Asked):
        assert found.workload.requests_per_day > 0
        assert found.workload.input_tokens > 0


def test_a_longer_name_is_not_a_shorter_one() -> None:
    assert (
        asked("Cost of 1k calls a day, llama 8b or gpt-4o mini").api_model == "openai:gpt-4o-mini"
    )


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("What do 3 million calls cost on Llama 70B against GPT-4o?", "a day, or a month"),
        ("What do 3k or 5k calls a day cost on Llama 70B against GPT-4o?", "Which volume"),
        ("What do 3k calls a day cost on Llama 70B?", "Against which proprietary"),
        ("What do 3k calls a day cost on GPT-4o?", "Which open model"),
        ("What do 3k calls a day cost on Llama 70B or Mixtral against GPT-4o?", "Which of these"),
        ("Are 3k calls a day on Llama 70B cheaper than GPT-9?", "no model 'GPT-9"),
        ("What would 500 users cost on Llama 70B against GPT-4o?", "How many requests a day"),
        (
            "Price of 9 calls a day by 50 users, Llama 70B or GPT-4o?",
            "or for each of the 50",
        ),
        (
            "What does 1 million tokens a day cost on Llama 70B vs GPT-4o?",
            "How many requests a day",
        ),
        ("Cost of 0 calls a day, Llama 70B or GPT-4o?", "at least one"),
        ("Do 3k calls a day on Llama 70B cost less than GPT-4o with 500 € a month?", "USD"),
    ],
)
def test_what_is_not_clear_is_asked_back(text: str, back: str) -> None:
    assert back in question(text)


@pytest.mark.parametrize(
    "text", ["Which licence has Llama 70B?", "We make 3k calls a day.", "Is GPT-4o cheaper?", ""]
)
def test_other_texts_are_no_question_about_costs(text: str) -> None:
    assert read(text) is None

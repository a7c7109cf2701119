from __future__ import annotations

import pytest

from advisor.ask.words import names, negated, numbers, opening_name, sides, stems


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,000 calls", {"1000"}),
        ("2 million calls", {"2000000"}),
        ("$1.70 per hour", {"1.7"}),
        ("10 % or 10%", {"10"}),
        ("billed at 1.1× list price", {"1.1"}),
        ("within six months", {"6"}),
        ("two things", set()),
        ("GPT-4 and a 7B model", set()),
        ("September 15, 2025", {"15", "2025"}),
    ],
)
def test_numbers_are_read_as_plain_decimals(text: str, found: set[str]) -> None:
    assert numbers(text) == found


def test_names_are_capitals_inside_a_sentence_acronyms_and_known_names() -> None:
    text = "Anthropic keeps data. The HIPAA rules bind OpenAI, and Azure too."
    assert names(text, {"anthropic"}) == {"anthropic", "hipaa", "openai", "azure"}
    assert names("Companies keep data.") == frozenset()


def test_two_negations_are_none() -> None:
    assert negated("Data never leaves.")
    assert not negated("It is not true that data never leaves.")


def test_sides_know_self_hosting_from_vendors() -> None:
    assert sides("An open model, self-hosted") == {"open"}
    assert sides("A proprietary service") == {"proprietary"}
    assert sides("Costs fall.") == frozenset()


def test_stems_leave_out_stop_words_and_join_word_forms() -> None:
    assert stems("the licensing of a license") == ["licens", "licens"]


def test_a_first_word_is_a_name_where_no_common_word_would_stand() -> None:
    assert opening_name("Corvex keeps prompts.") == "corvex"
    assert opening_name("Acme's prices rise.") == "acme"
    assert opening_name("Quantization lowers cost.") == ""
    assert opening_name("Whether it pays depends.") == ""

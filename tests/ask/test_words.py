from __future__ import annotations

from advisor.ask.words import names, opening_name, sides, stems


def test_names_are_capitals_inside_a_sentence_acronyms_and_known_names() -> None:
    text = "Anthropic keeps data. The HIPAA rules bind OpenAI, and Azure too."
    assert names(text, {"anthropic"}) == {"anthropic", "hipaa", "openai", "azure"}
    assert names("Companies keep data.") == frozenset()


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

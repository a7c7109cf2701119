"""The decision framework is complete and says what the guide says."""

import re
from datetime import date
from typing import Any

PARTS = {
    "question": (7, {"id", "title", "ask", "open", "proprietary", "why", "section"}),
    "use_case": (7, {"id", "title", "recommendation", "how", "reason", "examples", "section"}),
    "hybrid": (6, {"id", "title", "how", "fits_when", "section"}),
    "security": (4, {"id", "title", "open", "proprietary", "section"}),
}
SENTENCES = ("why", "reason", "fits_when")
SECTIONS = {
    "question": {"8.1"},
    "use_case": {"8.3"},
    "hybrid": {"8.2", "9.4"},
    "security": {"5.4"},
}


def test_framework_names_its_source_and_date(framework: dict[str, Any]) -> None:
    assert set(framework) == {"as_of", "source", *PARTS}
    assert framework["source"] == "guide"
    assert framework["as_of"] == date(2026, 3, 30)


def test_framework_is_complete(framework: dict[str, Any]) -> None:
    for part, (count, fields) in PARTS.items():
        assert len(framework[part]) == count
        assert all(set(entry) == fields for entry in framework[part]), part


def test_every_text_is_filled(framework: dict[str, Any]) -> None:
    for part in PARTS:
        for entry in framework[part]:
            assert all(isinstance(text, str) and text.strip() for text in entry.values()), entry


def test_ids_are_unique_and_plain(framework: dict[str, Any]) -> None:
    for part in PARTS:
        ids = [entry["id"] for entry in framework[part]]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in ids)


def test_every_entry_belongs_to_a_section_of_the_guide(
    framework: dict[str, Any], headings: dict[str, str]
) -> None:
    for part, sections in SECTIONS.items():
        assert {entry["section"] for entry in framework[part]} == sections
        assert sections <= set(headings)


def test_reasons_are_sentences_and_questions_are_questions(framework: dict[str, Any]) -> None:
    for part in PARTS:
        for entry in framework[part]:
            assert entry.get("ask", "Asked?").endswith("?")
            for field in SENTENCES:
                assert re.fullmatch(r"[A-Z].*\.", entry.get(field, "A reason.")), entry


def test_two_use_cases_are_proprietary_and_five_are_open(framework: dict[str, Any]) -> None:
    advice = {entry["id"]: entry["recommendation"] for entry in framework["use_case"]}
    assert {name for name, side in advice.items() if side == "proprietary"} == {
        "prototype",
        "assistant",
    }
    assert set(advice.values()) == {"open", "proprietary"}
    assert all(
        entry["how"].lower().startswith(entry["recommendation"]) for entry in framework["use_case"]
    )


def test_three_hybrid_patterns_and_three_parts_of_an_architecture(
    framework: dict[str, Any],
) -> None:
    places = [entry["section"] for entry in framework["hybrid"]]
    assert places == ["8.2"] * 3 + ["9.4"] * 3


def test_tables_of_the_guide_say_what_the_framework_says(
    framework: dict[str, Any], bodies: dict[str, str]
) -> None:
    for part in ("question", "security"):
        for entry in framework[part]:
            row = f"| {entry['title']} | {entry['open']} | {entry['proprietary']} |"
            assert row in bodies[entry["section"]].splitlines()
    for entry in framework["use_case"]:
        assert f"\n| {entry['title']} | {entry['how']} | " in bodies[entry["section"]]


def test_reasons_and_patterns_stand_word_for_word_in_the_guide(
    framework: dict[str, Any], bodies: dict[str, str]
) -> None:
    for entry in framework["use_case"]:
        assert entry["reason"] in bodies[entry["section"]]
    for entry in framework["hybrid"]:
        assert entry["how"] in bodies[entry["section"]]

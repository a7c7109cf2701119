"""The interview says what the guide and the framework say, and its numbers stay in their bounds."""

import re
import tomllib
from typing import Any

import pytest

from .conftest import KNOWLEDGE

Table = dict[str, Any]
PLAIN = r"[a-z]+(-[a-z]+)*"


@pytest.fixture(scope="module")
def interview() -> Table:
    return tomllib.loads((KNOWLEDGE / "interview.toml").read_text(encoding="utf-8"))


def test_the_seven_questions_are_the_frameworks(interview: Table, framework: Table) -> None:
    asked = {one["id"]: (one["title"], one["ask"]) for one in interview["question"]}
    for question in framework["question"]:
        assert asked[question["id"]] == (question["title"], question["ask"])
    assert len(asked) == len(interview["question"]) == 14


def test_the_use_cases_are_the_frameworks(interview: Table, framework: Table) -> None:
    (cases,) = (one["option"] for one in interview["question"] if one["id"] == "use-case")
    told = {
        one["id"]: ("open" if one["score"] > 0 else "proprietary", one["reason"])
        for one in cases
        if one["id"] != "other"
    }
    assert told == {
        one["id"]: (one["recommendation"], one["reason"]) for one in framework["use_case"]
    }


def test_ids_are_unique_and_plain(interview: Table) -> None:
    for one in interview["question"]:
        ids = [option["id"] for option in one["option"]]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(PLAIN, name) and name != "unknown" for name in (one["id"], *ids))


def test_texts_are_filled_and_of_their_kind(interview: Table) -> None:
    for one in interview["question"]:
        assert one["ask"].endswith("?")
        assert one["help"].strip()
        assert all(re.fullmatch(r"[A-Z].*\.", option["reason"]) for option in one["option"])
        assert all(option["label"].strip() for option in one["option"])


def test_scores_and_weights_stay_in_their_bounds(interview: Table) -> None:
    assert 0 < interview["open_from"] < 1
    assert interview["doubt"] > 0
    for one in interview["question"]:
        scores = [option["score"] for option in one["option"]]
        assert one["weight"] > 0
        assert all(-1 <= score <= 1 for score in scores)
        assert max(scores) > 0 > min(scores) or one["id"] == "latency"


def test_only_answers_that_speak_most_for_open_force_it(interview: Table) -> None:
    for one in interview["question"]:
        for option in one["option"]:
            if option.get("forces") == "open":
                assert option["score"] == 1


def test_reasons_with_a_section_stand_there_word_for_word(
    interview: Table, bodies: dict[str, str]
) -> None:
    for one in interview["question"]:
        assert one["section"] in bodies
        for option in one["option"]:
            if "section" in option:
                assert option["reason"] in bodies[option["section"]].replace("\n", " "), option


def test_risks_and_patterns_name_answers_of_the_interview(
    interview: Table, framework: Table, bodies: dict[str, str]
) -> None:
    known = {one["id"]: {o["id"] for o in one["option"]} for one in interview["question"]}
    whens = [risk["when"] for risk in interview["risk"]]
    whens += [when for one in interview["pattern"] for when in one["when"]]
    assert all(set(options) <= known[name] for when in whens for name, options in when.items())
    assert {risk["section"] for risk in interview["risk"]} <= set(bodies)
    patterns = {one["id"] for one in framework["hybrid"] if one["section"] == "8.2"}
    assert {one["id"] for one in interview["pattern"]} == patterns


def test_every_side_has_a_risk_that_always_weighs(interview: Table) -> None:
    always = {risk["side"] for risk in interview["risk"] if not risk["when"]}
    assert always == {"open", "proprietary", "hybrid"}

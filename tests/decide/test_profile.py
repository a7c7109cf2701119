"""Answers from outside are checked before anything is built on them."""

from __future__ import annotations

import pytest

from advisor.decide.framework import Framework
from advisor.decide.profile import checked
from advisor.errors import ProfileError


def test_unknown_and_missing_are_the_same(framework: Framework) -> None:
    assert checked({"data": "unknown", "volume": None}, framework) == {}


def test_answers_come_in_the_order_of_the_questions(framework: Framework) -> None:
    given = {"gpus": "none", "volume": "low", "use-case": "edge"}
    assert list(checked(given, framework)) == ["use-case", "volume", "gpus"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"volumes": "low"}, "'volume' may be meant"),
        ({"volume": "huge"}, "low, moderate, large, very-high, unknown"),
        ({"volume": 3}, "must be a text"),
        ({"volume": ["low"]}, "must be a text"),
        (["low"], "must be an object"),
        ("low", "must be an object"),
        ({3: "low"}, "no question 3"),
    ],
)
def test_what_is_no_answer_is_told(given: object, told: str, framework: Framework) -> None:
    with pytest.raises(ProfileError, match=told):
        checked(given, framework)

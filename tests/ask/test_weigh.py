from __future__ import annotations

from advisor.ask.weigh import scale


def test_a_sentence_without_a_sign_against_it_is_carried() -> None:
    read = scale()
    assert read.carries(dict.fromkeys(read.weights, 0.0))


def test_no_sign_speaks_for_a_sentence() -> None:
    assert max(scale().weights.values()) <= 0


def test_two_reasons_are_enough_to_doubt_a_sentence() -> None:
    read = scale()
    none = dict.fromkeys(read.weights, 0.0)
    assert not read.carries(none | {"denial": 1.0, "odd denials": 1.0, "worst clause": 1.0})
    assert not read.carries(none | {"replaced": 1.0, "slot": 1.0})

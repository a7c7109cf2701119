from __future__ import annotations

from advisor.evaluate.figures import Scores, difference, figure


def test_the_interval_holds_the_mean_and_narrows_with_more_questions() -> None:
    few, many = figure([0.0, 1.0] * 5), figure([0.0, 1.0] * 500)
    assert few.low < few.value == many.value == 0.5 < few.high
    assert many.high - many.low < (few.high - few.low) / 5
    assert figure([0.0, 1.0] * 5) == few


def test_a_question_counts_only_where_it_has_the_metric() -> None:
    scores = Scores("s", "x", {"a": {"m": 1.0}, "b": {"m": 0.0, "n": 1.0}}, {"b": "lookup"})
    assert {name: (f.value, f.count) for name, f in scores.figures().items()} == {
        "m": (0.5, 2),
        "n": (1.0, 1),
    }
    assert scores.by_kind()["lookup"]["m"].value == 0.0


def test_a_change_is_sure_only_when_its_interval_leaves_out_zero() -> None:
    before = [0.0, 1.0] * 20
    assert not difference(before, [1.0, 1.0, *before[2:]]).sure
    better = difference(before, [1.0] * 40)
    assert better.sure
    assert (better.before, better.after, better.change) == (0.5, 1.0, 0.5)

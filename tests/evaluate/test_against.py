from __future__ import annotations

from pathlib import Path

import pytest

from advisor.errors import EvaluationFileError
from advisor.evaluate.against import compare, fallen
from advisor.evaluate.figures import Scores
from advisor.evaluate.run import Run, read_run, save


def run(**values: float) -> Run:
    by_question = {name: {"hit@1": value, "words": value * 50} for name, value in values.items()}
    return Run("full", (Scores("s", "ours", by_question, {"a": "lookup"}, {"a": 3.0}),))


def test_a_saved_run_reads_back_as_it_was(tmp_path: Path) -> None:
    save(run(a=1.0, b=0.0), tmp_path / "run.json")
    assert read_run(tmp_path / "run.json").scores == run(a=1.0, b=0.0).scores


@pytest.mark.parametrize("content", ["", "[]", '{"version": 1}', '{"version": 99}'])
def test_what_is_no_saved_run_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(EvaluationFileError):
        read_run(tmp_path / "run.json")


def test_a_comparison_names_the_questions_that_moved() -> None:
    hit = compare(run(a=1.0, b=0.0, c=0.5, gone=1.0), run(a=0.0, b=1.0, c=0.5, new=1.0))[0]
    assert (hit.metric, hit.better, hit.worse) == ("hit@1", ("b",), ("a",))
    assert (hit.difference.change, hit.difference.count) == (0.0, 3)


def test_only_a_fall_below_the_interval_counts_as_fallen() -> None:
    thirty = {f"q{n}": 1.0 for n in range(30)}
    baseline = run(**thirty)
    assert fallen(baseline, run(**{**thirty, "q1": 0.0, "q2": 0.0})) == []
    four = {f"q{n}": 0.0 for n in range(4)}
    assert fallen(baseline, run(**{**thirty, **four})) == [
        "s, ours, hit@1: 0.8667, below 0.9 (was 1.0)"
    ]
    assert fallen(baseline, Run("full", ())) == ["s, ours, hit@1: not measured any more (was 1.0)"]


def test_sets_are_averaged_where_there_are_several() -> None:
    one, two = (Scores(name, "x", {"q": {"nDCG@10": v}}) for name, v in (("a", 1.0), ("b", 0.5)))
    assert Run("full", (one, two)).over_sets() == {"x": {"nDCG@10": 0.75}}
    assert Run("full", (one,)).over_sets() == {}

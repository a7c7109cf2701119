"""No figure of the golden set falls below its committed baseline by more than its interval."""

from __future__ import annotations

from pathlib import Path

from advisor.backends.embedder import MiniLM
from advisor.evaluate.against import fallen
from advisor.evaluate.measure import Wanted, measure
from advisor.evaluate.run import read_run
from advisor.evaluate.scratch import Scratch
from advisor.settings import Settings

HERE = Path(__file__).parent
QUESTIONS, PAIRS = ("faq", "outside"), ("support",)


def test_no_figure_falls_below_its_baseline(tmp_path: Path, real_embedder: MiniLM) -> None:
    wanted = Wanted(
        questions=[HERE / f"{name}.jsonl" for name in QUESTIONS],
        support=[HERE / f"{name}.jsonl" for name in PAIRS],
        answers=True,
    )
    run, _ = measure(wanted, Scratch(Settings(home=tmp_path, model="none"), real_embedder))
    assert fallen(read_run(HERE / "baseline.json"), run) == []

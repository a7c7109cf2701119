"""A run on the screen: a table a set, a row a system, a column a metric."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from advisor.cli.screen import aside, out, plain
from advisor.evaluate.figures import Figure, Scores
from advisor.evaluate.run import Run


def print_run(run: Run) -> None:
    """Print the figures of every set and kind, and aside what was left out."""
    for name in dict.fromkeys(scores.set for scores in run.scores):
        of_set = [scores for scores in run.scores if scores.set == name]
        out().print(_table(name, of_set))
        if of_set[0].by_kind():
            out().print(_kinds(of_set[0]))
    for problem in run.problems:
        aside().print(plain(f"Left out: {problem}"), style="yellow", markup=False, soft_wrap=True)


def _table(name: str, systems: Sequence[Scores]) -> Table:
    metrics = list(dict.fromkeys(m for scores in systems for m in scores.metrics))
    count = max(len(scores.by_question) for scores in systems)
    table = Table("system", *metrics, "ms p50/p95", title=f"{plain(name)}: {count} questions")
    for scores in systems:
        figures = scores.figures()
        spent = scores.latency
        table.add_row(
            plain(scores.system),
            *(_cell(figures.get(metric)) for metric in metrics),
            f"{spent['p50']:.0f}/{spent['p95']:.0f}" if spent else "",
        )
    return table


def _kinds(scores: Scores) -> Table:
    table = Table(
        "kind", "questions", *scores.metrics, title=f"{plain(scores.set)}, {scores.system}, by kind"
    )
    for kind, figures in scores.by_kind().items():
        count = sum(1 for question in scores.by_question if scores.kinds.get(question) == kind)
        cells = [f"{figures[m].value:.2f}" if m in figures else "" for m in scores.metrics]
        table.add_row(plain(kind), str(count), *cells)
    return table


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"{figure.value:.3f} ({figure.low:.2f}–{figure.high:.2f})"

"""A run on the screen: a table a set, a row a system, a column a metric."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from advisor.cli.screen import aside, out, plain
from advisor.evaluate.against import Moved
from advisor.evaluate.figures import Figure, Scores
from advisor.evaluate.run import Run

_NAMED = 8  # questions named in a line of a comparison


def print_run(run: Run) -> None:
    """Print the figures of every set and kind, and aside what was left out."""
    groups: dict[tuple[str, frozenset[str]], list[Scores]] = {}
    for scores in run.scores:
        # Systems that are measured alike share a table.
        of_passages = frozenset(scores.metrics) - {"kept", "caught", "precision"}
        groups.setdefault((scores.set, of_passages), []).append(scores)
    for (name, _), systems in groups.items():
        out().print(_table(name, systems))
        if systems[0].by_kind():
            out().print(_kinds(systems[0]))
    for problem in run.problems:
        aside().print(plain(f"Left out: {problem}"), style="yellow", markup=False, soft_wrap=True)


def print_moved(moved: Sequence[Moved]) -> None:
    """Print what got better and worse since another run; `*` where chance hardly explains it."""
    if not moved:
        return
    columns = ("system", "metric", "before", "after", "change (95 %)", "better", "worse")
    table = Table(*columns, title="Compared")
    for one in moved:
        d = one.difference
        change = f"{d.change:+.3f} ({d.low:+.2f}–{d.high:+.2f}){' *' if d.sure else ''}"
        table.add_row(
            plain(f"{one.set}, {one.system}"), one.metric, f"{d.before:.3f}", f"{d.after:.3f}",
            change, _names(one.better), _names(one.worse),
        )  # fmt: skip
    out().print(table)


def _names(questions: Sequence[str]) -> str:
    more = f" and {len(questions) - _NAMED} more" if len(questions) > _NAMED else ""
    return plain(" ".join(questions[:_NAMED]) + more)


def _table(name: str, systems: Sequence[Scores]) -> Table:
    metrics = list(dict.fromkeys(m for scores in systems for m in scores.metrics))
    count = max(len(scores.by_question) for scores in systems)
    timed = any(scores.latency for scores in systems)
    title = f"{plain(name)}: {count} questions"
    table = Table("system", *metrics, *(["ms p50/p95"] if timed else []), title=title)
    for scores in systems:
        figures = scores.figures()
        spent = scores.latency
        table.add_row(
            plain(scores.system),
            *(_cell(figures.get(metric)) for metric in metrics),
            *([f"{spent['p50']:.0f}/{spent['p95']:.0f}"] if spent else []),
        )
    return table


def _kinds(scores: Scores) -> Table:
    title = f"{plain(scores.set)}, {scores.system}, by kind"
    table = Table("kind", "questions", *scores.metrics, title=title)
    for kind, figures in scores.by_kind().items():
        count = sum(1 for question in scores.by_question if scores.kinds.get(question) == kind)
        cells = [f"{figures[m].value:.2f}" if m in figures else "" for m in scores.metrics]
        table.add_row(plain(kind), str(count), *cells)
    return table


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"{figure.value:.3f} ({figure.low:.2f}–{figure.high:.2f})"

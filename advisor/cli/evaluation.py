"""A run on the screen: a table a set, a row a system, a column a metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    if over_sets := run.over_sets():
        metrics = list(next(iter(over_sets.values())))
        means = {s: {m: f"{v:.3f}" for m, v in given.items()} for s, given in over_sets.items()}
        out().print(_laid_out("mean over the sets", "system", metrics, means))
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
    columns = {scores.system: _cells(scores, metrics) for scores in systems}
    if not any("ms p50/p95" in cells for cells in columns.values()):
        return _laid_out(f"{name}: {count} questions", "system", metrics, columns)
    return _laid_out(f"{name}: {count} questions", "system", [*metrics, "ms p50/p95"], columns)


def _cells(scores: Scores, metrics: Sequence[str]) -> dict[str, str]:
    figures, spent = scores.figures(), scores.latency
    cells = {metric: _cell(figures.get(metric)) for metric in metrics}
    return cells | ({"ms p50/p95": f"{spent['p50']:.0f}/{spent['p95']:.0f}"} if spent else {})


def _kinds(scores: Scores) -> Table:
    columns = {
        kind: {metric: f"{found.value:.2f}" for metric, found in figures.items()}
        | {"questions": str(sum(scores.kinds.get(q) == kind for q in scores.by_question))}
        for kind, figures in scores.by_kind().items()
    }
    title = f"{scores.set}, {scores.system}, by kind"
    return _laid_out(title, "kind", ["questions", *scores.metrics], columns)


def _laid_out(
    title: str, what: str, metrics: Sequence[str], cells: Mapping[str, Mapping[str, str]]
) -> Table:
    """Put the longer of the two lists downwards, so that the table is not too wide."""
    if len(cells) >= len(metrics):
        table = Table(what, *metrics, title=plain(title))
        for name, values in cells.items():
            table.add_row(plain(name), *(values.get(metric, "") for metric in metrics))
        return table
    table = Table("", *map(plain, cells), title=plain(title))
    for metric in metrics:
        table.add_row(metric, *(values.get(metric, "") for values in cells.values()))
    return table


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"{figure.value:.3f} ({figure.low:.2f}–{figure.high:.2f})"

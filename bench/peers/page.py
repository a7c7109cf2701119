"""What was measured as two tables for a page: how well each system finds, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence

from bench.peers.measured import Measured
from bench.peers.table import COSTS, costs, share
from bench.peers.work import SYSTEMS

HEADLINES = ("nDCG@10", "hit@1", "hit@5", "hit@10", "MRR@10", "page@5", "in 4000")


def tables(results: Sequence[Measured]) -> str:
    """Return both: nDCG@10 of sets with grades, all of questions; the cost is that of the last."""
    found = {(one.set, one.system): one for one in results}
    systems = [name for name in SYSTEMS if name in {one.system for one in results}]
    columns = _columns(results)
    graded = [name for name, metric in columns if metric == "nDCG@10"]
    heads = (f"{name} {metric}" for name, metric in columns)
    quality: list[tuple[str, ...]] = [("system", *heads, "mean nDCG@10")]
    for system in systems:
        cells = (_figure(found.get((name, system)), metric) for name, metric in columns)
        quality.append((system, *cells, _mean([found.get((n, system)) for n in graded])))
    last = results[-1].set
    cost: list[tuple[str, ...]] = [(last, *COSTS)]
    cost += [(s, *costs(found[last, s])) for s in systems if (last, s) in found]
    return f"{_lines(quality)}\n{_lines(cost)}"


def _columns(results: Sequence[Measured]) -> list[tuple[str, str]]:
    """Sets and metrics: of a set with grades the first headline alone."""
    columns = dict[tuple[str, str], None]()
    for one in results:
        shown = [metric for metric in HEADLINES if metric in one.figures]
        shown = shown[:1] if shown[:1] == ["nDCG@10"] else shown
        columns |= dict.fromkeys((one.set, metric) for metric in shown)
    return list(columns)


def _figure(one: Measured | None, metric: str) -> str:
    if one is None:
        return "–"
    figure = one.figures[metric]
    return f"{share(figure['value'])} ({share(figure['low'], 2)}–{share(figure['high'], 2)})"


def _mean(graded: Sequence[Measured | None]) -> str:
    values = [one.figures["nDCG@10"]["value"] for one in graded if one]
    return share(sum(values) / len(values)) if values and len(values) == len(graded) else "–"


def _lines(rows: Sequence[Sequence[str]]) -> str:
    ruled = [rows[0], ("---",) * len(rows[0]), *rows[1:]]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in ruled)

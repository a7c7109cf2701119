"""The figures of ours and its peers with their 95 % intervals, drawn set by set.

Colours after Okabe and Ito, told apart without full colour vision; each system has a mark of its
own as well. The ground is transparent and the ink a grey that is read on white and on black.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.peers.measured import Measured
from bench.peers.work import SYSTEMS

INK = "#7a7a7a"  # a contrast of 4.3 on white and of 4.4 on #0d1117
STYLES = (
    ("#D55E00", "D"), ("#0083CC", "o"), ("#009E73", "s"),
    ("#CC79A7", "^"), ("#B8860B", "v"), ("#8172B3", "P"),
)  # fmt: skip
OF_DOCUMENTS, OF_QUOTES = ("nDCG@10",), ("hit@5", "MRR@10", "in 4000")
ACROSS = 3  # panels in a row


def draw(results: Sequence[Measured], file: Path) -> None:
    """Draw one panel a set and metric: a row a system, ours on top."""
    mpl.rcParams.update({"svg.hashsalt": "peers", "svg.fonttype": "none", "font.size": 9})
    panels = [
        (name, metric)
        for name in dict.fromkeys(one.set for one in results)
        for metric in (*OF_DOCUMENTS, *OF_QUOTES)
        if any(one.set == name and metric in one.figures for one in results)
    ]
    panels = [(s, m) for s, m in panels if m in OF_DOCUMENTS or (s, OF_DOCUMENTS[0]) not in panels]
    there = {one.system for one in results}
    systems = [name for name in SYSTEMS if name in there]
    rows = -(-len(panels) // ACROSS)
    figure = Figure(figsize=(9.5, 0.4 + 2.4 * rows), layout="constrained")
    axes = figure.subplots(rows, ACROSS, sharey=True, squeeze=False)
    for axis in axes.flat[len(panels) :]:
        axis.set_visible(False)
    for axis, (name, metric) in zip(axes.flat, panels, strict=False):
        of_set = {one.system: one for one in results if one.set == name}
        _panel(axis, f"{name}, {metric}", systems, of_set, metric)
    for axis in axes[:, 0]:
        axis.set_yticks(range(len(systems)), systems)
    metadata = {"Date": None} if file.suffix == ".svg" else None
    figure.savefig(file, transparent=True, dpi=150, metadata=metadata)


def _panel(
    axis: Axes, title: str, systems: Sequence[str], found: dict[str, Measured], metric: str
) -> None:
    for row, system in enumerate(systems):
        if system not in found:
            continue
        one, (colour, mark) = found[system].figures[metric], STYLES[row % len(STYLES)]
        axis.hlines(row, one["low"], one["high"], color=colour, linewidth=2)
        axis.plot(one["value"], row, mark, color=colour, markersize=7)
        shown = f"{one['value']:.3f}".removeprefix("0")
        axis.annotate(
            shown, (one["value"], row), (0, 6), textcoords="offset points",
            ha="center", color=INK, fontsize=8,
        )  # fmt: skip
    axis.set_title(title, color=INK, fontsize=9)
    axis.set_ylim(len(systems) - 0.5, -0.8)
    axis.grid(axis="x", color=INK, alpha=0.25)
    axis.tick_params(colors=INK, length=0)
    for side in axis.spines.values():
        side.set_visible(False)

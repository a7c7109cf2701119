"""Charts as PNG pictures: scores per question, ranges of cost, cost over volume, drivers."""

from __future__ import annotations

import math
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from textwrap import fill
from threading import Lock

from matplotlib import get_data_path, rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from advisor.brief.records import Chart, Curve, Curves, Ranges, Scores, Swings
from advisor.records import Side

COLOURS: dict[Side, str] = {
    "open": "#0f766e",
    "proprietary": "#4338ca",
    "hybrid": "#b45309",
    "both": "#4b5563",
}
_INK, _QUIET, _LINE = "#1f2937", "#4b5563", "#d1d5db"
_WIDTH = 6.5  # inches, a page's text width
_DOTS = 200  # per inch: sharp in print
_ONE_AT_A_TIME = Lock()  # matplotlib's settings are the process's, and it is not thread-safe
_LABEL = 34  # characters of a label before it is folded


def draw(chart: Chart) -> bytes:
    """Draw a chart without its title, which the document sets in its own type."""
    with (
        _ONE_AT_A_TIME,
        rc_context({"font.family": "DejaVu Sans", "font.size": 8.5, "text.parse_math": False}),
    ):
        figure = Figure(figsize=(_WIDTH, _height(chart)), layout="constrained")
        _draw_on(figure, chart)
        png = BytesIO()
        figure.savefig(png, format="png", dpi=_DOTS, metadata={"Software": None})
    return png.getvalue()


def described(chart: Chart) -> str:
    """Say what a chart shows for people who cannot see it: its table in words."""
    rows = (
        ", ".join(
            f"{head} {''.join(run.text for run in cell)}"
            for head, cell in zip(chart.table.head, row, strict=True)
        )
        for row in chart.table.rows
    )
    return f"{chart.title}. {'; '.join(rows)}."


def picture_ratio(chart: Chart) -> float:
    """Height of a chart's picture by its width."""
    return _height(chart) / _WIDTH


def font_files() -> dict[str, Path]:
    """The files of the font that the charts are drawn with, by style ("", "B", "I", "BI")."""
    folder = Path(get_data_path()) / "fonts" / "ttf"
    ends = {"": "", "B": "-Bold", "I": "-Oblique", "BI": "-BoldOblique"}
    return {style: folder / f"DejaVuSans{end}.ttf" for style, end in ends.items()}


def short(amount: float) -> str:
    """An amount in three figures: 1,234 → 1.23k, 4,500,000 → 4.5M."""
    if amount < 0:
        return f"−{short(-amount)}"
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if amount >= size * 0.9995:
            return f"{amount / size:.3g}{letter}"
    return f"{amount:.3g}"


def signed(score: float) -> str:
    """A score as it is read: +0.17, 0, or with a real minus sign."""
    return f"{score:+.2f}".rstrip("0").rstrip(".").replace("-", "−") if round(score, 2) else "0"


def _height(chart: Chart) -> float:
    """Inches: for each row what its label takes, and room for the axis."""
    match chart.data:
        case Curves():
            return 3.4
        case Scores(rows):
            return 0.9 + 0.36 * len(rows)
        case Ranges(rows) | Swings(rows):
            lines = max((_folded(row.label).count("\n") + 1 for row in rows), default=1)
            return 0.95 + max(0.36, 0.1 + 0.15 * lines) * len(rows)


def _folded(label: str) -> str:
    return fill(label, _LABEL)


def _draw_on(figure: Figure, chart: Chart) -> None:
    axes = figure.add_subplot()
    for edge in ("top", "right", "left"):
        axes.spines[edge].set_visible(False)
    axes.spines["bottom"].set_color(_LINE)
    axes.tick_params(colors=_QUIET, length=0)
    match chart.data:
        case Scores():
            _scores(axes, chart.data)
        case Ranges():
            _ranges(axes, chart.data)
        case Curves():
            _curves(axes, chart.data)
        case Swings():
            _swings(axes, chart.data)


def _scores(axes: Axes, data: Scores) -> None:
    rows = [*data.rows, ("Together", data.total)]
    for place, (_, score) in enumerate(rows):
        if score is None:
            axes.text(0.03, place, "not known", va="center", color=_QUIET, style="italic")
            continue
        side: Side = "open" if score > 0 else "proprietary"
        last = place == len(rows) - 1
        axes.barh(place, score, 0.62, color=COLOURS[side], alpha=1.0 if last else 0.8)
        _beside(axes, score, place, signed(score), bold=last)
    _labels(axes, [label for label, _ in rows])
    axes.axvline(0, color=_INK, linewidth=0.8)
    axes.axhline(len(rows) - 1.5, color=_LINE, linewidth=0.8)
    axes.set_xlim(-1.25, 1.25)
    axes.set_xticks([-1, 0, 1], ["← proprietary (−1)", "neither", "open (+1) →"])


def _ranges(axes: Axes, data: Ranges) -> None:
    for place, row in enumerate(data.rows):
        axes.barh(place, row.base, 0.55, color=COLOURS[row.side], alpha=0.85)
        spread = [[max(row.base - row.low, 0)], [max(row.high - row.base, 0)]]
        axes.errorbar(row.base, place, xerr=spread, color=_INK, capsize=4, linewidth=1)
        said = f"  {short(row.base)} ({short(row.low)} to {short(row.high)})"
        axes.text(max(row.high, row.base), place, said, va="center", color=_INK)
    _labels(axes, [row.label for row in data.rows])
    axes.set_xlim(0, 1.45 * max((max(row.high, row.base) for row in data.rows), default=1) or 1)
    _amounts(axes, data.unit)


def _swings(axes: Axes, data: Swings) -> None:
    ends = [end for row in data.rows for end in (row.low, row.high)] + [data.base]
    room = (max(ends) - min(ends) or abs(data.base) or 1) * 0.28
    for place, row in enumerate(data.rows):
        for end in (row.low, row.high):
            cheaper = end < data.base
            colour = "#6b7280" if cheaper else "#b45309"
            axes.barh(place, end - data.base, 0.6, left=data.base, color=colour, alpha=0.85)
        for end in {min(row.low, row.high), max(row.low, row.high)}:
            where = "right" if end < data.base else "left"
            space = " " if where == "left" else ""
            said = f"{space}{short(end)}{'' if space else ' '}"
            axes.text(end, place, said, va="center", ha=where, color=_INK, fontsize=8)
    _labels(axes, [row.label for row in data.rows])
    axes.axvline(data.base, color=_INK, linewidth=0.8)
    axes.set_xlim(min(ends) - room, max(ends) + room)
    _amounts(axes, f"{data.unit}; the line is today's {short(data.base)}")


def _curves(axes: Axes, data: Curves) -> None:
    curves = [(curve, points) for curve in data.curves if (points := _above_zero(curve))]
    if curves:
        axes.set_xscale("log")
        axes.set_yscale("log")
    axes.grid(color=_LINE, linewidth=0.5, alpha=0.6)
    drawn: set[Side] = set()
    for curve, points in curves:
        axes.plot(
            [x for x, _ in points],
            [y for _, y in points],
            drawstyle="steps-pre" if curve.stepped else "default",
            color=COLOURS[curve.side],
            linewidth=1.8,
            linestyle="--" if curve.side in drawn else "-",
        )
        drawn.add(curve.side)
    _name_ends(axes, [(curve, points[-1]) for curve, points in curves])
    _name_volumes(axes, data)
    axes.xaxis.set_major_formatter(_short_ticks)
    axes.yaxis.set_major_formatter(_short_ticks)
    axes.minorticks_off()
    axes.set_xlabel(data.across, color=_QUIET)
    axes.set_ylabel(data.unit, color=_QUIET)


def _above_zero(curve: Curve) -> list[tuple[float, float]]:
    """The points that a logarithmic scale has a place for."""
    return [(x, y) for x, y in curve.points if x > 0 and y > 0]


def _name_volumes(axes: Axes, data: Curves) -> None:
    """Draw the client's volume and the break-even as lines, named at the foot and at the top."""
    low, high = axes.get_xlim()
    for where, said, dashes, top in (
        (data.here, "your volume", ":", False),
        (data.meet, "break-even", "--", True),
    ):
        if not where or not low <= where <= high:
            continue
        left = math.log(where / low) > 0.6 * math.log(high / low)
        axes.axvline(where, color=_INK, linewidth=0.9, linestyle=dashes)
        axes.text(
            where,
            0.99 if top else 0.02,
            f"{said} \n{short(where)} " if left else f" {said}\n {short(where)}",
            transform=axes.get_xaxis_transform(),
            va="top" if top else "bottom",
            ha="right" if left else "left",
            color=_INK,
            fontsize=8,
        )


def _name_ends(axes: Axes, ends: list[tuple[Curve, tuple[float, float]]]) -> None:
    """Write each curve's name at its right end, apart from the others."""
    low, high = (math.log10(edge) if ends else edge for edge in axes.get_ylim())
    apart, taken = 0.11 * (high - low), -math.inf
    for curve, (x, y) in sorted(ends, key=lambda end: end[1][1]):
        taken = max(math.log10(y), taken + apart)
        axes.annotate(
            fill(curve.label, 22),
            (x, 10**taken),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=COLOURS[curve.side],
            annotation_clip=False,
        )


def _labels(axes: Axes, labels: list[str]) -> None:
    axes.set_yticks(range(len(labels)), [_folded(label) for label in labels], color=_INK)
    axes.invert_yaxis()


def _beside(axes: Axes, end: float, place: int, said: str, *, bold: bool) -> None:
    left = end < 0
    axes.text(
        end + (-0.03 if left else 0.03),
        place,
        said,
        va="center",
        ha="right" if left else "left",
        color=_INK,
        fontweight="bold" if bold else "normal",
    )


def _amounts(axes: Axes, unit: str) -> None:
    axes.grid(axis="x", color=_LINE, linewidth=0.5, alpha=0.6)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_formatter(_short_ticks)
    axes.set_xlabel(fill(unit, 62), color=_QUIET)


_short_ticks: Callable[[float, float], str] = lambda amount, _: short(amount)  # noqa: E731

"""Charts of the chat, as Plotly figures without a background: their text takes the page's colour.

Colours are those of the sides, which read on white and on black alike; `public/advisor.css` sets
the colour of the text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING

from advisor.brief.records import Chart, Curve, Curves, Range, Ranges, Scores, Swings
from advisor.records import Side

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COLOURS: dict[Side, str] = {
    "open": "#0d9488",
    "proprietary": "#6366f1",
    "hybrid": "#d97706",
    "both": "#6b7280",
}
_CLEAR = "rgba(0,0,0,0)"
_LINE = "rgba(128,128,128,0.35)"
_GREY, _AMBER = "#8a8f98", "#d97706"
_LABEL, _TITLE = 24, 40  # characters of a line: a phone's width
_ROW, _LINE_HEIGHT = 20, 15  # pixels
_FRAME = 130  # pixels above and below the rows


def figure(chart: Chart) -> Figure:
    """Draw a chart; hovering shows the exact amounts."""
    from plotly.graph_objects import Figure  # noqa: PLC0415 - takes half a second

    drawn = Figure()
    match chart.data:
        case Scores():
            _scores(drawn, chart.data)
        case Ranges():
            _ranges(drawn, chart.data)
        case Curves():
            _curves(drawn, chart.data)
        case Swings():
            _swings(drawn, chart.data)
    drawn.update_layout(
        title={"text": _lines(chart.title, _TITLE), "font": {"size": 14}, "x": 0.01},
        paper_bgcolor=_CLEAR,
        plot_bgcolor=_CLEAR,
        showlegend=False,
        bargap=0.35,
        margin={"l": 8, "r": 8, "t": 64, "b": 44},
        font={"size": 12},
        hoverlabel={"font": {"size": 12}},
        modebar={"bgcolor": _CLEAR},
    )
    drawn.update_xaxes(gridcolor=_LINE, zerolinecolor=_LINE, automargin=True)
    drawn.update_yaxes(gridcolor=_LINE, zerolinecolor=_LINE, automargin=True)
    return drawn


def _scores(drawn: Figure, data: Scores) -> None:
    rows = [*data.rows, ("Together", data.total)]
    scores = [score or 0.0 for _, score in rows]
    said = [_signed(score) if score is not None else "not known" for _, score in rows]
    sides: list[Side] = ["open" if score > 0 else "proprietary" for score in scores]
    drawn.add_bar(
        x=scores,
        y=[_lines(label, _LABEL) for label, _ in rows],
        orientation="h",
        marker={"color": [COLOURS[side] for side in sides]},
        text=said,
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    ticks = ["proprietary", "neither", "open"]
    drawn.update_xaxes(range=[-1.35, 1.35], tickvals=[-1, 0, 1], ticktext=ticks)
    _rows(drawn, [label for label, _ in rows])


def _ranges(drawn: Figure, data: Ranges) -> None:
    rows = data.rows
    drawn.add_bar(
        x=[row.base for row in rows],
        y=[_lines(row.label, _LABEL) for row in rows],
        orientation="h",
        marker={"color": [COLOURS[row.side] for row in rows]},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [max(row.high - row.base, 0) for row in rows],
            "arrayminus": [max(row.base - row.low, 0) for row in rows],
            "color": _GREY,
        },
        hovertext=[_spread(row, data.unit) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    widest = max((max(row.high, row.base) for row in rows), default=1.0) or 1.0
    for row in rows:
        drawn.add_annotation(
            x=max(row.high, row.base),
            y=_lines(row.label, _LABEL),
            text=f"<b>{short(row.base)}</b>",
            showarrow=False,
            xanchor="left",
            xshift=6,
        )
    drawn.update_xaxes(range=[0, 1.4 * widest], title=data.unit, tickformat="~s")
    _rows(drawn, [row.label for row in rows])


def _swings(drawn: Figure, data: Swings) -> None:
    labels = [_lines(row.label, _LABEL) for row in data.rows]
    for ends, colour in (
        ([min(row.low, row.high) for row in data.rows], _GREY),
        ([max(row.low, row.high) for row in data.rows], _AMBER),
    ):
        drawn.add_bar(
            x=[end - data.base for end in ends],
            base=data.base,
            y=labels,
            orientation="h",
            marker={"color": colour},
            text=[short(end) for end in ends],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text} " + data.unit + "<extra></extra>",
        )
    both = [end for row in data.rows for end in (row.low, row.high)] + [data.base]
    room = (max(both) - min(both) or 1.0) * 0.25
    drawn.add_vline(x=data.base, line={"color": _GREY, "width": 1})
    drawn.update_layout(barmode="overlay")
    title = f"{data.unit}; the line is {short(data.base)}"
    drawn.update_xaxes(range=[min(both) - room, max(both) + room], title=title, tickformat="~s")
    _rows(drawn, [row.label for row in data.rows])


def _curves(drawn: Figure, data: Curves) -> None:
    for curve in data.curves:
        drawn.add_scatter(
            x=[x for x, _ in curve.points],
            y=[y for _, y in curve.points],
            mode="lines",
            name=curve.label,
            line={"color": COLOURS[curve.side], "shape": "vh" if curve.stepped else "linear"},
            hovertemplate=f"{curve.label}: %{{y:,.0f}} at %{{x:,.0f}}<extra></extra>",
        )
    _name_ends(drawn, data.curves)
    marks = ((data.here, "your volume"), (data.meet, "break-even"))
    for where, said in marks:
        if where:
            drawn.add_vline(x=where, line={"color": _GREY, "width": 1, "dash": "dot"})
            drawn.add_annotation(
                x=_log(where), y=1, yref="paper", yanchor="bottom", showarrow=False,
                text=f"{said} {short(where)}",
            )  # fmt: skip
    ends = [_log(x) for curve in data.curves for x, _ in curve.points]
    room = [min(ends, default=0.0), max(ends, default=1.0) + 0.1]  # for the names at the end
    ticks = {"tickformat": "~s", "dtick": 1}
    drawn.update_xaxes(type="log", title=data.across, range=room, **ticks)
    drawn.update_yaxes(type="log", title=data.unit, **ticks)
    drawn.update_layout(height=380)


def _name_ends(drawn: Figure, curves: Sequence[Curve]) -> None:
    """Write each curve's name above its right end."""
    for curve in curves:
        if curve.points:
            x, y = curve.points[-1]
            drawn.add_annotation(
                x=_log(x), y=_log(y), text=_lines(curve.label, _LABEL), showarrow=False,
                xanchor="right", yanchor="bottom",
            )  # fmt: skip


def short(amount: float) -> str:
    """An amount in three figures: 1,234 → 1.23k, 4,500,000 → 4.5M."""
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(amount) >= size * 0.9995:
            return f"{amount / size:.3g}{letter}"
    return f"{amount:.3g}"


def _rows(drawn: Figure, labels: Sequence[str]) -> None:
    """Give every row the height of the longest label; the first is on top."""
    tallest = max((_lines(label, _LABEL).count("<br>") + 1 for label in labels), default=1)
    drawn.update_yaxes(autorange="reversed", showgrid=False)
    drawn.update_layout(height=_FRAME + (_ROW + _LINE_HEIGHT * tallest) * len(labels))


def _spread(row: Range, unit: str) -> str:
    return f"{row.label}: {row.base:,.0f} {unit}, from {row.low:,.0f} to {row.high:,.0f}"


def _signed(score: float) -> str:
    return f"{score:+.2f}".replace("-", "−")


def _lines(label: str, width: int) -> str:
    """Fold a label; Plotly reads a little markup in texts, so its signs are taken out."""
    return fill(label.replace("<", "‹").replace(">", "›"), width).replace("\n", "<br>")


def _log(amount: float) -> float:
    return math.log10(max(amount, 1e-9))

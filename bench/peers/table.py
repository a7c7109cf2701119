"""What was measured on a set as a table for the screen.

Times are those of the clock, with those of the processor in brackets.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from bench.peers.measured import Measured

NOT_SHOWN = ("gold@5",)
COSTS = ("index s (CPU)", "ms p50 (CPU)", "ms p95 (CPU)", "resident MB", "index MB")


def table(name: str, results: Sequence[Measured]) -> Table:
    """Return a row a system."""
    every = dict.fromkeys(metric for one in results for metric in one.figures)
    metrics = [metric for metric in every if metric not in NOT_SHOWN]
    shown = Table("system", *metrics, *COSTS, title=name)
    for one in results:
        figures = (one.figures[metric] for metric in metrics)
        cells = (
            f"{share(f['value'])} ({share(f['low'], 2)}–{share(f['high'], 2)})" for f in figures
        )
        shown.add_row(one.system, *cells, *costs(one))
    return shown


def costs(one: Measured) -> tuple[str, ...]:
    """Return what a system took, in the order of `COSTS`."""
    return (
        f"{one.index_seconds:.0f} ({one.index_processor_seconds:.0f})",
        f"{one.ms_p50:.0f} ({one.processor_ms_p50:.0f})",
        f"{one.ms_p95:.0f} ({one.processor_ms_p95:.0f})",
        f"{one.resident_mb:.0f}",
        f"{one.index_mb:.1f}",
    )


def share(value: float, places: int = 3) -> str:
    """Return a share without its leading zero."""
    return f"{value:.{places}f}".removeprefix("0")

"""What was measured on a set as a table, for a screen or a page.

Times are those of the clock, with those of the processor in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table

from bench.peers.measured import Measured

NOT_SHOWN = ("gold@5",)
COSTS = ("index s (CPU)", "ms p50 (CPU)", "ms p95 (CPU)", "resident MB", "index MB")


def table(name: str, results: Sequence[Measured]) -> Table:
    """Return a table for the screen."""
    shown = Table("system", *_metrics(results), *COSTS, title=name)
    for cells in _rows(results):
        shown.add_row(*cells)
    return shown


def markdown(name: str, results: Sequence[Measured]) -> str:
    """Return a table for a page."""
    columns = (name, *_metrics(results), *COSTS)
    rows = [columns, ("---",) * len(columns), *_rows(results)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows) + "\n"


def _metrics(results: Sequence[Measured]) -> list[str]:
    found = dict.fromkeys(metric for one in results for metric in one.figures)
    return [metric for metric in found if metric not in NOT_SHOWN]


def _rows(results: Sequence[Measured]) -> Iterator[tuple[str, ...]]:
    for one in results:
        figures = (one.figures[metric] for metric in _metrics(results))
        yield (
            one.system,
            *(
                f"{_short(f['value'])} ({_short(f['low'], 2)}–{_short(f['high'], 2)})"
                for f in figures
            ),
            f"{one.index_seconds:.0f} ({one.index_processor_seconds:.0f})",
            f"{one.ms_p50:.0f} ({one.processor_ms_p50:.0f})",
            f"{one.ms_p95:.0f} ({one.processor_ms_p95:.0f})",
            f"{one.resident_mb:.0f}",
            f"{one.index_mb:.1f}",
        )


def _short(value: float, places: int = 3) -> str:
    """A share without its leading zero."""
    return f"{value:.{places}f}".removeprefix("0")

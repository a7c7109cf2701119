"""How many GPUs serve a workload: from measured throughput to whole instances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from advisor.costs.tables import Run, Throughput

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of one instance, flat out: for a token read, for one written, and for its context.

    `context` is multiplied by tokens written and by the mean length they are written after.
    """

    read: Decimal
    written: Decimal
    context: Decimal
    longest: int
    measured: Throughput

    def seconds(self, read: Decimal, written: Decimal) -> Decimal:
        """Return the seconds of an instance that a request takes when all are kept busy."""
        return (
            self.read * read
            + self.written * written
            + self.context * written * (read + written / 2)
        )


def speed(measured: Throughput) -> Speed:
    """Fit t = a · (read + written) + b · written + c · written · (read + written / 2) to the runs.

    A run with w tokens written per request at s tokens a second takes t = w / s seconds a request.
    a is a token's way through the weights, read or written; b what writing it takes besides; c
    looking back at the tokens before it, which also limits how many requests are written at once.
    Least squares of the relative errors, none of a, b, c below zero; from a single run, a token
    read counts like one written.
    """
    a, b, c = (Decimal(repr(value)) for value in _fit(measured.runs))
    longest = max(run.read + run.written for run in measured.runs)
    return Speed(a, a + b, c, longest, measured)


def _fit(runs: Sequence[Run]) -> tuple[float, float, float]:
    """Non-negative least squares of three numbers: the best of all choices of those above zero."""
    rows = [_row(run) for run in runs]
    best, least = (0.0, 0.0, 0.0), float(len(rows))
    for used in ((0, 1, 2), (0, 1), (0, 2), (1, 2), (0,), (1,), (2,)):
        found = _solve(rows, used)
        if found is None or min(found) < 0:
            continue
        error = sum((sum(f * x for f, x in zip(found, row, strict=True)) - 1) ** 2 for row in rows)
        if error < least - 1e-12:
            best, least = found, error
    return best


def _row(run: Run) -> tuple[float, float, float]:
    """Return what a, b and c are multiplied by, over the seconds of the run."""
    seconds = run.written / run.per_second
    looks = run.written * (run.read + run.written / 2)
    return (run.read + run.written) / seconds, run.written / seconds, looks / seconds


def _solve(
    rows: Sequence[tuple[float, float, float]], used: Sequence[int]
) -> tuple[float, float, float] | None:
    """Least squares with the columns `used`, by Cramer's rule; None if they do not differ."""
    matrix = [[sum(row[i] * row[j] for row in rows) for j in used] for i in used]
    right = [sum(row[i] for row in rows) for i in used]
    whole_det = _det(matrix)
    scale = 1.0
    for index in range(len(used)):
        scale *= matrix[index][index]
    if abs(whole_det) <= 1e-9 * scale:
        return None
    found = [0.0, 0.0, 0.0]
    for place, column in enumerate(used):
        swapped = [
            [right[r] if c == place else matrix[r][c] for c in range(len(used))]
            for r in range(len(used))
        ]
        found[column] = _det(swapped) / whole_det
    return found[0], found[1], found[2]


def _det(matrix: Sequence[Sequence[float]]) -> float:
    """Develop a determinant along its first row."""
    first, *below = matrix
    if not below:
        return first[0]
    total = 0.0
    for column, factor in enumerate(first):
        minor = [[*row[:column], *row[column + 1 :]] for row in below]
        total += (-1) ** column * factor * _det(minor)
    return total


def busy(
    per_day: Decimal, seconds: Decimal, peak: Decimal, batch: Decimal, utilisation: Decimal
) -> Decimal:
    """How many instances the busiest hour keeps busy; a fraction.

    Requests that may wait fill the quiet hours, so they add nothing to the peak as long as the
    mean of all requests fits as well.
    """
    load = max(peak * (1 - batch), Decimal(1))
    return per_day / _DAY * load * seconds / utilisation


def whole(instances: Decimal) -> int:
    """Return a number of instances that can be rented: a whole one, at least one."""
    return max(1, int(instances.to_integral_value(rounding=ROUND_CEILING)))

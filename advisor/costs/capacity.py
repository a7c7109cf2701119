"""How many GPUs serve a workload: from measured throughput to whole instances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from advisor.costs.tables import Run, Throughput

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds that one instance, flat out, spends on a token read and on a token written."""

    read: Decimal
    written: Decimal
    longest: int
    measured: Throughput

    def seconds(self, read: Decimal, written: Decimal) -> Decimal:
        """Return the seconds of an instance that a request takes when all are kept busy."""
        return self.read * read + self.written * written


def speed(measured: Throughput) -> Speed:
    """Fit t = a · tokens read + b · tokens written to the runs of one instance.

    A run with `w` tokens written per request at `s` tokens a second takes w / s seconds a request.
    Least squares of the relative errors, neither a nor b below zero; from a single length, a token
    read counts like a token written.
    """
    read, written = _fit(measured.runs)
    longest = max(run.read + run.written for run in measured.runs)
    return Speed(Decimal(repr(read)), Decimal(repr(written)), longest, measured)


def _fit(runs: Sequence[Run]) -> tuple[float, float]:
    # With x = read / t and y = written / t, minimise the sum of (a·x + b·y − 1)².
    pairs = [(run.read * run.per_second / run.written, run.per_second) for run in runs]
    xx, yy = sum(x * x for x, _ in pairs), sum(y * y for _, y in pairs)
    xy = sum(x * y for x, y in pairs)
    x1, y1 = sum(x for x, _ in pairs), sum(y for _, y in pairs)
    pivot = xx * yy - xy * xy
    if pivot <= 1e-9 * xx * yy:
        both = sum(x + y for x, y in pairs) / sum((x + y) ** 2 for x, y in pairs)
        return both, both
    read, written = (x1 * yy - y1 * xy) / pivot, (y1 * xx - x1 * xy) / pivot
    if read < 0:
        return 0.0, y1 / yy
    if written < 0:
        return x1 / xx, 0.0
    return read, written


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

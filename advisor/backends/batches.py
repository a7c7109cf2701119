"""Token lists grouped into batches, a thread a batch; vectors made units."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from advisor.ports import Vectors

# Measured on two cores: 22 passages/s at 4-8 a batch, 16 at 128; larger batches leave the caches.
BATCH_TOKENS = 2048

T = TypeVar("T")


def cores(threads: int) -> int:
    """Return the number of threads asked for, 0 meaning one for each core."""
    return threads or os.cpu_count() or 1


def in_batches(
    lengths: Sequence[int], threads: int, encode: Callable[[Sequence[int]], Sequence[T]]
) -> list[T]:
    """Encode rows of these lengths, long ones first; what comes back is in the rows' order.

    A thread a batch, each on one core: on busy cores three times faster than one batch on all,
    whose threads wait for each other at every step (17 and 6 passages a CPU second).
    """
    if not lengths:
        return []
    batches = list(batched(lengths, threads))[::-1]
    done: dict[int, T] = {}
    with ThreadPoolExecutor(threads) as pool:
        for rows, found in zip(batches, pool.map(encode, batches), strict=True):
            done.update(zip(rows, found, strict=True))
    return [done[row] for row in range(len(lengths))]


def batched(lengths: Sequence[int], cores: int) -> Iterator[list[int]]:
    """Rows sorted by length, in batches of at most BATCH_TOKENS and a core's share."""
    most = min(BATCH_TOKENS, max(sum(lengths) // cores, 1))
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda r: lengths[r]):
        if batch and (len(batch) + 1) * lengths[row] > most:
            yield batch
            batch = []
        batch.append(row)
    yield batch


def unit(vector: Vectors) -> Vectors:
    """Return the vector with length one; one of zeros as it is."""
    norm = float(np.linalg.norm(vector))
    return vector / np.float32(norm) if norm else vector


def units(rows: Vectors) -> Vectors:
    """Return the rows with length one; rows of zeros as they are."""
    norms: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    norms[norms == 0] = 1
    return np.divide(rows, norms)

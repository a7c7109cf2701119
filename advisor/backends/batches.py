"""Token lists cut to what an encoder sees and grouped into batches; vectors made units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from advisor.ports import Vectors

# Measured on two cores: 22 passages/s at 4-8 a batch, 16 at 128; larger batches leave the caches.
BATCH_TOKENS = 2048


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


def windows(pieces: list[int], size: int, most: int) -> list[list[int]]:
    """Cut the pieces into windows with their own special ones, spread evenly if there are many."""
    if len(pieces) <= size:
        return [pieces]
    first, inner, last = pieces[0], pieces[1:-1], pieces[-1]
    step = size - 2
    needed = min(-(-len(inner) // step), most)
    starts = np.linspace(0, len(inner) - step, needed).astype(int)
    return [[first, *inner[start : start + step], last] for start in starts]


def unit(vector: Vectors) -> Vectors:
    """Return the vector with length one; one of zeros as it is."""
    norm = float(np.linalg.norm(vector))
    return vector / np.float32(norm) if norm else vector


def units(rows: Vectors) -> Vectors:
    """Return the rows with length one; rows of zeros as they are."""
    norms: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    norms[norms == 0] = 1
    return np.divide(rows, norms)

"""Token lists grouped into batches."""

from __future__ import annotations

from advisor.backends.batches import BATCH_TOKENS, batched


def test_batches_hold_every_row_once_within_the_limit() -> None:
    lengths = [256, 3, 90, 256, 2, 17] * 20
    batches = list(batched(lengths, 2))
    assert sorted(row for batch in batches for row in batch) == list(range(120))
    limit = BATCH_TOKENS
    assert all(max(lengths[row] for row in batch) * len(batch) <= limit for batch in batches)


def test_a_few_texts_still_occupy_every_core() -> None:
    assert len(list(batched([20] * 12, 2))) == 2
    assert len(list(batched([20], 2))) == 1

"""Token lists cut to windows and grouped into batches."""

from __future__ import annotations

from advisor.backends.batches import BATCH_TOKENS, batched, windows


def test_a_long_question_takes_a_bounded_number_of_windows() -> None:
    cut = windows([101, *range(1000, 13000), 102], 256, 8)
    assert len(cut) == 8
    assert {len(window) for window in cut} == {256}
    assert (cut[0][1], cut[-1][-2]) == (1000, 12999)


def test_batches_hold_every_row_once_within_the_limit() -> None:
    lengths = [256, 3, 90, 256, 2, 17] * 20
    batches = list(batched(lengths, 2))
    assert sorted(row for batch in batches for row in batch) == list(range(120))
    limit = BATCH_TOKENS
    assert all(max(lengths[row] for row in batch) * len(batch) <= limit for batch in batches)


def test_a_few_texts_still_occupy_every_core() -> None:
    assert len(list(batched([20] * 12, 2))) == 2
    assert len(list(batched([20], 2))) == 1

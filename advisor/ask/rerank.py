"""Put the best passages in the order of a reranker, mixed with our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from advisor.ports import Reranker
from advisor.records import Chunk, Hit

BEST = 20  # passages read again: each costs a pass of the model
_OWN = 0.5  # of the mix; the rest is the reranker's


def reranked(question: str, ranked: Sequence[Hit], reranker: Reranker) -> list[Hit]:
    """Order the best passages by the mean of two scores, each stretched from 0 to 1 among them.

    One is our own, one the reranker's. A place keeps its score, so that the rest stays behind and a
    score means what it did.
    """
    best = ranked[:BEST]
    if len(best) < 2:
        return list(ranked)
    own = _stretched([hit.score for hit in best])
    theirs = _stretched(reranker.scores(question, [_text(hit.chunk) for hit in best]))
    mixed = [_OWN * a + (1 - _OWN) * b for a, b in zip(own, theirs, strict=True)]
    order = sorted(range(len(best)), key=lambda row: -mixed[row])
    moved = [replace(best[row], score=hit.score) for row, hit in zip(order, best, strict=True)]
    return [*moved, *ranked[len(best) :]]


def _stretched(scores: Sequence[float]) -> list[float]:
    """Return the scores from 0 to 1; equal ones say nothing, and are all 0."""
    least, most = min(scores), max(scores)
    return [(score - least) / (most - least) if most > least else 0.0 for score in scores]


def _text(chunk: Chunk) -> str:
    """Return a passage under its title and headings, as a reader sees it."""
    path = ": ".join(dict.fromkeys(name for name in (chunk.title, *chunk.heading) if name))
    return f"{path}\n{chunk.text}"

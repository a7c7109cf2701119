"""BM25 and MiniLM over our passages, fused by reciprocal ranks (k = 60): the usual hybrid."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from advisor.evaluate.rankers import fused
from bench.peers.bm25_plain import Words
from bench.peers.pieces import pieces
from bench.peers.system import Encoder, Job, Passage


class Hybrid:
    """Vectors are compared one by one: exact, and quick at this size."""

    def index(self, job: Job, folder: Path) -> None:
        """Split as we do, count the words, embed."""
        found = pieces(job.pages)
        self._passages = [one.passage for one in found]
        texts = [one.embedded for one in found]
        self._words = Words(texts, folder)
        self._encoder = Encoder()
        self._vectors = np.array(self._encoder.passages(texts), dtype=np.float32)
        np.save(folder / "vectors.npy", self._vectors)

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """Return the best of both."""
        near = np.argsort(-(self._vectors @ np.array(self._encoder.query(question))))[:100]
        worded = self._words.ranked(question, 100)
        both = fused([[str(row) for row in near], [str(row) for row in worded]])
        return [self._passages[int(row)] for row in both[:k]]

"""BM25 by itself: bm25s with Porter stems and English stop words, k1 1.2 and b 0.75."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import Stemmer

from bench.peers.pieces import pieces
from bench.peers.system import Job, Passage


class Words:
    """A BM25 index over texts."""

    def __init__(self, texts: Sequence[str], folder: Path) -> None:
        self._stem = Stemmer.Stemmer("porter")
        self._index = bm25s.BM25(k1=1.2, b=0.75)
        self._count = len(texts)
        self._index.index(self._split(list(texts)), show_progress=False)
        self._index.save(str(folder))

    def ranked(self, question: str, k: int) -> list[int]:
        """Return the rows of the texts that share a word with the question, best first."""
        rows, scores = self._index.retrieve(
            self._split([question]), k=min(k, self._count), show_progress=False
        )
        return [int(r) for r, score in zip(rows[0], scores[0], strict=True) if score > 0]

    def _split(self, texts: list[str]) -> bm25s.tokenization.Tokenized:
        return bm25s.tokenize(texts, stopwords="en", stemmer=self._stem, show_progress=False)


class PlainBM25:
    """Whole documents of a set; our passages of pages, since a page is too long to read."""

    def index(self, job: Job, folder: Path) -> None:
        """Count the words."""
        if job.whole:
            self._passages = [Passage(page.path, page.whole) for page in job.pages]
            texts = [one.text for one in self._passages]
        else:
            found = pieces(job.pages)
            self._passages = [one.passage for one in found]
            texts = [one.embedded for one in found]
        self._words = Words(texts, folder)

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """Return the best by their words."""
        return [self._passages[row] for row in self._words.ranked(question, k)]

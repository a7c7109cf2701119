"""Chroma by itself: each page one entry, embedded as far as the encoder sees."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import chromadb

from bench.peers.system import Encoder, Job, Passage


class PlainChroma:
    """Whole pages: a page found early counts as found, which reading it whole would cost."""

    def index(self, job: Job, folder: Path) -> None:
        """Embed and store."""
        self._encoder = Encoder()
        client = chromadb.PersistentClient(str(folder))
        self._pages = client.create_collection("pages", metadata={"hnsw:space": "cosine"})
        for first in range(0, len(job.pages), 1000):
            part = job.pages[first : first + 1000]
            self._pages.add(
                ids=[page.path for page in part],
                documents=[page.whole for page in part],
                embeddings=self._encoder.passages([page.whole for page in part]),
            )

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """Return the nearest pages."""
        vector = self._encoder.query(question)
        found = self._pages.query([vector], n_results=min(k, self._pages.count()))
        return [
            Passage(path, text)
            for path, text in zip(found["ids"][0], found["documents"][0], strict=True)
        ]

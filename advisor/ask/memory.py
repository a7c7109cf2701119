"""The sentences encoded lately, so that none is encoded twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

import numpy as np

from advisor.ports import Embedder, EncodedPassage, EncodedQuery, Vectors


class VectorMemory:
    """Encodes sentences and remembers the last few thousand; may be used from many threads."""

    def __init__(self, embedder: Embedder, size: int = 4096) -> None:
        self._embedder = embedder
        self._size = size
        self._seen: OrderedDict[str, EncodedPassage] = OrderedDict()
        self._lock = Lock()

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without the encoder's special ones."""
        return [count - 2 for count in self._embedder.count(texts)]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, shape (len(texts), dimensions)."""
        if not texts:
            return np.zeros((0, self._embedder.dimensions), dtype=np.float32)
        return np.stack([one.vector for one in self.encoded(texts)])

    def encoded(self, texts: Sequence[str]) -> list[EncodedPassage]:
        """Vectors of the texts with the signs of their tokens."""
        known = self._recall(texts)
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if fresh:
            known |= dict(zip(fresh, self._embedder.encode_passages(fresh), strict=True))
        with self._lock:
            for text in texts:
                self._seen[text] = known[text]
                self._seen.move_to_end(text)
            while len(self._seen) > self._size:
                self._seen.popitem(last=False)
        return [known[text] for text in texts]

    def queries(self, texts: Sequence[str]) -> list[EncodedQuery]:
        """A few texts with a vector for each of their tokens."""
        return self._embedder.encode_queries(texts)

    def known(self, texts: Mapping[int, str]) -> dict[int, EncodedPassage]:
        """What is remembered of the texts, by the key they came with."""
        found = self._recall(texts.values())
        return {key: found[text] for key, text in texts.items() if text in found}

    def _recall(self, texts: Iterable[str]) -> dict[str, EncodedPassage]:
        with self._lock:
            return {text: self._seen[text] for text in texts if text in self._seen}

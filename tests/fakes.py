"""Parts that meet the ports without a model; each passes the contract test of the real part."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from advisor.ports import EncodedPassage, EncodedQuery, Vectors

_WORD = re.compile(r"\w+|[^\w\s]")


class WordEmbedder:
    """A text is the sum of its words' vectors, each drawn from the word's hash."""

    def __init__(self, name: str = "words@1", dimensions: int = 64) -> None:
        self.embedded: list[str] = []
        self._name = name
        self._dimensions = dimensions

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimensions(self) -> int:
        return self._dimensions

    @property
    def max_tokens(self) -> int:
        return 256

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(_WORD.findall(text)) + 2 for text in texts]

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._vectors(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return self._vectors(texts)

    def encode_queries(self, texts: Sequence[str]) -> list[EncodedQuery]:
        found = [tuple(_WORD.findall(text.lower())) for text in texts]
        vectors = self._vectors(texts)
        return [EncodedQuery(v, self._tokens(w), w) for v, w in zip(vectors, found, strict=True)]

    def encode_passages(self, texts: Sequence[str]) -> list[EncodedPassage]:
        tokens = [self._tokens(_WORD.findall(text.lower())) for text in texts]
        signs = [np.packbits(own > 0, axis=1) for own in tokens]
        return list(map(EncodedPassage, self.embed_passages(texts), signs))

    def _tokens(self, found: Sequence[str]) -> Vectors:
        rows = np.zeros((len(found), self._dimensions), np.float32)
        for row, word in enumerate(found):
            vector = self._of(word)
            rows[row] = vector / np.linalg.norm(vector)
        return rows

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self._dimensions), np.float32)
        for row, text in enumerate(texts):
            for word in ["", *_WORD.findall(text.lower())]:
                vectors[row] += self._of(word) * (0.01 if word == "" else 1.0)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _of(self, word: str) -> Vectors:
        digest = hashlib.sha256(f"{self._name} {word}".encode("utf-8", "surrogatepass")).digest()
        random = np.random.default_rng(int.from_bytes(digest[:8], "little"))
        return random.standard_normal(self._dimensions).astype(np.float32)


class PhraseReranker:
    """Prefers texts with a phrase in them, and longer ones a little."""

    def __init__(self, phrase: str) -> None:
        self.asked: list[tuple[str, int]] = []
        self._phrase = phrase

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        self.asked.append((question, len(texts)))
        return [(self._phrase in text) + len(text) * 1e-6 for text in texts]

"""An embedder in front of another: what a subclass does not change is passed on."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.ports import Embedder, EncodedPassage, EncodedQuery, Vectors


class EmbedderProxy:
    """Meets `ports.Embedder` by passing everything on."""

    def __init__(self, embedder: Embedder) -> None:
        """Stand in front of this embedder."""
        self._embedder = embedder

    @property
    def name(self) -> str:
        """Model and digest."""
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._embedder.dimensions

    @property
    def max_tokens(self) -> int:
        """Word pieces the model sees."""
        return self._embedder.max_tokens

    def count(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text."""
        return self._embedder.count(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        return self._embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""
        return self._embedder.embed_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> list[EncodedQuery]:
        """Vectors and token vectors of questions."""
        return self._embedder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> list[EncodedPassage]:
        """Vectors and token signs of passages."""
        return self._embedder.encode_passages(texts)

"""Ways to rank a library's passages: the advisor's own, its two searches alone, their fusion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from advisor.ask.pipeline import Parts
from advisor.ports import Match
from advisor.records import Chunk

Ranker = Callable[[str, Parts, int], list[Chunk]]
RRF = 60


def ours(question: str, parts: Parts, depth: int) -> list[Chunk]:
    """All passages that the advisor ranks for a question, at most 60."""
    return [hit.chunk for hit in parts.search(question, depth, parts).ranked[:depth]]


def answering(question: str, parts: Parts, depth: int) -> list[Chunk]:
    """Passages the advisor would read to answer: without twins, each side of a comparison kept."""
    return [hit.chunk for hit in parts.search(question, depth, parts).chosen]


def dense(question: str, parts: Parts, depth: int) -> list[Chunk]:
    """Passages by the cosine of their vectors alone."""
    return _read(_near(question, parts, depth), parts)


def bm25(question: str, parts: Parts, depth: int) -> list[Chunk]:
    """Passages by the words they share with the question alone."""
    return _read(_ids(parts.library.lexical(question, depth)), parts)


def rrf(question: str, parts: Parts, depth: int) -> list[Chunk]:
    """Both searches fused by reciprocal ranks, k = 60."""
    worded = _ids(parts.library.lexical(question, depth))
    return _read(fused([_near(question, parts, depth), worded])[:depth], parts)


BASELINES: Mapping[str, Ranker] = MappingProxyType({"bm25": bm25, "dense": dense, "rrf": rrf})


def fused(rankings: Iterable[Sequence[str]], k: int = RRF) -> list[str]:
    """Fuse rankings by the sum of 1 / (k + rank)."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for place, found in enumerate(ranking, start=1):
            scores[found] = scores.get(found, 0.0) + 1 / (k + place)
    return sorted(scores, key=lambda found: -scores[found])


def _near(question: str, parts: Parts, depth: int) -> list[str]:
    vector = parts.embedder.embed_queries([question])[0]
    return _ids(parts.library.dense(vector, depth))


def _ids(matches: Iterable[Match]) -> list[str]:
    return list(dict.fromkeys(match.chunk_id for match in matches))


def _read(ids: Sequence[str], parts: Parts) -> list[Chunk]:
    chunks = parts.library.chunks(ids)
    return [chunks[i] for i in ids if i in chunks]

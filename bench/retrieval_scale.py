"""How long the two searches take in a library of many chunks (made-up words, random vectors)."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from advisor.backends.library import LocalLibrary
from advisor.backends.shelf import LocalShelf
from advisor.library.shelf import Filing, Passage, key_of
from advisor.records import Chunk, Document, Source

DAY = date(2026, 1, 1)
SOURCE = Source("made-up", "Made up", "independent", "both", "https://example.org", "CC0", DAY)
MODEL, DIMENSIONS, VOCABULARY, PER_PAGE = "random@1", 384, 30_000, 100


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of the two searches (p50, p95), and the share of true neighbours found."""

    chunks: int
    fill_seconds: float
    open_ms: float
    lexical_ms: tuple[float, float]
    dense_ms: tuple[float, float]
    recall: float


def measure(chunks: int, folder: Path, queries: int = 100) -> Timing:
    """Fill a library with `chunks` of 150 words and time 12-word questions, 50 results each."""
    random = np.random.default_rng(7)
    vectors = random.standard_normal((chunks, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids, fill_seconds = _fill(folder, vectors, random)
    library = LocalLibrary(folder, MODEL)
    near = vectors[random.integers(0, chunks, queries)]
    noise = random.standard_normal((queries, DIMENSIONS)).astype(np.float32) / 20
    asked = near + noise
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    questions = [_words(random, 12) for _ in range(queries)]
    opened = _timed(lambda: library.dense(asked[0], 50))
    dense = [_timed(lambda q=q: library.dense(q, 50)) for q in asked]  # type: ignore[misc]
    lexical = [_timed(lambda q=q: library.lexical(q, 50)) for q in questions]  # type: ignore[misc]
    recall = np.mean([_recall(library, q, vectors, ids) for q in asked[:20]])
    return Timing(chunks, fill_seconds, opened, _p50_95(lexical), _p50_95(dense), float(recall))


def _fill(
    folder: Path, vectors: np.ndarray, random: np.random.Generator
) -> tuple[list[str], float]:
    shelf, ids, started = LocalShelf(folder, MODEL), list[str](), time.perf_counter()
    with shelf.lock():
        shelf.begin()
        for first in range(0, len(vectors), PER_PAGE):
            page = _page(first, min(PER_PAGE, len(vectors) - first), random)
            keys = [passage.key for passage in page.passages]
            shelf.remember(MODEL, dict(zip(keys, vectors[first : first + len(keys)], strict=True)))
            shelf.index(MODEL, [page])
            shelf.commit(MODEL, page)
            ids += [passage.chunk.id for passage in page.passages]
        shelf.finish()
    shelf.close()
    return ids, time.perf_counter() - started


def _page(first: int, size: int, random: np.random.Generator) -> Filing:
    texts = [_words(random, 150) for _ in range(size)]
    name = f"p{first}"
    document = Document(
        f"made-up/{name}", "made-up", name, name, "", "CC0", "independent", "both", DAY, ""
    )
    passages = tuple(
        Passage(
            Chunk(
                key_of(f"{name} {n}")[:32], document.id, "made-up", name, name, (), n, n + 1,
                text, "independent", "both", DAY, "",
            ),
            key_of(text),
        )
        for n, text in enumerate(texts)
    )  # fmt: skip
    return Filing(SOURCE, name, "read", (document,), passages)


def _words(random: np.random.Generator, count: int) -> str:
    """Words as common as in prose: the n-th has a share of about 1/n."""
    numbers = (random.zipf(1.2, count) - 1) % VOCABULARY
    return " ".join(f"w{number}x" for number in numbers)


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def _p50_95(values: list[float]) -> tuple[float, float]:
    p50, p95 = np.percentile(values, [50, 95])
    return round(float(p50), 1), round(float(p95), 1)


def _recall(library: LocalLibrary, query: np.ndarray, vectors: np.ndarray, ids: list[str]) -> float:
    true = {ids[row] for row in np.argsort(-(vectors @ query))[:50]}
    return len(true & {match.chunk_id for match in library.dense(query, 50)}) / 50


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ["10000"]):
        with tempfile.TemporaryDirectory() as made:
            sys.stdout.write(f"{measure(size, Path(made))}\n")

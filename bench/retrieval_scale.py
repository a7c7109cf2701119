"""How long a search takes in a library of many chunks (made-up words, vectors in clusters).

The searching is the product's own `find`: both searches, the chunks read from the store, fusing.
The question's vector is given; a second round embeds the question as well, for the time it takes.
All of it runs on one core.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from advisor.ask.find import find
from advisor.ask.glossary import Glossary
from advisor.ask.matcher import Matcher
from advisor.ask.names import Names
from advisor.ask.shelf import Shelf
from advisor.backends.library import LocalLibrary
from advisor.backends.shelf import LocalShelf
from advisor.library.shelf import Filing, Passage, key_of
from advisor.ports import Embedder, EncodedPassage, EncodedQuery, Vectors
from advisor.records import Chunk, Document, Source

DAY = date(2026, 1, 1)
SOURCE = Source("made-up", "Made up", "independent", "both", "https://example.org", "CC0", DAY)
MODEL, DIMENSIONS, VOCABULARY, PER_PAGE = "made-up@1", 384, 30_000, 100
# Chunks of a cluster have cosines around 0.6, as passages on one subject do.
CLUSTERS, SPREAD, ASKED_SPREAD = 300, 0.04, 0.02
QUESTIONS, WARM = 100, 10
TOKENS = 180  # of a chunk of 150 words
THREADS = Path("/proc/self/task")


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of a search, and the share of true neighbours it found.

    `whole_p95` holds the embedding of the question too, `processor_p95` is its processor time,
    which other programs do not lengthen much. `waited` is the time a second of the processor took:
    1 on an idle machine.
    """

    chunks: int
    fill_seconds: float
    p50: float
    p95: float
    whole_p95: float
    processor_p95: float
    waited: float
    recall: float


@dataclass(frozen=True, slots=True)
class Given:
    """Stands for the embedder: the vectors of the questions are given, their tokens' as well.

    `real` embeds the question beside, for nothing but its time.
    """

    vectors: dict[str, Vectors]
    real: Embedder | None = None
    name: str = MODEL
    dimensions: int = DIMENSIONS
    max_tokens: int = 256

    def count(self, texts: Sequence[str]) -> list[int]:
        """Words of each text."""
        return [len(text.split()) for text in texts]

    def encode_queries(self, texts: Sequence[str]) -> list[EncodedQuery]:
        """Return the vectors given; a token's is the question's."""
        if self.real:
            self.real.encode_queries(texts)
        return [_encoded(text, self.vectors[text]) for text in texts]

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors given."""
        return np.stack([self.vectors[text] for text in texts])


@dataclass(frozen=True, slots=True)
class Parts:
    """What `find` needs."""

    library: LocalLibrary
    embedder: Given
    shelf: Shelf
    names: Names
    glossary: Glossary
    reranker: None = None


def grow(sizes: Sequence[int], folder: Path, embedder: Embedder) -> Iterator[Timing]:
    """Fill one library up to each of the sizes, in turn, and time searches in it."""
    random = np.random.default_rng(7)
    vectors = _clustered(random, max(sizes))
    ids: list[str] = []
    for size in sorted(sizes):
        started = time.perf_counter()
        ids += _fill(folder, vectors[len(ids) : size], len(ids), random)
        filled = time.perf_counter() - started
        with _one_core():
            yield _measured(folder, vectors[:size], ids, filled, embedder)


def _encoded(text: str, vector: Vectors) -> EncodedQuery:
    words = tuple(text.rstrip("?").split())
    return EncodedQuery(vector, np.tile(vector, (len(words), 1)), words)


def _measured(
    folder: Path, vectors: Vectors, ids: list[str], fill_seconds: float, real: Embedder
) -> Timing:
    random = np.random.default_rng(11)
    rows = random.integers(0, len(vectors), QUESTIONS + WARM)
    asked = _unit(vectors[rows] + _noise(random, len(rows), ASKED_SPREAD))
    questions = [f"{_words(random, 12)}?" for _ in rows]
    library = LocalLibrary(folder, MODEL)
    glossary = Glossary({question.split()[0]: "written" for question in questions})
    reworded = map(glossary.reworded, questions)  # every question is searched for in both ways
    given = Given(dict(zip([*questions, *reworded], [*asked, *asked], strict=True)))
    parts = Parts(library, given, Shelf({}, {}, Matcher(())), Names({}, {}, {}), glossary)
    whole = replace(parts, embedder=replace(given, real=real))
    for question in questions[:WARM]:
        _seconds(question, whole)
    gc.freeze()  # as serving does: the collector does not look through what stays
    bare = [_seconds(question, parts) for question in questions[WARM:]]
    full = [_seconds(question, whole) for question in questions[WARM:]]
    recall = np.mean([_recall(library, vector, vectors, ids) for vector in asked[:20]])
    library.close()
    (wall, _), (whole_wall, processor) = np.transpose(bare), np.transpose(full)
    p50, p95 = 1000 * np.percentile(wall, [50, 95])
    whole_p95, processor_p95 = (1000 * np.percentile(t, 95) for t in (whole_wall, processor))
    waited = whole_wall.sum() / processor.sum()
    return Timing(
        len(ids), fill_seconds, float(p50), float(p95), float(whole_p95), float(processor_p95),
        float(waited), float(recall),
    )  # fmt: skip


def _seconds(question: str, parts: Parts) -> tuple[float, float]:
    """Seconds a search took, and those of the processor."""
    started, processor = time.perf_counter(), time.process_time()
    found = find(question, 6, parts)
    if len(found.chosen) < 6:
        raise RuntimeError(f"{question!r} found {len(found.chosen)} passages.")
    return time.perf_counter() - started, time.process_time() - processor


@contextmanager
def _one_core() -> Iterator[None]:
    """Keep every thread on one core, where the system lets us."""
    if not hasattr(os, "sched_setaffinity") or not THREADS.exists():
        yield
        return
    cores = os.sched_getaffinity(0)
    _stay_on({min(cores)})
    try:
        yield
    finally:
        _stay_on(cores)


def _stay_on(cores: set[int]) -> None:
    for thread in THREADS.iterdir():
        with suppress(ProcessLookupError):  # it has ended meanwhile
            os.sched_setaffinity(int(thread.name), cores)


def _fill(folder: Path, vectors: Vectors, held: int, random: np.random.Generator) -> list[str]:
    """File the vectors as pages of made-up chunks, as a sync does; return the chunks' ids."""
    shelf, ids = LocalShelf(folder, MODEL), list[str]()
    with shelf.lock():
        shelf.begin()
        for first in range(0, len(vectors), PER_PAGE):
            part = vectors[first : first + PER_PAGE]
            page = _page(held + first, len(part), random)
            keys = [passage.key for passage in page.passages]
            signs = random.integers(0, 256, (len(part), TOKENS, DIMENSIONS // 8), np.uint8)
            shelf.remember(MODEL, dict(zip(keys, map(EncodedPassage, part, signs), strict=True)))
            shelf.index(MODEL, [page])
            shelf.commit(MODEL, page)
            ids += [passage.chunk.id for passage in page.passages]
        shelf.finish()
    shelf.close()
    return ids


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


def _clustered(random: np.random.Generator, count: int) -> Vectors:
    centres = _unit(_noise(random, CLUSTERS, 1.0))
    return _unit(centres[random.integers(0, CLUSTERS, count)] + _noise(random, count, SPREAD))


def _noise(random: np.random.Generator, count: int, spread: float) -> Vectors:
    noise: Vectors = random.standard_normal((count, DIMENSIONS), dtype=np.float32)
    return noise * np.float32(spread)


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _words(random: np.random.Generator, count: int) -> str:
    """Words as common as in prose: the n-th has a share of about 1/n."""
    numbers = (random.zipf(1.2, count) - 1) % VOCABULARY
    return " ".join(f"w{number}x" for number in numbers)


def _recall(library: LocalLibrary, query: Vectors, vectors: Vectors, ids: list[str]) -> float:
    true = {ids[row] for row in np.argsort(-(vectors @ query))[:50]}
    return len(true & {match.chunk_id for match in library.dense(query, 50)}) / 50

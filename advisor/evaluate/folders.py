"""Retrieval on a set with grades: whole documents and our passages, each way of ranking."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from advisor.ask.pipeline import Parts
from advisor.evaluate.corpus import Corpus
from advisor.evaluate.figures import Scores
from advisor.evaluate.metrics import OF_DOCUMENTS, scored
from advisor.evaluate.rankers import BASELINES, Ranker, ours

DEPTH = 100  # passages of each ranking; the advisor's own has at most 50
OURS = "passages, ours"

Told = Callable[[str, int, int], None]


def untold(what: str, done: int, total: int) -> None:
    """Tell nobody how far it is."""


@dataclass(slots=True)
class Timed:
    """What each system found, and how long it took, by query."""

    documents: dict[str, list[str]] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)


def measure_corpus(
    corpus: Corpus, passages: Parts, whole: Parts | None, told: Told = untold
) -> list[Scores]:
    """Score every system: ours first, so that it embeds the query by itself and is timed so.

    Without a library of whole documents only the advisor itself is measured.
    """
    systems: dict[str, tuple[Ranker, Parts]] = {OURS: (ours, passages)}
    if whole is not None:
        systems |= {f"passages, {name}": (ranker, passages) for name, ranker in BASELINES.items()}
        systems |= {f"documents, {name}": (ranker, whole) for name, ranker in BASELINES.items()}
    found = {name: Timed() for name in systems}
    pages = corpus.ids()
    for ranker, parts in systems.values():
        ranker("Is anything ready?", parts, DEPTH)
    for done, (query, text) in enumerate(corpus.queries.items(), start=1):
        for name, (ranker, parts) in systems.items():
            started = time.perf_counter()
            chunks = ranker(text.strip(), parts, DEPTH)
            found[name].milliseconds[query] = (time.perf_counter() - started) * 1000
            found[name].documents[query] = _documents((chunk.path for chunk in chunks), pages)
        told(corpus.name, done, len(corpus.queries))
    return [_scores(corpus, name, timed) for name, timed in found.items()]


def _documents(paths: Iterable[str], pages: Mapping[str, str]) -> list[str]:
    """Name the documents in the order of their best passage."""
    return list(dict.fromkeys(_known(paths, pages)))


def _known(paths: Iterable[str], pages: Mapping[str, str]) -> Iterator[str]:
    for path in paths:
        if path in pages:
            yield pages[path]


def _scores(corpus: Corpus, system: str, timed: Timed) -> Scores:
    values = scored(corpus.relevant, timed.documents, OF_DOCUMENTS)
    return Scores(corpus.name, system, values, milliseconds=timed.milliseconds)

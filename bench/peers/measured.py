"""A set, measured: each system's figures, what it cost, how far ours is from it.

Peers rank as deep as the metrics need (100 passages for documents, 20 for questions), beyond their
own defaults (k = 4 and 2). All get the text of the pages as our loaders read it; ours reads the
files themselves, so its indexing time holds the reading too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from advisor.backends.embedder import MiniLM
from advisor.evaluate.corpus import read_corpus
from advisor.evaluate.figures import Difference, Scores, difference
from advisor.evaluate.gold import Asked, read_asked
from advisor.evaluate.metrics import OF_DOCUMENTS, scored
from advisor.evaluate.passages import DEPTH, Ranking, score_rankings, standalone
from advisor.evaluate.scratch import Scratch
from advisor.settings import read_settings
from bench.peers.kept import Kept
from bench.peers.system import Job, Page, Passage
from bench.peers.work import OURS

DOCUMENTS_DEPTH = 100
BUILT_IN = ""  # as a target: the guide alone

Values = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One system on one set.

    `figures` gives value, low and high of each metric, `ours_more` the same of what ours has more,
    question by question; `by_question` is not saved. Processor times are those that a busy machine
    does not lengthen much.
    """

    set: str
    system: str
    figures: Mapping[str, Mapping[str, float]]
    ms_p50: float
    ms_p95: float
    processor_ms_p50: float
    processor_ms_p95: float
    index_seconds: float
    index_processor_seconds: float
    resident_mb: float
    index_mb: float
    ours_more: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    by_question: Values = field(default_factory=dict)

    def saved(self) -> dict[str, Any]:
        """Return what is written down."""
        return {name: value for name, value in asdict(self).items() if name != "by_question"}


def of_folder(folder: Path, systems: Sequence[str], kept: Kept) -> list[Measured]:
    """Measure the systems on a retrieval set."""
    corpus = read_corpus(folder)
    names = corpus.ids()
    pages = tuple(
        Page(path, corpus.entries[entry].title, corpus.entries[entry].text)
        for path, entry in names.items()
    )
    job = Job(pages, dict(corpus.queries), DOCUMENTS_DEPTH, (), whole=True)
    results = []
    for system in systems:
        done = kept.done(system, job, corpus.name)
        if done is not None:
            found = done["found"].items()
            ranked = {q: [names[one["path"]] for one in passages] for q, passages in found}
            values = scored(corpus.relevant, ranked, OF_DOCUMENTS)
            scores = Scores(corpus.name, system, values, milliseconds=done["milliseconds"])
            results.append(_measured(scores, done))
    return results


def of_questions(
    file: Path, over: Sequence[str], systems: Sequence[str], kept: Kept
) -> list[Measured]:
    """Measure the systems on questions with gold quotes over pages and the guide."""
    settings = read_settings(model="none")
    advisor, _ = Scratch(settings, MiniLM(settings.threads)).of_targets(over)
    listed = [advisor.library.document(one.id) for one in advisor.library.documents()]
    vendors = {source.id: source.vendor for source in advisor.library.sources()}
    pages = tuple(Page(d.path, d.title, d.text, vendors[d.source]) for d in listed if d)
    known = advisor.parts().names.known()
    advisor.close()
    asked = [one for one in read_asked(file)[0] if one.gold]
    questions = {one.id: standalone(one, known) for one in asked}
    job = Job(pages, questions, DEPTH, tuple(over) or (BUILT_IN,), whole=False)
    done = {system: kept.done(system, job, file.stem) for system in systems}
    return [_asked(file.stem, system, asked, one) for system, one in done.items() if one]


def _asked(name: str, system: str, asked: Sequence[Asked], done: Mapping[str, Any]) -> Measured:
    found = {
        question: Ranking([Passage(**one) for one in passages], done["milliseconds"][question])
        for question, passages in done["found"].items()
    }
    return _measured(score_rankings(name, system, asked, found), done)


def _measured(scores: Scores, done: Mapping[str, Any]) -> Measured:
    p50, p95 = np.percentile(list(done["processor_ms"].values()), [50, 95])
    return Measured(
        scores.set, scores.system,
        {metric: asdict(found) for metric, found in scores.figures().items()},
        scores.latency["p50"], scores.latency["p95"], round(float(p50), 1), round(float(p95), 1),
        round(done["index_seconds"], 1), round(done["index_processor_seconds"], 1),
        round(done["resident_mb"]), round(done["index_mb"], 1),
        by_question=scores.by_question,
    )  # fmt: skip


def differences(results: Sequence[Measured]) -> list[Measured]:
    """Add to each peer what ours has more, where ours was measured too."""
    ours = next((one.by_question for one in results if one.system == OURS), None)
    return [
        one if ours is None or one.system == OURS else replace(one, ours_more=_more(ours, one))
        for one in results
    ]


def _more(ours: Values, peer: Measured) -> dict[str, dict[str, float]]:
    return {metric: _shown(_paired(ours, peer.by_question, metric)) for metric in peer.figures}


def _paired(ours: Values, theirs: Values, metric: str) -> Difference:
    both = [q for q in theirs if metric in theirs[q] and metric in ours.get(q, {})]
    return difference([theirs[q][metric] for q in both], [ours[q][metric] for q in both])


def _shown(found: Difference) -> dict[str, float]:
    return {"value": found.change, "low": found.low, "high": found.high}

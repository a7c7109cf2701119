"""`make bench-peers`: quality, time, memory and disk of each system, a table a set.

Peers rank as deep as the metrics need (100 passages for documents, 20 for questions), beyond their
own defaults (k = 4 and 2). All get the text of the pages as our loaders read it; ours reads the
files themselves, so its indexing time holds the reading too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from advisor.backends.embedder import MiniLM
from advisor.evaluate.corpus import read_corpus
from advisor.evaluate.figures import Scores
from advisor.evaluate.gold import Asked, read_asked
from advisor.evaluate.metrics import OF_DOCUMENTS, scored
from advisor.evaluate.passages import DEPTH, Ranking, score_rankings, standalone
from advisor.evaluate.scratch import Scratch
from advisor.settings import read_settings
from bench.peers.system import Job, Page, Passage
from bench.peers.work import SYSTEMS

SHARED = Path(__file__).parents[2].parent / "shared"
SETS = SHARED / "retrieval-bench"
QUESTIONS, PAGES = SHARED / "questions" / "dev.jsonl", SHARED / "vendor-docs"
DOCUMENTS_DEPTH = 100
SHOWN = ("nDCG@10", "Recall@20", "hit@5", "MRR@10", "page@5", "in 4000")
BUILT_IN = ""  # as a target: the guide alone


@dataclass(frozen=True, slots=True)
class Cost:
    """What a system took for a set."""

    index_seconds: float
    resident_mb: float
    index_mb: float


def main() -> None:
    """Run every system on every set and print the tables."""
    given = _arguments()
    saved: list[dict[str, object]] = []
    for results in _sets(given):
        if results:
            Console(width=200).print(_table(results[0][0].set, results))
        saved += [_saved(scores, cost) for scores, cost in results]
        if given.out:
            given.out.write_text(json.dumps(saved, indent=1), "utf-8")


def _sets(given: argparse.Namespace) -> Iterator[list[tuple[Scores, Cost]]]:
    """Yield the results of each set as soon as they are there."""
    for folder in given.folders:
        yield _folder(folder, given.only)
    if given.questions is not None and given.questions.exists():
        yield _questions(given.questions, given.over, given.only)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-peers")
    sets = sorted(path for path in SETS.glob("*") if path.is_dir())
    parser.add_argument("folders", type=Path, nargs="*", default=sets)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--over", nargs="*", default=[str(PAGES)] if PAGES.exists() else [])
    parser.add_argument("--only", nargs="*", choices=list(SYSTEMS), default=list(SYSTEMS))
    parser.add_argument("--no-questions", dest="questions", action="store_const", const=None)
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def _folder(folder: Path, systems: Sequence[str]) -> list[tuple[Scores, Cost]]:
    corpus = read_corpus(folder)
    names = corpus.ids()
    pages = tuple(
        Page(path, corpus.entries[entry].title, corpus.entries[entry].text)
        for path, entry in names.items()
    )
    job = Job(pages, dict(corpus.queries), DOCUMENTS_DEPTH, (), whole=True)
    results = []
    for system in systems:
        done = _done(system, job, corpus.name)
        if done is None:
            continue
        ranked = {q: [names[one["path"]] for one in found] for q, found in done["found"].items()}
        values = scored(corpus.relevant, ranked, OF_DOCUMENTS)
        scores = Scores(corpus.name, system, values, milliseconds=done["milliseconds"])
        results.append((scores, _cost(done)))
    return results


def _questions(
    file: Path, over: Sequence[str], systems: Sequence[str]
) -> list[tuple[Scores, Cost]]:
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
    done = {system: _done(system, job, file.stem) for system in systems}
    return [_asked(file.stem, system, asked, one) for system, one in done.items() if one]


def _asked(
    name: str, system: str, asked: Sequence[Asked], done: Mapping[str, Any]
) -> tuple[Scores, Cost]:
    found = {
        question: Ranking([Passage(**one) for one in passages], done["milliseconds"][question])
        for question, passages in done["found"].items()
    }
    return score_rankings(name, system, asked, found), _cost(done)


def _done(system: str, job: Job, name: str) -> dict[str, Any] | None:
    """Let a process of its own do the job; None when it fails, which it says itself."""
    print(f"{name}: {system}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as made:
        given, out = Path(made) / "job.json", Path(made) / "out.json"
        given.write_text(json.dumps(asdict(job)), "utf-8")
        command = [sys.executable, "-m", "bench.peers.work", system, str(given), str(out)]
        environment = {**os.environ, "ANONYMIZED_TELEMETRY": "False", "HF_HUB_OFFLINE": "1"}
        if subprocess.run(command, check=False, env=environment, stdout=sys.stderr).returncode:
            print(f"{name}: {system} failed and is left out", file=sys.stderr, flush=True)
            return None
        done: dict[str, Any] = json.loads(out.read_text("utf-8"))
        return done


def _cost(done: Mapping[str, Any]) -> Cost:
    return Cost(done["index_seconds"], done["resident_mb"], done["index_mb"])


def _table(name: str, results: Sequence[tuple[Scores, Cost]]) -> Table:
    metrics = [m for m in SHOWN if m in results[0][0].metrics]
    columns = ("index s", "ms p50", "ms p95", "resident MB", "index MB")
    table = Table("system", *metrics, *columns, title=name)
    for scores, cost in results:
        figures = scores.figures()
        table.add_row(
            scores.system,
            *(
                f"{figures[m].value:.3f} ({figures[m].low:.2f}-{figures[m].high:.2f})"
                for m in metrics
            ),
            f"{cost.index_seconds:.0f}",
            f"{scores.latency['p50']:.0f}",
            f"{scores.latency['p95']:.0f}",
            f"{cost.resident_mb:.0f}",
            f"{cost.index_mb:.1f}",
        )
    return table


def _saved(scores: Scores, cost: Cost) -> dict[str, object]:
    figures = {metric: asdict(found) for metric, found in scores.figures().items()}
    return {
        "set": scores.set, "system": scores.system, "figures": figures,
        "latency_ms": scores.latency, **asdict(cost),
    }  # fmt: skip


if __name__ == "__main__":
    main()

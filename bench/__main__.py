"""`make bench`: each figure beside its goal; `ARGS="--scale 100000"` adds the scale test."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from advisor.ask.events import Answered
from advisor.ask.find import find
from advisor.records import Answer
from advisor.settings import Settings
from advisor.wiring import Advisor, build
from bench.embedding import query_ratio, sync_ratio
from bench.retrieval_scale import measure
from bench.serving import first_pages, resident_and_start

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
VENDOR_DOCS = ROOT.parent / "shared" / "vendor-docs"


def main() -> None:
    """Run every measurement and print a line for each."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--scale", type=int, nargs="*", default=[10_000], help="chunks")
    parser.add_argument("--pages", type=Path, default=VENDOR_DOCS, help="pages to sync beside")
    parser.add_argument("--home", type=Path, help="a filled library to reuse")
    given = parser.parse_args()
    with _home(given.home) as home:
        _startup(home)
        advisor = build(Settings(home=home, model="none"))
        targets = [str(given.pages)] if given.pages.exists() else []
        for _ in advisor.sync(targets):
            pass
        asyncio.run(advisor.warm())
        _say("query embedding / bare forward pass", query_ratio(advisor.embedder), "≤ 2.0")
        _say("sync / embedder alone, chunks a second", sync_ratio(advisor.embedder), "≥ 0.85")
        _answers(advisor)
        _scope(advisor)
        advisor.close()
        first, later, resident = resident_and_start(home)
        _say("seconds to a page that answers, first start", first, "≤ 30")
        _say("seconds to a page that answers, later", later, "≤ 12")
        _say("resident memory while serving, GB", resident, "≤ 1.0")
        _say("first page / bare Chainlit app", first_pages(home), "≤ 1.5")
    for chunks in given.scale:
        with tempfile.TemporaryDirectory() as made:
            print(measure(chunks, Path(made)))


def _startup(home: Path) -> None:
    command = [str(Path(sys.executable).parent / "advisor"), "--help"]
    environment = {**os.environ, "ADVISOR_HOME": str(home)}
    seconds = [_seconds(lambda: subprocess.run(command, capture_output=True, check=True,
                                               env=environment)) for _ in range(5)]  # fmt: skip
    _say("`advisor --help`, seconds", float(np.median(seconds)), "≤ 0.6")


def _answers(advisor: Advisor) -> None:
    parts = advisor.parts()
    questions = [line["question"] for line in _lines("faq.jsonl")]
    for question in questions:
        advisor.embedder.embed_queries([question])
    retrieve = [1000 * _seconds(lambda q=q: find(q, 6, parts)) for q in questions]  # type: ignore[misc]
    answers = [1000 * _seconds(lambda q=q: _answer(advisor, q)) for q in questions]  # type: ignore[misc]
    _say("retrieve without embedding, ms p50", float(np.percentile(retrieve, 50)))
    _say("retrieve without embedding, ms p95", float(np.percentile(retrieve, 95)), "≤ 60")
    _say("extract-mode answer, ms p50", float(np.percentile(answers, 50)))
    _say("extract-mode answer, ms p95", float(np.percentile(answers, 95)), "≤ 300")


def _scope(advisor: Advisor) -> None:
    parts = advisor.parts()
    inside = [find(line["question"], 6, parts).enough for line in _lines("faq.jsonl")]
    outside = [find(line["question"], 6, parts).enough for line in _lines("outside.jsonl")]
    _say("golden questions answered", float(np.mean(inside)), "≥ 0.97")
    _say("questions from elsewhere declined", 1 - float(np.mean(outside)))


def _answer(advisor: Advisor, question: str) -> Answer:
    async def asked() -> Answer:
        async for event in advisor.ask(question):
            if isinstance(event, Answered):
                return event.answer
        raise RuntimeError(question)

    return asyncio.run(asked())


def _lines(name: str) -> Sequence[dict[str, str]]:
    text = (GOLDEN / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


@contextmanager
def _home(given: Path | None) -> Iterator[Path]:
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def _say(what: str, value: float, goal: str = "") -> None:
    print(f"{what:<48} {value:10.2f}   {goal}", flush=True)


if __name__ == "__main__":
    main()

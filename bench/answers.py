"""Answers composed from the library: how long they take, what is declined, what is supported."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from advisor.ask import evidence
from advisor.ask.events import Answered
from advisor.ask.evidence import VectorMemory
from advisor.ask.find import find
from advisor.records import Answer, Chunk
from advisor.wiring import Advisor
from bench.report import say

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
VENDOR_QUESTIONS = ROOT.parent / "shared" / "questions" / "dev.jsonl"
WARM_UP = 8  # questions of the starters, asked before anything is timed


def questions(*, vendors: bool) -> list[str]:
    """The golden questions, and those on the vendor pages where they are at hand."""
    found = [line["question"] for line in _lines(GOLDEN / "faq.jsonl")]
    if vendors and VENDOR_QUESTIONS.exists():
        found += [line["question"] for line in _lines(VENDOR_QUESTIONS)]
    return found


def print_answers(advisor: Advisor, asked: Sequence[str]) -> None:
    """Answer each question for the first time, after a warm-up with others; then only retrieve."""
    for starter in advisor.starters()[:WARM_UP]:
        _answer(advisor, starter.question)
    clock, processor = time.perf_counter(), time.process_time()
    taken = [_timed(lambda: _answer(advisor, question)) for question in asked]  # noqa: B023
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    say(f"extract-mode answer, ms p50 of {len(asked)} questions", _ms(taken, 50))
    say("extract-mode answer, ms p95", _ms(taken, 95), at_most=300)
    say("  processor ms an answer, mean over both cores", 1000 * processor / len(asked))
    say("  seconds waited for a second of processor time", clock / processor)
    parts = advisor.parts()  # which has remembered the questions' vectors
    taken = [_timed(lambda: find(question, 6, parts)) for question in asked]  # noqa: B023
    say("retrieve without embedding, ms p50", _ms(taken, 50))
    say("retrieve without embedding, ms p95", _ms(taken, 95), at_most=60)


def print_scope(advisor: Advisor) -> None:
    """Print which golden questions get an answer, and which from elsewhere get none."""
    parts = advisor.parts()
    inside = [find(question, 6, parts).enough for question in questions(vendors=False)]
    outside = [find(line["question"], 6, parts).enough for line in _lines(GOLDEN / "outside.jsonl")]
    say("golden questions answered, share", float(np.mean(inside)), at_least=0.97)
    say("questions from elsewhere declined, share", 1 - float(np.mean(outside)))


def print_support(advisor: Advisor) -> None:
    """Print precision and recall of "supported" on the golden pairs."""
    memory, known = VectorMemory(advisor.embedder), advisor.parts().names.known()
    pairs = [
        (bool(line["support"]), _supported(line["sentence"], line["passage"], memory, known))
        for line in _lines(GOLDEN / "support.jsonl")
    ]
    right = sum(truth and said for truth, said in pairs)
    precision = right / max(sum(said for _, said in pairs), 1)
    recall = right / max(sum(truth for truth, _ in pairs), 1)
    say(f"support check, precision on {len(pairs)} golden pairs", precision)
    say("support check, recall", recall)


def _supported(sentence: str, passage: str, memory: VectorMemory, known: frozenset[str]) -> bool:
    chunk = Chunk(
        "c", "d", "s", "p.md", "A page", (), 0, len(passage), passage, "vendor", "both",
        date(2026, 1, 1), "",
    )  # fmt: skip
    read = evidence.read([chunk], memory, known)
    return evidence.judge([sentence], read, memory, [set()])[0].support == "supported"


def _answer(advisor: Advisor, question: str) -> Answer:
    async def asked() -> Answer:
        async for event in advisor.ask(question):
            if isinstance(event, Answered):
                return event.answer
        raise RuntimeError(question)

    return asyncio.run(asked())


def _timed(call: Any) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _ms(seconds: Sequence[float], at: int) -> float:
    return 1000 * float(np.percentile(seconds, at))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

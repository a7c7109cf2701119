"""The judge keeps true paraphrases and catches corrupted ones, kind by kind."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.ask import evidence
from advisor.ask.memory import VectorMemory
from advisor.ask.windows import windows
from advisor.backends.embedder import MiniLM
from advisor.records import Chunk

HERE = Path(__file__).parent
KNOWN = frozenset({"openai", "anthropic", "mistral"})
KINDS = ("paraphrase", "number", "negation", "party", "entity", "topic")
FILES = ("support.jsonl", "support_transfer.jsonl", "support_pages.jsonl", "support_unseen.jsonl")
# The share of each kind judged rightly: a paraphrase "supported", a corrupted sentence not. The aim
# is 0.9 for each; these are what the check reaches, so that it does not slip back.
LEVELS = {
    "support.jsonl": (0.89, 0.97, 0.82, 0.91, 0.79, 0.88),
    "support_transfer.jsonl": (0.87, 0.93, 0.92, 0.84, 0.92, 0.9),
    "support_pages.jsonl": (0.88, 1.0, 0.79, 0.7, 0.66, 1.0),
    "support_unseen.jsonl": (0.8, 0.95, 0.73, 0.75, 0.72, 1.0),
}


def pairs(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def passages(pair: Mapping[str, Any]) -> tuple[Chunk, ...]:
    given = pair.get("passages") or [
        {"text": pair["passage"], "title": "A page", "heading": ["A heading"], "vendor": ""}
    ]
    return tuple(
        Chunk(
            f"c{n}", "d", "s", "p.md", one["title"], tuple(one["heading"]), 0, len(one["text"]),
            one["text"], "vendor", "both", date(2026, 1, 1), "https://example.org", one["vendor"],
        )
        for n, one in enumerate(given)
    )  # fmt: skip


def judged_rightly(lines: Sequence[Mapping[str, Any]], memory: VectorMemory) -> dict[str, float]:
    """The share of each kind."""
    by_passages: dict[tuple[Chunk, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for pair in lines:
        by_passages[passages(pair)].append(pair)
    right: dict[str, list[bool]] = defaultdict(list)
    memory.vectors([pair["sentence"] for pair in lines])  # together is faster
    held = [window.text for chunks in by_passages for c in chunks for window in windows(c)]
    memory.vectors(held)
    for chunks, asked in by_passages.items():
        read = evidence.read(chunks, memory, KNOWN)
        verdicts = evidence.judge(
            [p["sentence"] for p in asked], read, memory, [set()] * len(asked)
        )
        for pair, verdict in zip(asked, verdicts, strict=True):
            right[pair["kind"]].append((verdict.support == "supported") == pair["support"])
    return {kind: sum(right[kind]) / len(right[kind]) for kind in KINDS}


@pytest.fixture(scope="module")
def memory(real_embedder: MiniLM) -> VectorMemory:
    return VectorMemory(real_embedder)


@pytest.mark.parametrize("name", FILES)
def test_each_kind_is_judged_rightly_as_often_as_promised(name: str, memory: VectorMemory) -> None:
    shares = judged_rightly(pairs(name), memory)
    short = {
        k: v for k, v, low in zip(KINDS, shares.values(), LEVELS[name], strict=True) if v < low
    }
    assert not short, shares


def test_there_are_enough_pairs_of_every_kind() -> None:
    lines = pairs("support.jsonl")
    counted = {kind: sum(pair["kind"] == kind for pair in lines) for kind in KINDS}
    assert counted.pop("paraphrase") >= 150
    assert min(counted.values()) >= 40
    assert all(pair["support"] == (pair["kind"] == "paraphrase") for pair in lines)


def test_no_passage_is_in_both_parts() -> None:
    parts: dict[str, set[str]] = defaultdict(set)
    for pair in pairs("support.jsonl"):
        parts[pair["split"]].add(pair["passage"])
    assert set(parts) == {"tune", "held"}
    assert not parts["tune"] & parts["held"]

"""An answer as JSON that it can be read back from, without the passages it did not cite."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from advisor.records import Answer, Block, Chunk, Citation, Sentence, Usage


def answer_text(answer: Answer) -> str:
    """Write an answer as one line of JSON."""
    kept = asdict(answer)
    kept["hits"] = []
    return json.dumps(kept, default=str, ensure_ascii=True)


def read_answer(text: str) -> Answer:
    """Read an answer from its JSON."""
    kept: dict[str, Any] = json.loads(text)
    return Answer(
        question=kept["question"],
        standalone_question=kept["standalone_question"],
        text=kept["text"],
        blocks=tuple(_block(one) for one in kept["blocks"]),
        grounded=kept["grounded"],
        model=kept["model"],
        sources=tuple(_citation(one) for one in kept["sources"]),
        hits=(),
        suggestions=tuple(kept["suggestions"]),
        usage=Usage(**kept["usage"]),
        timings_ms=dict(kept["timings_ms"]),
        notice=kept["notice"],
    )


def _block(kept: Mapping[str, Any]) -> Block:
    sentences = tuple(
        Sentence(one["text"], one["support"], tuple(one["citations"])) for one in kept["sentences"]
    )
    return Block(kept["prefix"], sentences, kept["layout"])


def _citation(kept: Mapping[str, Any]) -> Citation:
    chunk = Chunk(
        **{
            **kept["chunk"],
            "heading": tuple(kept["chunk"]["heading"]),
            "as_of": date.fromisoformat(kept["chunk"]["as_of"]),
        }
    )
    return Citation(kept["number"], chunk, kept["start"], kept["end"], kept["quote"], kept["score"])

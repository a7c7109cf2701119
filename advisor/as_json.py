"""Answers and hits as the JSON that machines read; the keys are a contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from advisor.records import Answer, Citation, Hit

Json = dict[str, object]


def answer_json(answer: Answer) -> Json:
    """Return the JSON of `advisor ask --json`."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "answer": answer.text,
        "grounded": answer.grounded,
        "model": answer.model,
        "sentences": [
            {
                "text": sentence.text,
                "support": sentence.support,
                "citations": [f"S{number}" for number in sentence.citations],
            }
            for sentence in answer.sentences
        ],
        "sources": [_source(citation) for citation in answer.sources],
        "suggestions": list(answer.suggestions),
        "notice": answer.notice,
        "usage": asdict(answer.usage),
        "timings_ms": dict(answer.timings_ms),
    }


def _source(citation: Citation) -> Json:
    chunk = citation.chunk
    return {
        "id": f"S{citation.number}",
        "source": chunk.source,
        "title": chunk.title,
        "heading": list(chunk.heading),
        "url": chunk.url,
        "path": chunk.path,
        "party": chunk.party,
        "as_of": chunk.as_of.isoformat(),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "score": citation.score,
    }


def search_json(question: str, hits: Sequence[Hit]) -> Json:
    """Return the JSON of `advisor search --json`."""
    return {
        "question": question,
        "hits": [_hit(rank, hit) for rank, hit in enumerate(hits, start=1)],
    }


def _hit(rank: int, hit: Hit) -> Json:
    chunk = hit.chunk
    return {
        "rank": rank,
        "chunk": chunk.id,
        "source": chunk.source,
        "path": chunk.path,
        "title": chunk.title,
        "heading": list(chunk.heading),
        "start": chunk.start,
        "end": chunk.end,
        "score": hit.score,
        "text": chunk.text,
        "party": chunk.party,
        "as_of": chunk.as_of.isoformat(),
        "url": chunk.url,
    }

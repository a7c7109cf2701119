"""Check every sentence of a draft against the passages, and number what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from advisor.ask import evidence as ev
from advisor.ask.draft import Draft, DraftSentence
from advisor.ask.evidence import Evidence, Verdict
from advisor.ask.memory import VectorMemory
from advisor.records import Block, Chunk, Citation, Hit, Sentence, Support

_NEAR = 40  # characters: two quotes of one passage this close are one quote


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft with its support and citations; sources are numbered by first use."""

    blocks: tuple[Block, ...]
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class _Finding:
    """What was found for one sentence: spans of chunks, best first."""

    support: Support
    score: float
    spans: tuple[tuple[str, int, int], ...]


def cite(draft: Draft, hits: Sequence[Hit], evidence: Evidence, memory: VectorMemory) -> Checked:
    """Give each sentence its support and its citations; marks the draft claims are only a hint.

    A sentence taken word for word from a passage is checked by its offsets, all others by
    `evidence.judge`. Sentences without support keep no citation.
    """
    chunks = {hit.chunk.id: hit.chunk for hit in hits}
    said = [sentence for block in draft for sentence in block.sentences]
    findings = dict(
        zip(map(id, said), _findings(said, hits, chunks, evidence, memory), strict=True)
    )
    quotes = _merged(findings.values())
    numbers: dict[tuple[str, int, int], int] = {}
    scores: dict[int, float] = {}
    blocks = []
    for block in draft:
        sentences = []
        for item in block.sentences:
            finding = findings[id(item)]
            marks = []
            for span in finding.spans:
                number = numbers.setdefault(_within(span, quotes), len(numbers) + 1)
                scores[number] = max(scores.get(number, 0.0), finding.score)
                marks.append(number)
            sentences.append(Sentence(item.text, finding.support, tuple(dict.fromkeys(marks))))
        blocks.append(Block(block.prefix, tuple(sentences), block.layout))
    sources = tuple(
        _citation(number, chunks[chunk], start, end, scores[number])
        for (chunk, start, end), number in numbers.items()
    )
    return Checked(tuple(blocks), sources)


def _findings(
    said: Sequence[DraftSentence],
    hits: Sequence[Hit],
    chunks: Mapping[str, Chunk],
    evidence: Evidence,
    memory: VectorMemory,
) -> list[_Finding]:
    written = [sentence for sentence in said if not _quoted(sentence, chunks)]
    claims = [
        {hits[n - 1].chunk.id for n in sentence.claims if 0 < n <= len(hits)}
        for sentence in written
    ]
    verdicts = ev.judge([s.text for s in written], evidence, memory, claims) if written else []
    judged = dict(zip(map(id, written), verdicts, strict=True))
    return [
        _judged(judged[id(sentence)]) if id(sentence) in judged else _exact(sentence)
        for sentence in said
    ]


def _quoted(sentence: DraftSentence, chunks: Mapping[str, Chunk]) -> bool:
    """Say whether the sentence's quote lies within a passage that was found."""
    quote = sentence.quote
    if quote is None or quote.chunk not in chunks:
        return False
    chunk = chunks[quote.chunk]
    return chunk.start <= quote.start < quote.end <= chunk.end


def _exact(sentence: DraftSentence) -> _Finding:
    quote = sentence.quote
    spans = ((quote.chunk, quote.start, quote.end),) if quote else ()
    return _Finding("supported", 1.0, spans)


def _judged(verdict: Verdict) -> _Finding:
    kept = () if verdict.support == "unsupported" else verdict.windows
    spans = tuple((window.chunk.id, window.start, window.end) for window in kept)
    return _Finding(verdict.support, verdict.score, spans)


def _merged(findings: Iterable[_Finding]) -> dict[str, list[tuple[int, int]]]:
    """Join the spans of each chunk that overlap or nearly touch."""
    by_chunk: dict[str, list[tuple[int, int]]] = {}
    for finding in findings:
        for chunk, start, end in finding.spans:
            by_chunk.setdefault(chunk, []).append((start, end))
    for chunk, spans in by_chunk.items():
        joined: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if joined and start <= joined[-1][1] + _NEAR:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        by_chunk[chunk] = joined
    return by_chunk


def _within(
    span: tuple[str, int, int], quotes: Mapping[str, list[tuple[int, int]]]
) -> tuple[str, int, int]:
    chunk, start, _ = span
    begin, end = next((a, b) for a, b in quotes[chunk] if a <= start < b)
    return chunk, begin, end


def _citation(number: int, chunk: Chunk, start: int, end: int, score: float) -> Citation:
    quote = chunk.text[start - chunk.start : end - chunk.start]
    return Citation(number, chunk, start, end, quote, round(score, 4))

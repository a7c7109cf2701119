"""How far a passage carries a sentence: meaning, words, numbers, names, negation, side.

No model is asked. Every passage is read as windows of one and two sentences; a sentence is held
against each window with the encoder's cosine and with the share of its rare words found there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from advisor.ask import words
from advisor.ask.memory import VectorMemory
from advisor.ask.sentences import plain, spans
from advisor.ports import Vectors
from advisor.records import Chunk, Support

# Measured on the pairs in tests/golden/support.jsonl (`make bench` prints precision and recall).
_SUPPORTED = 0.66
_PARTLY = 0.48
_MEANING = 0.55  # weight of the cosine; the rest is the share of words


@dataclass(frozen=True, slots=True)
class Window:
    """One or two neighbouring sentences of a passage; offsets in the document text."""

    chunk: Chunk
    start: int
    end: int
    text: str
    stems: frozenset[str]
    numbers: frozenset[str]
    context: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the best windows carry a sentence; `score` is 0 to 1."""

    support: Support
    score: float
    windows: tuple[Window, ...] = ()


def windows(chunk: Chunk) -> list[Window]:
    """All windows of one and two sentences of a chunk."""
    found = [span for span in spans(chunk.text) if not span.heading]
    out = []
    for size in (1, 2):
        for first in range(len(found) - size + 1):
            start, end = found[first].start, found[first + size - 1].end
            out.append(_window(chunk, start, end))
    return out


def _window(chunk: Chunk, start: int, end: int) -> Window:
    text = plain(chunk.text[start:end])
    around = f"{chunk.title} {' '.join(chunk.heading)} {chunk.vendor} {text}"
    return Window(
        chunk=chunk,
        start=chunk.start + start,
        end=chunk.start + end,
        text=text,
        stems=frozenset(words.stems(around)),
        numbers=words.numbers(around),
        context=frozenset(words.words(f"{around} {plain(chunk.text)}")),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passages of an answer, ready to be held against its sentences."""

    windows: tuple[Window, ...]
    vectors: Vectors
    rarity: Mapping[str, float]
    known: frozenset[str] = field(default_factory=frozenset)


def read(chunks: Sequence[Chunk], memory: VectorMemory, known: frozenset[str]) -> Evidence:
    """Read the passages once; `known` are names (lower-case) that count wherever they stand."""
    found = tuple(window for chunk in chunks for window in windows(chunk))
    seen: dict[str, int] = {}
    for window in found:
        for stem in window.stems:
            seen[stem] = seen.get(stem, 0) + 1
    rarity = {stem: math.log(1 + len(found) / count) for stem, count in seen.items()}
    vectors = memory.vectors([window.text for window in found])
    inside = {n for chunk in chunks for n in words.names(plain(chunk.text))}
    return Evidence(found, vectors, rarity, known | inside)


def judge(
    sentences: Sequence[str], evidence: Evidence, memory: VectorMemory, claims: Sequence[set[str]]
) -> list[Verdict]:
    """Judge each sentence; `claims` are the chunk ids its writer named, preferred when as good."""
    if not evidence.windows:
        return [Verdict("unsupported", 0.0) for _ in sentences]
    cosines = memory.vectors(sentences) @ evidence.vectors.T
    return [
        _judge(sentence, row, evidence, claimed)
        for sentence, row, claimed in zip(sentences, cosines, claims, strict=True)
    ]


def _judge(sentence: str, cosines: Vectors, evidence: Evidence, claimed: set[str]) -> Verdict:
    stems = set(words.stems(sentence))
    highest = math.log(1 + len(evidence.windows))
    weight = {stem: evidence.rarity.get(stem, highest) for stem in stems}
    total = sum(weight.values()) or 1.0
    scored = []
    for window, cosine in zip(evidence.windows, cosines, strict=True):
        share = sum(weight[stem] for stem in stems & window.stems) / total
        score = _MEANING * float(cosine) + (1 - _MEANING) * share
        scored.append((score + (0.05 if window.chunk.id in claimed else 0.0), score, window))
    scored.sort(key=lambda item: -item[0])
    best = _add(sentence, stems, scored, evidence)
    score = scored[0][1]
    return Verdict(_support(sentence, score, best, evidence.known), score, best)


def _add(
    sentence: str,
    stems: set[str],
    scored: Sequence[tuple[float, float, Window]],
    evidence: Evidence,
) -> tuple[Window, ...]:
    """Return the best window and up to two more that hold words or numbers the best one lacks."""
    chosen = [scored[0][2]]
    wanted = words.numbers(sentence, spelled=False)
    for _, score, window in scored[1:24]:
        if len(chosen) == 3 or score < _PARTLY:
            break
        have = frozenset().union(*(other.stems for other in chosen))
        held = frozenset().union(*(other.numbers for other in chosen))
        new = stems & (window.stems - have)
        gain = sum(evidence.rarity.get(stem, 0.0) for stem in new)
        if wanted & (window.numbers - held) or gain > 0.25 * sum(
            evidence.rarity.get(stem, 0.0) for stem in stems
        ):
            chosen.append(window)
    return tuple(chosen)


def _support(
    sentence: str, score: float, chosen: tuple[Window, ...], known: frozenset[str]
) -> Support:
    """Turn a score into a verdict; what the windows contradict is never supported."""
    if score < _PARTLY:
        return "unsupported"
    numbers = frozenset().union(*(window.numbers for window in chosen))
    if words.numbers(sentence, spelled=False) - numbers:
        return "unsupported"
    context = frozenset().union(*(window.context for window in chosen))
    missing = {name for name in words.names(sentence, known) if not _named(name, context)}
    if missing or _contradicts(sentence, chosen):
        return "partly"
    return "supported" if score >= _SUPPORTED else "partly"


def _named(name: str, context: frozenset[str]) -> bool:
    return name in context or name.rstrip("s") in context or f"{name}s" in context


def _contradicts(sentence: str, chosen: tuple[Window, ...]) -> bool:
    """Say whether negation or side differ from every window the sentence rests on."""
    if all(words.negated(sentence) != words.negated(window.text) for window in chosen):
        return True
    said = words.sides(sentence)
    if not said:
        return False
    around = [words.sides(f"{' '.join(window.chunk.heading)}. {window.text}") for window in chosen]
    return all(held and not said & held for held in around)

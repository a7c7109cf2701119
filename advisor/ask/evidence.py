"""How far a passage carries a sentence: meaning, words, amounts, names, denial, sides.

No model is asked. Every passage is read as windows of one and two sentences; a sentence is held
against each window with the encoder's cosine and with the share of its rare words found there.
What the best windows contradict is never supported, however alike the words are.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from advisor.ask import words
from advisor.ask.amounts import Amount, amounts, missing, periods, whole_periods
from advisor.ask.clauses import Clause, clauses, sides
from advisor.ask.contradict import contradiction
from advisor.ask.ground import Ground
from advisor.ask.memory import VectorMemory
from advisor.ask.senses import keys
from advisor.ask.sentences import Span, plain, spans
from advisor.ports import Vectors
from advisor.records import Chunk, Support

# Fitted by logistic regression on the part of tests/golden/support.jsonl marked "tune" (its true
# paraphrases against sentences on another topic; coefficients 6.5, 3.1 and 3.4, scaled to sum to
# one). What a sentence gets wrong on the topic is left to `contradict`.
_MEANING = 0.5  # weight of the best cosine
_BEST = 0.25  # of the share of a sentence's rare words that its best window holds
_ALL = 0.25  # of the share that all its windows hold
_SUPPORTED = 0.565
_PARTLY = 0.42
_STRANGER = 0.3  # off for a window whose passage lacks a name that the sentence says
_CLAIMED = 0.05  # for a window whose passage the writer named
_RELATED = 0.35  # a window below this score adds nothing to the best one
_GAIN = 0.15  # share of a sentence's words that a further window has to add
_UNDER_LABELS = re.compile(r"\s*\|?[\s:|-]*---")


@dataclass(frozen=True, slots=True)
class Window:
    """One or two neighbouring sentences of a passage; offsets in the document text.

    A row of a table is read with its columns' labels. `context` are the words of the whole passage.
    """

    chunk: Chunk
    start: int
    end: int
    text: str
    keys: frozenset[str]
    amounts: tuple[Amount, ...]
    periods: frozenset[str]
    clauses: tuple[Clause, ...]
    context: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the best windows carry a sentence; `score` is 0 to 1."""

    support: Support
    score: float
    windows: tuple[Window, ...] = ()


def windows(chunk: Chunk) -> list[Window]:
    """All windows of one and two sentences of a chunk; a table's rows stand alone."""
    read: list[_Read] = []
    for span, text in _told(chunk.text):
        before = read[-1].clauses if read else ()
        read.append(_Read(span, text, tuple(clauses(text, before))))
    around = f"{chunk.title} {' '.join(chunk.heading)} {chunk.vendor}"
    context = frozenset(
        word.removesuffix("'s") for word in words.words(f"{around} {plain(chunk.text)}")
    )
    pairs = [pair for pair in pairwise(read) if not any(one.span.row for one in pair)]
    return [_window(chunk, around, part, context) for part in (*((one,) for one in read), *pairs)]


@lru_cache(maxsize=256)
def _read_once(chunk: Chunk) -> tuple[Window, ...]:
    """Windows of a passage; the same passages are found again and again."""
    return tuple(windows(chunk))


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence of a passage, read."""

    span: Span
    text: str
    clauses: tuple[Clause, ...]


def _told(text: str) -> Iterator[tuple[Span, str]]:
    """Each sentence as it reads by itself: a row of a table with the labels above it."""
    labels: list[str] = []
    for span in spans(text):
        raw = text[span.start : span.end]
        if not span.row:
            labels = []
        if span.heading:
            continue
        if not span.row:
            yield span, plain(raw)
            continue
        cells = [plain(cell) for cell in raw.strip().strip("|").split("|")]
        if labels:
            yield span, _row(labels, cells)
        elif _UNDER_LABELS.match(text, span.end):
            labels = cells
        else:
            yield span, " | ".join(cells)


def _row(labels: Sequence[str], cells: Sequence[str]) -> str:
    first, *others = cells
    said = [f"{first}: {label} {cell}" for label, cell in zip(labels[1:], others, strict=False)]
    return "; ".join(said)


def _window(chunk: Chunk, around: str, part: Sequence[_Read], context: frozenset[str]) -> Window:
    text = " ".join(one.text for one in part)
    held = tuple(amounts(f"{around} {text}"))
    return Window(
        chunk=chunk,
        start=chunk.start + part[0].span.start,
        end=chunk.start + part[-1].span.end,
        text=text,
        keys=frozenset(keys(f"{around} {text}")),
        amounts=held,
        periods=periods(text) | whole_periods(held),
        clauses=tuple(clause for one in part for clause in one.clauses),
        context=context,
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passages of an answer, ready to be held against its sentences."""

    windows: tuple[Window, ...]
    vectors: Vectors
    rarity: Mapping[str, float]
    known: frozenset[str] = field(default_factory=frozenset)
    exact: Mapping[str, Window] = field(default_factory=dict)
    makers: frozenset[str] = field(default_factory=frozenset)


def read(chunks: Sequence[Chunk], memory: VectorMemory, known: frozenset[str]) -> Evidence:
    """Read the passages once; `known` are names (lower-case) that count wherever they stand."""
    found = tuple(window for chunk in chunks for window in _read_once(chunk))
    seen = Counter(key for window in found for key in window.keys)
    rarity = {key: math.log(1 + len(found) / count) for key, count in seen.items()}
    vectors = memory.vectors([window.text for window in found])
    inside = {n for chunk in chunks for n in words.names(plain(chunk.text))}
    makers = {words.opening_name(window.text) for window in found} | known
    makers |= {word for chunk in chunks for word in words.words(chunk.vendor)}
    return Evidence(found, vectors, rarity, known | inside, _wordings(found), frozenset(makers))


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


def _wordings(found: Sequence[Window]) -> dict[str, Window]:
    """What counts as word for word, with its window; headings go with the text below them."""
    exact: dict[str, Window] = {}
    for window in found:
        chunk = window.chunk
        raw = chunk.text[window.start - chunk.start : window.end - chunk.start]
        exact.setdefault(_wording(raw), window)
        exact.setdefault(_wording(window.text), window)
    first = {window.chunk.id: window for window in reversed(found)}
    for window in first.values():
        chunk = window.chunk
        marked = (span for span in spans(chunk.text) if span.heading or span.row)
        labels = (chunk.text[span.start : span.end] for span in marked)
        for text in (chunk.title, *chunk.heading, *labels):
            exact.setdefault(_wording(text), window)
    return exact


def _wording(text: str) -> str:
    return " ".join(words.words(plain(text)))


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence to be judged."""

    text: str
    keys: frozenset[str]
    weight: Mapping[str, float]
    names: frozenset[str]
    amounts: tuple[Amount, ...]
    clauses: tuple[Clause, ...]

    def share(self, held: frozenset[str]) -> float:
        """The weighted share of the sentence's words among those held."""
        total = sum(self.weight.values()) or 1.0
        return sum(self.weight[key] for key in self.keys & held) / total


def _said(text: str, evidence: Evidence) -> _Said:
    found = frozenset(keys(text))
    highest = math.log(1 + len(evidence.windows))
    weight = {key: evidence.rarity.get(key, highest) for key in found}
    names = words.names(text, evidence.known)
    return _Said(text, found, weight, names, tuple(amounts(text)), tuple(clauses(text)))


def _judge(sentence: str, cosines: Vectors, evidence: Evidence, claimed: set[str]) -> Verdict:
    window = evidence.exact.get(_wording(sentence))
    if window:
        return Verdict("supported", 1.0, (window,))
    said = _said(sentence, evidence)
    scored = []
    for window, cosine in zip(evidence.windows, cosines, strict=True):
        score = _MEANING * float(cosine) + (1 - _MEANING) * said.share(window.keys)
        score -= _STRANGER * any(not _named(name, window.context) for name in said.names)
        scored.append((score + _CLAIMED * (window.chunk.id in claimed), score, window))
    scored.sort(key=lambda item: -item[0])
    best = _add(said, scored)
    ours = {id(window) for window in best}
    cosine = max(float(c) for w, c in zip(evidence.windows, cosines, strict=True) if id(w) in ours)
    return _verdict(said, best, cosine, evidence)


def _add(said: _Said, scored: Sequence[tuple[float, float, Window]]) -> tuple[Window, ...]:
    """Return the best window and up to two more that hold words or amounts the best one lacks."""
    chosen = [scored[0][2]]
    for _, score, window in scored[1:24]:
        if len(chosen) == 3 or score < _RELATED:
            break
        have = frozenset().union(*(other.keys for other in chosen))
        held = [amount for other in chosen for amount in other.amounts]
        lacking = [a for a in said.amounts if missing([a], held)]
        helps = len(lacking) > sum(missing([a], window.amounts) for a in lacking)
        if helps or said.share(have | window.keys) - said.share(have) > _GAIN:
            chosen.append(window)
    return tuple(chosen)


def _verdict(said: _Said, chosen: tuple[Window, ...], cosine: float, evidence: Evidence) -> Verdict:
    """Turn the signs into a verdict; what the windows lack or contradict is never supported."""
    held = frozenset[str]().union(*(window.keys for window in chosen))
    score = _MEANING * cosine + _BEST * said.share(chosen[0].keys) + _ALL * said.share(held)
    stated = [amount for window in chosen for amount in window.amounts]
    if score < _PARTLY or missing(said.amounts, stated):
        return Verdict("unsupported", score, chosen)
    if score < _SUPPORTED or _against(said, chosen, evidence):
        return Verdict("partly", score, chosen)
    return Verdict("supported", score, chosen)


def _against(said: _Said, chosen: tuple[Window, ...], evidence: Evidence) -> str:
    """Return in a word what the windows lack or contradict, "" if nothing."""
    held = frozenset[str]().union(*(window.periods for window in chosen))
    if held and periods(said.text) - held:
        return "period"
    context = frozenset[str]().union(*(window.context for window in chosen))
    opening = words.opening_name(said.text)
    if not all(_named(name, context) for name in said.names | ({opening} if opening else set())):
        return "name"
    headings = " ".join(f"{w.chunk.title} {' '.join(w.chunk.heading)}" for w in chosen)
    openings = " ".join(f"{w.chunk.vendor} {w.chunk.text[:40].split()[0]}" for w in chosen)
    ground = Ground(
        clauses=list({id(c): c for window in chosen for c in window.clauses}.values()),
        rarity=evidence.rarity,
        sides=sides(headings),
        known=evidence.known,
        subjects=frozenset(words.words(f"{headings} {openings}")),
        makers=evidence.makers,
    )
    return contradiction(said.clauses, ground)


def _named(name: str, context: frozenset[str]) -> bool:
    name = name if name in context else name.split("-", maxsplit=1)[0]
    return name in context or name.rstrip("s") in context or f"{name}s" in context

"""How far a passage carries a sentence: meaning, words, amounts, names, denial, sides.

No model is asked. Every passage is read as windows of one and two sentences; a sentence is held
against each window with the encoder's cosine and with the share of its rare words found there.
What the best windows contradict is never supported, however alike the words are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from advisor.ask import words
from advisor.ask.amounts import missing
from advisor.ask.clauses import sides
from advisor.ask.ground import Ground
from advisor.ask.memory import VectorMemory
from advisor.ask.said import Said, said
from advisor.ask.sentences import plain, spans
from advisor.ask.signs import NEVER, Rest, named, signs
from advisor.ask.weigh import scale
from advisor.ask.windows import Window, read_once
from advisor.ports import EncodedQuery, Vectors
from advisor.records import Chunk, Support

# Fitted by logistic regression on the part of tests/golden/support.jsonl marked "tune" (its true
# paraphrases against sentences on another topic; coefficients 6.5, 3.1 and 3.4, scaled to sum to
# one). What a sentence gets wrong on the topic is left to `contradict`.
_MEANING = 0.5  # weight of the best cosine
_BEST = 0.25  # of the share of a sentence's rare words that its best window holds
_ALL = 0.25  # of the share that all its windows hold
_PARTLY = 0.42
_STRANGER = 0.3  # off for a window whose passage lacks a name that the sentence says
_CLAIMED = 0.05  # for a window whose passage the writer named
_RELATED = 0.35  # a window below this score adds nothing to the best one
_GAIN = 0.15  # share of a sentence's words that a further window has to add
_REPEATED = 6  # sentences among which the one that is repeated is looked for


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the best windows carry a sentence; `score` is 0 to 1."""

    support: Support
    score: float
    windows: tuple[Window, ...] = ()


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
    found = tuple(window for chunk in chunks for window in read_once(chunk))
    seen = Counter(key for window in found for key in window.keys)
    rarity = {key: math.log(1 + len(found) / count) for key, count in seen.items()}
    vectors = memory.vectors([window.text for window in found])
    inside = {n for chunk in chunks for n in words.names(plain(chunk.text))}
    makers = {words.opening_name(window.text) for window in found} | known
    makers |= {word for chunk in chunks for word in words.words(chunk.vendor)}
    return Evidence(found, vectors, rarity, known | inside, _wordings(found), frozenset(makers))


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with the windows it rests on; without `signs` the verdict is `plain`."""

    windows: tuple[Window, ...]
    score: float
    plain: Support
    signs: Mapping[str, float] = field(default_factory=dict)

    def verdict(self) -> Verdict:
        """Weigh the signs, if any."""
        support = self.plain
        if self.signs:
            support = "supported" if scale().carries(self.signs) else "partly"
        return Verdict(support, self.score, self.windows)


def judge(
    sentences: Sequence[str], evidence: Evidence, memory: VectorMemory, claims: Sequence[set[str]]
) -> list[Verdict]:
    """Judge each sentence; `claims` are the chunk ids its writer named, preferred when as good."""
    return [case.verdict() for case in cases(sentences, evidence, memory, claims)]


def cases(
    sentences: Sequence[str], evidence: Evidence, memory: VectorMemory, claims: Sequence[set[str]]
) -> list[Case]:
    """Find the windows each sentence rests on, and what speaks against it there."""
    if not evidence.windows:
        return [Case((), 0.0, "unsupported") for _ in sentences]
    exact = {text: evidence.exact.get(_wording(text)) for text in sentences}
    own = [text for text, window in exact.items() if not window]
    queries = dict(zip(own, memory.queries(own), strict=True))
    return [
        Case((window,), 1.0, "supported")
        if (window := exact[text])
        else _case(queries[text], claimed, evidence, memory, text)
        for text, claimed in zip(sentences, claims, strict=True)
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


def _case(
    query: EncodedQuery, claimed: set[str], evidence: Evidence, memory: VectorMemory, text: str
) -> Case:
    about = said(text, evidence.rarity, len(evidence.windows), evidence.known)
    cosines = query.vector @ evidence.vectors.T
    scored = _scored(about, cosines, evidence, claimed)
    chosen = _add(about, scored)
    ours = {id(window) for window in chosen}
    cosine = max(float(c) for w, c in zip(evidence.windows, cosines, strict=True) if id(w) in ours)
    held = frozenset[str]().union(*(window.keys for window in chosen))
    score = _MEANING * cosine + _BEST * about.share(chosen[0].keys) + _ALL * about.share(held)
    stated = [amount for window in chosen for amount in window.amounts]
    if score < _PARTLY or missing(about.amounts, stated):
        return Case(chosen, score, "unsupported")
    singles = tuple(window.text for _, _, window in scored if window.single)[:_REPEATED]
    tokens = tuple(one.signs for one in memory.encoded([window.text for window in chosen]))
    found = signs(about, query, Rest(chosen, score, singles, tokens, _ground(chosen, evidence)))
    return Case(chosen, score, "partly", {} if found.keys() & NEVER else found)


_Scored = tuple[float, float, Window]


def _scored(about: Said, cosines: Vectors, evidence: Evidence, claimed: set[str]) -> list[_Scored]:
    """All windows with their score, best first; a claimed one goes before one as good."""
    scored = []
    for window, cosine in zip(evidence.windows, cosines, strict=True):
        score = _MEANING * float(cosine) + (1 - _MEANING) * about.share(window.keys)
        score -= _STRANGER * any(not named(name, window.context) for name in about.names)
        scored.append((score + _CLAIMED * (window.chunk.id in claimed), score, window))
    return sorted(scored, key=lambda item: -item[0])


def _add(about: Said, scored: Sequence[_Scored]) -> tuple[Window, ...]:
    """Return the best window and up to two more that hold words or amounts the best one lacks."""
    chosen = [scored[0][2]]
    for _, score, window in scored[1:24]:
        if len(chosen) == 3 or score < _RELATED:
            break
        have = frozenset().union(*(other.keys for other in chosen))
        held = [amount for other in chosen for amount in other.amounts]
        lacking = [a for a in about.amounts if missing([a], held)]
        helps = len(lacking) > sum(missing([a], window.amounts) for a in lacking)
        if helps or about.share(have | window.keys) - about.share(have) > _GAIN:
            chosen.append(window)
    return tuple(chosen)


def _ground(chosen: Sequence[Window], evidence: Evidence) -> Ground:
    headings = " ".join(f"{w.chunk.title} {' '.join(w.chunk.heading)}" for w in chosen)
    openings = " ".join(f"{w.chunk.vendor} {w.chunk.text[:40].split()[0]}" for w in chosen)
    return Ground(
        clauses=list({id(c): c for window in chosen for c in window.clauses}.values()),
        rarity=evidence.rarity,
        sides=sides(headings),
        known=evidence.known,
        subjects=frozenset(words.words(f"{headings} {openings}")),
        makers=evidence.makers,
    )

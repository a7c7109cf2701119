"""Find the passages for a question: dense and lexical searches fused, sides kept, twins dropped."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from advisor.ask import words
from advisor.ask.compared import Compared
from advisor.ports import Library, Match, Vectors
from advisor.records import Chunk, Hit

_POOL = 80  # candidates of each search
_LIKELY = 5  # chunks of the likeliest sections, candidates in any case
_TWIN = 0.97  # cosine from which two passages say the same
# Weights of a passage's score. Measured on the questions in tests/golden and the vendor pages;
# `make bench` prints the result.
_MEANING, _COVERAGE, _RANK, _NAMED = 0.62, 0.18, 0.20, 0.12
# A section scores about 0.15 for a question on something else, 0.3 and more for one on it; a sure
# section outweighs the vendor that a general question happens to name.
_SECTION, _CHANCE, _SURE = 1.2, 0.15, 0.35
_LISTED = 0.97  # a listed question's cosine counts a little less than a passage's own would


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with what each search says of it, before the order is decided."""

    chunk: Chunk
    dense: float
    lexical: float
    coverage: float
    question: str
    question_score: float
    section_score: float

    @property
    def meaning(self) -> float:
        """The better of the passage's own cosine and its listed question's."""
        return max(self.dense, _LISTED * self.question_score)


@dataclass(frozen=True, slots=True)
class Names:
    """The vendors of the library.

    `spellings` gives the vendor of each lower-case name people use, `sources` the ids of each
    vendor's sources.
    """

    spellings: Mapping[str, str]
    sources: Mapping[str, tuple[str, ...]]

    def known(self) -> frozenset[str]:
        """All names, lower-case."""
        return frozenset(self.spellings)

    def named(self, text: str) -> tuple[str, ...]:
        """Vendors the text names, in order of their first mention."""
        low = f" {' '.join(words.words(text))} "
        found = [
            (at, vendor)
            for name, vendor in self.spellings.items()
            if (at := max(low.find(f" {name} "), low.find(f" {name}'s "))) >= 0
        ]
        return tuple(dict.fromkeys(vendor for _, vendor in sorted(found)))


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: a question, its vector, the vendors it names.

    `about` says of chunks of the guide how surely the question is about their section.
    """

    text: str
    vector: Vectors
    named: Collection[str] = ()
    about: Mapping[str, float] = field(default_factory=dict)


def search(query: Query, library: Library, sources: Sequence[str] = ()) -> list[Hit]:
    """Rank the library's passages (of some sources only, if named) for a question, best first."""
    found = _candidates(query, library, sources)
    if not found:
        return []
    highest = max(candidate.lexical for candidate in found) or 1.0
    surest = max(candidate.section_score for candidate in found)
    chance = _CHANCE if query.named else 0.0
    named = _NAMED * min(max((_SURE - surest) / (_SURE - _CHANCE), 0.0), 1.0)
    scored = [
        (
            _MEANING * candidate.meaning
            + _COVERAGE * candidate.coverage
            + _RANK * candidate.lexical / highest
            + _SECTION * max(candidate.section_score - chance, 0.0)
            + (named if candidate.chunk.vendor in query.named else 0.0),
            candidate,
        )
        for candidate in found
    ]
    scored.sort(key=lambda item: -item[0])
    return [_hit(score, candidate) for score, candidate in scored]


def _hit(score: float, candidate: Candidate) -> Hit:
    return Hit(
        chunk=candidate.chunk,
        score=round(min(max(score, 0.0), 1.0), 4),
        dense=candidate.dense,
        lexical=candidate.lexical,
        coverage=candidate.coverage,
        question=candidate.question,
        question_score=candidate.question_score,
        section_score=candidate.section_score,
    )


def _candidates(query: Query, library: Library, sources: Sequence[str]) -> list[Candidate]:
    about = query.about
    near = library.dense(query.vector, _POOL, sources)
    worded = library.lexical(query.text, _POOL, sources)
    likely = [] if sources else sorted(about, key=lambda i: -about[i])[:_LIKELY]
    ids = list(dict.fromkeys((*(match.chunk_id for match in (*near, *worded)), *likely)))
    chunks = library.chunks(ids)
    listed = _best(match for match in near if match.question)
    own = {match.chunk_id: match.score for match in near if not match.question}
    own |= _cosines(query.vector, library.vectors([i for i in ids if i not in own]))
    bm25 = _best(match for match in worded if not match.question)
    rarity = rarities(query.text, library)
    return [
        Candidate(
            chunk=chunks[i],
            dense=own.get(i, 0.0),
            lexical=bm25[i].score if i in bm25 else 0.0,
            coverage=coverage(chunks[i], rarity),
            question=listed[i].question if i in listed else "",
            question_score=listed[i].score if i in listed else 0.0,
            section_score=min(max(about.get(i, 0.0), 0.0), 1.0),
        )
        for i in ids
        if i in chunks
    ]


def _best(matches: Iterable[Match]) -> dict[str, Match]:
    best: dict[str, Match] = {}
    for match in matches:
        if match.chunk_id not in best or match.score > best[match.chunk_id].score:
            best[match.chunk_id] = match
    return best


def _cosines(vector: Vectors, vectors: Mapping[str, Vectors]) -> dict[str, float]:
    return {i: float(vector @ other) for i, other in vectors.items()}


def rarities(question: str, library: Library) -> dict[str, float]:
    """Weigh the content stems of a question that the library knows by how rare they are in it."""
    shares = library.document_frequency(question)
    weights: dict[str, float] = {}
    for word, share in shares.items():
        for stem in words.stems(word) if share else ():
            weights[stem] = max(weights.get(stem, 0.0), math.log(1 / share))
    return weights


def coverage(chunk: Chunk, rarity: Mapping[str, float]) -> float:
    """Share of the question's words, weighed by rarity, that the passage or its headings hold."""
    total = sum(rarity.values())
    if not total:
        return 0.0
    held = set(words.stems(f"{chunk.vendor} {chunk.title} {' '.join(chunk.heading)} {chunk.text}"))
    return sum(weight for stem, weight in rarity.items() if stem in held) / total


def choose(ranked: Sequence[Hit], k: int, library: Library, sides: Compared) -> list[Hit]:
    """Take the best `k` without twins; each side of a comparison gets its best passages."""
    kept = _untwinned(ranked[: 4 * k], library)
    if not sides.needed:
        return kept[:k]
    share = max(1, k // len(sides.needed))
    wanted: list[Hit] = []
    for side in sides.needed:
        of_side = [hit for hit in kept if side in sides.of(hit) and hit not in wanted]
        wanted.extend(of_side[: min(2, share)])
    rest = [hit for hit in kept if hit not in wanted]
    return sorted([*wanted, *rest][:k], key=lambda hit: -hit.score)


def _untwinned(hits: Sequence[Hit], library: Library) -> list[Hit]:
    vectors = library.vectors([hit.chunk.id for hit in hits])
    kept: list[Hit] = []
    seen: list[Vectors] = []
    for hit in hits:
        vector = vectors.get(hit.chunk.id)
        if vector is not None and seen and float(np.max(np.stack(seen) @ vector)) > _TWIN:
            continue
        if any(hit.chunk.text == other.chunk.text for other in kept):
            continue
        kept.append(hit)
        if vector is not None:
            seen.append(vector)
    return kept

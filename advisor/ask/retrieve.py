"""Find the passages for a question: dense and lexical searches fused, sides kept, twins dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from advisor.ask.compared import Compared
from advisor.ask.late import interaction
from advisor.ask.query import Query
from advisor.ask.wording import wordings
from advisor.ports import Library, Match, Vectors
from advisor.records import Hit

_POOL = 120  # candidates of each search
_OWN = 40  # nearest passages among the pages of a vendor that the question names
_READ, _READ_OWN = 80, 40  # of them whose words and tokens are read; of a vendor's pages alone
_LIKELY = 5  # chunks of the likeliest sections, candidates in any case
_TWIN = 0.97  # cosine from which two passages say the same
# Weights of a passage's score; docs/decisions/0005 says on what they were measured.
_MEANING, _LATE, _RANK, _NAMED = 0.40, 1.00, 0.02, 0.06
_FREQUENT, _TOGETHER = 0.15, 0.20
# A section scores about 0.15 for a question on something else, 0.3 and more for one on it; a sure
# section outweighs the vendor that a general question happens to name.
_SECTION, _CHANCE, _SURE = 1.5, 0.15, 0.35
_OWN_CHANCE = 0.3  # where the vendor named has pages of its own, which answer better
_PROMISE = 0.18  # for the words a passage shares, before it is read
_ASKED_BEFORE = 0.6  # cosine from which a listed question asks the same
_LACKS = 0.4  # of the question's rare words
# A passage's score is in part the mean of its neighbours', weighed by a power of their cosine.
_SMOOTHING, _NEIGHBOURS, _SHARPNESS = 0.4, 12, 4
_LISTED = 0.97  # a listed question's cosine counts a little less than a passage's own would


class _Found(NamedTuple):
    """What the searches tell of a chunk before it is read."""

    id: str
    dense: float
    lexical: float
    question: str
    question_score: float
    section_score: float
    own: bool


def search(query: Query, library: Library, sources: Sequence[str] = ()) -> list[Hit]:
    """Rank the library's passages (of some sources only, if named) for a question, best first."""
    found = _candidates(query, library, sources)
    if not found:
        return []
    highest = max(one.lexical for one in found) or 1.0
    surest = max(one.section_score for one in found)
    chance = _CHANCE if query.named else 0.0
    strange = _OWN_CHANCE if query.own or sources else chance
    named = _NAMED * min(max((_SURE - surest) / (_SURE - _CHANCE), 0.0), 1.0)

    def first(one: _Found | Hit) -> float:
        """What the searches alone say."""
        return _MEANING * max(one.dense, _LISTED * one.question_score) + _RANK * (
            one.lexical / highest
        )

    def section(one: _Found | Hit, trust: float = 1.0) -> float:
        if one.question_score >= _ASKED_BEFORE:
            return _SECTION * max(one.section_score - chance, 0.0)
        return _SECTION * max(one.section_score - strange, 0.0) * trust

    def promise(one: _Found) -> float:
        own = named if one.own else 0.0
        return first(one) + section(one) + own + _PROMISE * one.lexical / highest

    read = _read(
        sorted(found, key=promise, reverse=True)[: _READ_OWN if sources else _READ], query, library
    )
    most = max((hit.coverage for hit in read), default=0.0)

    def score(hit: Hit) -> float:
        return (
            first(hit)
            + section(hit, _trust(most - hit.coverage))
            + (named if hit.chunk.vendor in query.named else 0.0)
            + _LATE * hit.late
            + _FREQUENT * hit.frequent
            + _TOGETHER * hit.together
        )

    scores = _smoothed([score(hit) for hit in read], read, library)
    ranked = sorted(zip(scores, read, strict=True), key=lambda one: -one[0])
    return [replace(hit, score=round(min(max(at, 0.0), 1.0), 4)) for at, hit in ranked]


def own_score(hit: Hit) -> float:
    """Weigh what a passage itself says, whatever section or vendor it is of."""
    return (
        _MEANING * hit.dense + _LATE * hit.late + _FREQUENT * hit.frequent
        + _TOGETHER * hit.together
    )  # fmt: skip


def _smoothed(scores: Sequence[float], hits: Sequence[Hit], library: Library) -> list[float]:
    """Move each passage's score towards those of the passages most like it.

    What is alike answers the same questions (score regularization: Diaz, 2005,
    https://doi.org/10.1145/1099554.1099722). A passage whose vector is missing keeps its score.
    """
    vectors = library.vectors([hit.chunk.id for hit in hits])
    rows = [row for row, hit in enumerate(hits) if hit.chunk.id in vectors]
    result = np.array(scores, np.float64)
    if len(rows) > 1:
        own = np.stack([vectors[hits[row].chunk.id] for row in rows])
        alike = np.clip(own @ own.T, 0.0, 1.0) ** _SHARPNESS
        np.fill_diagonal(alike, 0.0)
        least = np.sort(alike, axis=1)[:, -min(_NEIGHBOURS, len(rows))]
        alike[alike < least[:, None]] = 0.0
        around = alike @ result[rows] / np.maximum(alike.sum(axis=1), 1e-9)
        result[rows] += _SMOOTHING * (around - result[rows])
    return [float(one) for one in result]


def _trust(lacking: float) -> float:
    """How far a section is believed to be meant that lacks rare words which another passage has."""
    return 1.0 - min(max((lacking - _LACKS) / _LACKS, 0.0), 1.0)


def _read(found: Sequence[_Found], query: Query, library: Library) -> list[Hit]:
    """Read the chunks found with their words and their tokens; leave out those gone meanwhile."""
    chunks = library.chunks([one.id for one in found])
    found = [one for one in found if one.id in chunks]
    kept = library.signs([one.id for one in found])
    none = np.zeros((0, 0), np.uint8)
    late = interaction(query.encoded, query.weights, [kept.get(one.id, none) for one in found])
    worded = wordings(query.words, query.rarity, [chunks[one.id] for one in found])
    return [
        Hit(
            chunk=chunks[one.id],
            score=0.0,
            dense=one.dense,
            lexical=one.lexical,
            late=float(near),
            coverage=own.held,
            frequent=own.frequent,
            together=own.together,
            question=one.question,
            question_score=one.question_score,
            section_score=one.section_score,
        )
        for one, near, own in zip(found, late, worded, strict=True)
    ]


def _candidates(query: Query, library: Library, sources: Sequence[str]) -> list[_Found]:
    """Find what either search gives, and the likeliest sections; not yet scored.

    Among a few sources the nearest passages are enough: words add time there and nothing else.
    """
    about, vector = query.about, query.encoded.vector
    near = library.dense(vector, _POOL, sources)
    worded = [] if sources else library.lexical(query.words, _POOL)
    own = library.dense(vector, _OWN, query.own) if query.own and not sources else []
    near = [*near, *own]
    likely = [] if sources else sorted(about, key=lambda i: -about[i])[:_LIKELY]
    ids = list(dict.fromkeys((*(match.chunk_id for match in (*near, *worded)), *likely)))
    listed = _best(match for match in near if match.question)
    cosines = {match.chunk_id: match.score for match in near if not match.question}
    cosines |= _cosines(vector, library.vectors([i for i in ids if i not in cosines]))
    length = query.length
    bm25 = {match.chunk_id: match.score for match in worded if not match.question}
    of_vendor = {match.chunk_id for match in own}
    return [
        _Found(
            id=i,
            dense=length * cosines.get(i, 0.0),
            lexical=bm25.get(i, 0.0),
            question=listed[i].question if i in listed else "",
            question_score=length * listed[i].score if i in listed else 0.0,
            section_score=min(max(about.get(i, 0.0), 0.0), 1.0),
            own=i in of_vendor,
        )
        for i in ids
    ]


def _best(matches: Iterable[Match]) -> dict[str, Match]:
    best: dict[str, Match] = {}
    for match in matches:
        if match.chunk_id not in best or match.score > best[match.chunk_id].score:
            best[match.chunk_id] = match
    return best


def _cosines(vector: Vectors, vectors: Mapping[str, Vectors]) -> dict[str, float]:
    return {i: float(vector @ other) for i, other in vectors.items()}


def choose(ranked: Sequence[Hit], k: int, library: Library, sides: Compared) -> list[Hit]:
    """Take the best `k` without twins; each side of a comparison gets its best passages."""
    pool = list(ranked[: 4 * k])
    for side in sides.needed:
        pool += [hit for hit in ranked[4 * k :] if side in sides.of(hit)][:k]
    kept = _untwinned(pool, library)
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
    for hit in hits:
        vector = vectors.get(hit.chunk.id)
        if not any(_twins(hit, vector, other, vectors.get(other.chunk.id)) for other in kept):
            kept.append(hit)
    return kept


def _twins(one: Hit, vector: Vectors | None, other: Hit, theirs: Vectors | None) -> bool:
    if vector is not None and theirs is not None and float(vector @ theirs) > _TWIN:
        return True
    return one.chunk.text == other.chunk.text

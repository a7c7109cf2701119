"""How a passage words what a question asks: which of its words, how often, how near each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from advisor.ask import words
from advisor.records import Chunk

_SATURATION, _LENGTH = 1.2, 0.75  # BM25's k1 and b, as its authors advise
_NEAR = 8  # content words between which two words of the question stand together


@dataclass(frozen=True, slots=True)
class Wording:
    """Three shares of a question's words, weighed by rarity, each 0 to 1.

    `held` are those that the passage or its headings hold; `frequent` counts how often as well, by
    BM25; `together` are the question's neighbouring words that stand near each other here too
    (the unordered windows of Metzler and Croft, 2005, https://doi.org/10.1145/1076034.1076115).
    """

    held: float
    frequent: float
    together: float


def rarities(shares: Mapping[str, float]) -> dict[str, float]:
    """Weigh content stems by how rare they are, from the share of chunks that hold each word.

    A word that the library does not know gives none.
    """
    weights: dict[str, float] = {}
    for word, share in shares.items():
        for stem in words.stems(word) if share else ():
            weights[stem] = max(weights.get(stem, 0.0), math.log(1 / share))
    return weights


def wordings(question: str, rarity: Mapping[str, float], chunks: Sequence[Chunk]) -> list[Wording]:
    """Read how each passage words the question; their mean length is what BM25 compares with."""
    total = sum(rarity.values())
    if not total or not chunks:
        return [Wording(0.0, 0.0, 0.0) for _ in chunks]
    asked = [stem for stem in words.stems(question) if stem in rarity]
    neighbours = {(one, two): (rarity[one] + rarity[two]) / 2 for one, two in pairwise(asked)}
    pairs = {pair: weight for pair, weight in neighbours.items() if pair[0] != pair[1]}
    read = [stems(chunk) for chunk in chunks]
    mean = sum(map(len, read)) / len(read) or 1.0
    return [_wording(told, rarity, pairs, total, len(told) / mean) for told in read]


def _wording(
    told: Sequence[str],
    rarity: Mapping[str, float],
    pairs: Mapping[tuple[str, str], float],
    total: float,
    length: float,
) -> Wording:
    """Read one passage; `length` is how long it is beside the others, 1 for as long as the mean."""
    slack = _SATURATION * (1 - _LENGTH + _LENGTH * length)
    held = frequent = together = 0.0
    at = _places(told, rarity)
    for stem, places in at.items():
        held += rarity[stem]
        frequent += rarity[stem] * len(places) / (len(places) + slack)
    for (one, two), weight in pairs.items():
        if one in at and two in at:
            times = _meetings(at[one], at[two])
            together += weight * times / (times + slack)
    return Wording(held / total, frequent / total, together / total)


@lru_cache(maxsize=1024)
def stems(chunk: Chunk) -> tuple[str, ...]:
    """Stems of a passage in order, headings, title and vendor first; the last read are kept."""
    where = " ".join((chunk.vendor, chunk.title, *chunk.heading))
    return tuple(words.stems(f"{where} {chunk.text}"))


def _places(told: Sequence[str], wanted: Mapping[str, float]) -> dict[str, list[int]]:
    """Where each of the wanted stems stands."""
    at: dict[str, list[int]] = {}
    for place, stem in enumerate(told):
        if stem in wanted:
            at.setdefault(stem, []).append(place)
    return at


def _meetings(ones: Sequence[int], others: Sequence[int]) -> int:
    """At how many of its places one word has the other near; both in order."""
    times = first = 0
    for one in ones:
        while first < len(others) and others[first] <= one - _NEAR:
            first += 1
        times += first < len(others) and others[first] < one + _NEAR
    return times

"""Decide whether the passages found answer the question at all: several weak signs together."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.ask import words
from advisor.records import Hit

_PRICE = re.compile(
    r"\bpric\w+|\bcosts?\b|\bcharg\w+|\bfees?\b|\brates?\b|\bhow much\b|\bsubscription\b|\btariff"
    r"|\bper (?:million|hour|month|token|seat|1m|1k)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[$€£]\s?\d|\d\s?(?:USD|EUR|GBP|dollars?|euros?|cents?)\b", re.IGNORECASE)
_EXACT_PRICE = re.compile(
    r"\bper (?:million|hour|month|token|seat|1m|1k|minute|user|call|request)\b|\bhourly\b"
    r"|\bmonthly\b|\b(?:price|cost|rate|fee|tariff)s? (?:of|for)\b|\bcurrently\b|\btoday\b"
    r"|\bhow much (?:is|does|do|are)\b|\bright now\b|\blist price\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for the passages; `belief` is the chance, 0 to 1, that they answer."""

    meaning: float
    listed: float
    coverage: float
    section: float
    unknown: float
    belief: float

    @property
    def enough(self) -> bool:
        """Whether to answer."""
        return self.belief >= 0.5


# A logistic curve over the signs, fitted on the in-scope and out-of-scope questions in
# tests/golden/scope.jsonl; `make bench` prints how well it parts them.
_BIAS, _W_MEANING, _W_LISTED = -5.6, 7.0, 3.0
_W_COVERAGE, _W_SECTION, _W_UNKNOWN = 1.5, 2.0, -3.0


def signs(hits: Sequence[Hit], rarity: Mapping[str, float], unseen: Sequence[str]) -> Signs:
    """Weigh the signs; `unseen` are the question's stems that occur nowhere in the library."""
    if not hits:
        return Signs(0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    meaning = max(max(hit.dense, hit.question_score) for hit in hits)
    listed = max(hit.question_score for hit in hits)
    held = [_held(hit, rarity) for hit in hits[:3]]
    total = sum(rarity.values()) or 1.0
    together = sum(rarity[stem] for stem in frozenset().union(*held)) / total
    unknown = len(unseen) / max(len(unseen) + len(rarity), 1)
    section = max(hit.section_score for hit in hits)
    weighed = (
        _BIAS
        + _W_MEANING * meaning
        + _W_LISTED * listed
        + _W_COVERAGE * together
        + _W_SECTION * section
        + _W_UNKNOWN * unknown
    )
    return Signs(meaning, listed, together, section, unknown, 1 / (1 + math.exp(-weighed)))


def _held(hit: Hit, rarity: Mapping[str, float]) -> frozenset[str]:
    chunk = hit.chunk
    said = words.stems(f"{chunk.vendor} {chunk.title} {' '.join(chunk.heading)} {chunk.text}")
    return frozenset(said) & frozenset(rarity)


def asks_price(question: str, named: Sequence[str]) -> bool:
    """Whether a question asks for a price in figures, of something named or by the unit."""
    if not _PRICE.search(question):
        return False
    return bool(_EXACT_PRICE.search(question)) and bool(named or words.names(question))


def states_price(hit: Hit) -> bool:
    """Whether a passage holds an amount of money."""
    return bool(_AMOUNT.search(hit.chunk.text))

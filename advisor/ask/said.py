"""A sentence that is to be held against the passages, read once."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from advisor.ask import words
from advisor.ask.amounts import Amount, amounts
from advisor.ask.clauses import Clause, clauses
from advisor.ask.senses import keys


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says; `weight` tells how rare each of its keys is."""

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


def said(text: str, rarity: Mapping[str, float], count: int, known: Collection[str]) -> Said:
    """Read a sentence; `rarity` is of the words of `count` windows, `known` are names."""
    found = frozenset(keys(text))
    highest = math.log(1 + count)
    weight = {key: rarity.get(key, highest) for key in found}
    names = words.names(text, known)
    return Said(text, found, weight, names, tuple(amounts(text)), tuple(clauses(text)))

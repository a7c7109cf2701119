"""Words of a sentence that its passages lack, or say of something else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from advisor.ask import words
from advisor.ask.clauses import Clause
from advisor.ask.late import cosines
from advisor.ask.order import is_verb
from advisor.ask.said import Said
from advisor.ask.senses import keys
from advisor.ports import EncodedQuery, Signs, Vectors


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing, 0 to 1.

    `nouns`: the weighted share of the sentence's nouns without a like in the passages; `second`:
    how far the word but one that is least alike is from any word there.
    """

    nouns: float
    second: float


def lacking(said: Said, query: EncodedQuery, held: Collection[str], signs: Sequence[Signs]) -> Lack:
    """Look for each word that is not held among the tokens of the passages, by its meaning here."""
    best: Vectors = cosines(query.tokens, np.concatenate(list(signs))).max(axis=1)
    total, lack, far, before = 0.0, 0.0, list[float](), ""
    for word, likeness in _words(query, best):
        found = keys(word)
        low = word.lower()
        if found and low not in words.STOP and not re.search(r"\d", word):
            weight = max(said.weight.get(key, 1.0) for key in found)
            total += weight
            if not all(key in held for key in found):
                far.append(1 - likeness)
                lack += weight * (1 - likeness) * (not is_verb(low, before))
        before = low
    return Lack(lack / max(total, 1.0), sorted(far)[-2] if len(far) > 1 else 0.0)


def _words(query: EncodedQuery, best: Vectors) -> Iterator[tuple[str, float]]:
    """Each word with the mean of its pieces' likeness."""
    for word, pieces in groupby(range(len(query.words)), key=query.words.__getitem__):
        rows = list(pieces)
        yield word, float(best[rows].mean())


def elsewhere(said: Said, held: Sequence[Clause]) -> float:
    """How much more of a clause stands where one of its words does not than where it does.

    1 when all the rest of a clause is said of something else, and nothing of it of that word.
    """
    return max((_apart(clause, said, held) for clause in said.clauses), default=0.0)


def _apart(clause: Clause, said: Said, held: Sequence[Clause]) -> float:
    own = [key for key in clause.keys if key[0] not in "¬±"]
    weight = {key: said.weight.get(key, 1.0) for key in clause.keys}
    total = sum(weight.values())
    shared = [(sum(weight[k] for k in clause.keys & other.keys), other.keys) for other in held]
    most = 0.0
    for key in own if len(own) > 1 else ():
        having = [fit - weight[key] for fit, theirs in shared if key in theirs]
        lacking_it = [fit for fit, theirs in shared if key not in theirs]
        if having and lacking_it and total > weight[key]:
            most = max(most, (max(lacking_it) - max(having)) / (total - weight[key]))
    return most

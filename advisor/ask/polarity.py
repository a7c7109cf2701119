"""Whether yes is said where the passage says no: counted over clauses and whole sentences.

`denial` looks for the word that is denied. This counts instead: the negators and the opposite words
of two texts make an odd number when one says the reverse of the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from advisor.ask.clauses import Clause
from advisor.ask.senses import senses

_ONLY = re.compile(
    r"\b(?:only|solely|exclusively|alone|merely|nothing but|just|(?:limited|restricted) to|purely"
    r"|sole)\b",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(
    r"\bnot (?:only|just|merely|limited|restricted|solely)\b|n't (?:only|just)\b"
    r"|\bonly (?:after|when|once|if|as long)\b",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"\b(?:also|even|too|as well|including|every|any|all|each|anyone|everyone|whatever"
    r"|no matter)\b",
    re.IGNORECASE,
)
_AROUND = 0.5  # what a word counts that stands in another clause of the sentence


@dataclass(frozen=True, slots=True)
class Polarity:
    """How much speaks for the reverse.

    `odd`: the sentence that says most of the same says it the other way round; `turned`: by how
    much clauses that say the reverse fit better than clauses that agree, from -1 to 1, as the mean
    of the sentence's clauses; `worst`: the same of its worst clause, 0 where it agrees or the
    sentence as a whole does; `only`: one says "only" where the other says "also";
    `beside`: the sentence that says most of the same.
    """

    odd: bool = False
    turned: float = 0.0
    worst: float = 0.0
    only: bool = False
    beside: str = ""


def polarity(
    said: Sequence[Clause], held: Sequence[Clause], rarity: Mapping[str, float]
) -> Polarity:
    """Compare what is said with the clauses it rests on."""
    if not said or not held:
        return Polarity()
    highest = max(rarity.values(), default=1.0)
    weight = defaultdict(lambda: highest, rarity)
    gaps = [_gap(clause, held, weight) for clause in said if clause.keys]
    sentences: dict[str, list[Clause]] = defaultdict(list)
    for clause in held:
        sentences[clause.sentence].append(clause)
    ours = frozenset[str]().union(*(clause.keys for clause in said))
    shares = {text: _share(ours, parts, weight) for text, parts in sentences.items()}
    best = max(shares, key=shares.__getitem__)
    near = [clause for clause in sentences[best] if clause.keys & ours]
    odd = _reversed(said, near)
    return Polarity(
        odd,
        sum(gaps) / len(gaps) if gaps else 0.0,
        max(0.0, *gaps) if odd and gaps else 0.0,
        _only(said[0].sentence, best),
        best,
    )


def _gap(clause: Clause, held: Sequence[Clause], weight: Mapping[str, float]) -> float:
    """How much better the best clause that says the reverse fits than the best that agrees."""
    best = {True: 0.0, False: 0.0}
    total = sum(weight[key] for key in clause.keys)
    for other in held:
        fit = sum(
            weight[key] * (1.0 if key in other.keys else _AROUND)
            for key in clause.keys & other.around
        )
        turned = _reversed([clause], [other])
        best[turned] = max(best[turned], fit / total)
    return best[True] - best[False]


def _share(ours: Collection[str], parts: Sequence[Clause], weight: Mapping[str, float]) -> float:
    theirs = frozenset[str]().union(*(clause.keys for clause in parts))
    return sum(weight[key] for key in ours if key in theirs)


def _reversed(said: Sequence[Clause], held: Sequence[Clause]) -> bool:
    """Whether negators and opposite words of both make an odd number."""
    turns = sum(_negated(clause.text) for clause in (*said, *held))
    ours, theirs = _signs(said), _signs(held)
    for key in ours.keys() | theirs.keys():
        if key in ours and key in theirs:
            turns += not ours[key] & theirs[key]
        elif key.startswith("¬"):
            turns += (ours.get(key) or theirs[key]) == {-1}
    return turns % 2 == 1


def _negated(text: str) -> bool:
    return any(key == "not" for key, _, _ in senses(_NOT_ONLY.sub(" ", text)))


def _signs(some: Sequence[Clause]) -> dict[str, set[int]]:
    """Signs of the opposites as they stand, whether denied or not."""
    found: dict[str, set[int]] = defaultdict(set)
    for clause in some:
        for key, sign, _ in senses(clause.text):
            if sign:
                found[key].add(sign)
    return found


def _only(said: str, held: str) -> bool:
    ours, theirs = (bool(_ONLY.search(_NOT_ONLY.sub(" ", text))) for text in (said, held))
    if ours and not theirs:
        return bool(_NOT_ONLY.search(held))
    return (
        theirs
        and not ours
        and (bool(_NOT_ONLY.search(said)) or bool(_ALSO.search(said) and not _ALSO.search(held)))
    )

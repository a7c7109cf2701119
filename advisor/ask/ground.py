"""The clauses that a sentence rests on, and which of them say what one of its clauses says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from advisor.ask.clauses import Clause

# Whose case it is shows from these; what is said of them shows from the other words.
WHO = frozenset(
    "open model proprietari close api =custom =provid self-host sourc open-sourc "
    "open-weight ai host".split()
)
ABOUT = 0.25  # share of a clause's words below which another clause is about something else
TIE = 0.95  # clauses this close to the best may all be meant
REST = 0.5  # what a word counts that stands in an earlier clause of the same sentence
_COVERED = 0.8  # share of a denied clause that a sentence repeats to be its opposite


@dataclass(frozen=True, slots=True)
class Ground:
    """The clauses a sentence rests on; `sides` are those their headings speak of.

    `known` are names (lower-case), `subjects` those the passages are about as a
    whole, `makers` those of the companies that speak.
    """

    clauses: Sequence[Clause]
    rarity: Mapping[str, float]
    sides: tuple[str, ...]
    known: Collection[str]
    subjects: Collection[str]
    makers: Collection[str]


def ranked_by(
    clause: Clause, ground: Ground, without: Collection[str] = (), *, signed: bool = False
) -> list[tuple[float, Clause]]:
    """Clauses of the ground by how much of a clause they say, best first."""
    wanted = {key: ground.rarity.get(key, 1.0) for key in clause.keys if key not in without}
    total = sum(wanted.values()) or 1.0

    def score(held: Clause) -> float:
        return sum(
            weight * (1.0 if key in held.keys else REST)
            for key, weight in wanted.items()
            if key in held.around and not (signed and _unlike(clause, held, key))
        )

    found = [(score(held) / total, held) for held in ground.clauses]
    return sorted(found, key=lambda item: -item[0])


def nearest(ranked: Sequence[tuple[float, Clause]], tie: float = TIE) -> list[Clause]:
    """Return the clauses that score about as well as the best."""
    return [held for score, held in ranked if score >= tie * ranked[0][0]]


def _unlike(said: Clause, held: Clause, key: str) -> bool:
    """Whether a word stands in two clauses with opposite signs, or in the sentence around one."""
    theirs = held.signs.get(key) or held.tone.get(key)
    return bool(theirs) and key in said.signs and not said.signs[key] & (theirs or frozenset())


def apart(said: Clause, held: Clause, key: str) -> bool:
    """Whether two clauses say opposite words."""
    return key in said.signs and key in held.signs and not said.signs[key] & held.signs[key]


def matter(clause: Clause) -> frozenset[str]:
    """The words of a clause that tell what it is about."""
    own = frozenset(key for key in clause.keys if not key.startswith("¬"))
    return own - WHO or own or clause.keys


def covered(held: Clause, repeated: frozenset[str], ground: Ground) -> bool:
    """Whether what a clause is about is repeated nearly whole."""
    own = matter(held) - held.denied
    if len(own) < 2 and held.denied - repeated:
        return False
    weight = {key: ground.rarity.get(key, 1.0) for key in own or held.denied}
    shared = sum(weight[key] for key in weight.keys() & repeated)
    return shared >= _COVERED * sum(weight.values()) > 0

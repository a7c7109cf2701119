"""Whether a clause denies what its ground affirms, or affirms what it denies."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.ask.clauses import Clause
from advisor.ask.ground import ABOUT, TIE, Ground, apart, covered, matter, nearest


def denied(
    clause: Clause,
    ranked: Sequence[tuple[float, Clause]],
    ground: Ground,
    said: Sequence[Clause],
) -> bool:
    """Whether the clause says no where the ground, on the same words, says yes, or yes for no."""
    if not clause.negative:
        return _affirms_what_is_denied(clause, ranked, ground, said)
    if clause.instead or clause.unless:
        return False
    return _denies_what_is_affirmed(clause, ranked, ground)


def _denies_what_is_affirmed(
    clause: Clause, ranked: Sequence[tuple[float, Clause]], ground: Ground
) -> bool:
    scores = {id(held): score for score, held in ranked}
    alike = [
        held
        for held in ground.clauses
        if held.negative
        and (
            scores[id(held)] >= TIE * ranked[0][0]
            or (not held.denied and scores[id(held)] >= ABOUT)
            or clause.denied & held.denied
            or (clause.affirmed & held.denied and clause.denied & held.around)
            or (clause.lacking and clause.denied & held.around and held.denied >= matter(held))
            or covered(held, clause.keys, ground)
        )
    ]
    if alike:
        return all(_crossed(clause, held) for held in alike)
    yes = [held for held in ground.clauses if clause.denied & held.keys]
    if not yes:
        yes = [h for h in nearest(ranked) if matter(clause) - clause.denied <= h.keys]
    return bool(yes) and not any(_explained(clause, held) for held in yes)


def _affirms_what_is_denied(
    clause: Clause,
    ranked: Sequence[tuple[float, Clause]],
    ground: Ground,
    said: Sequence[Clause],
) -> bool:
    repeated = frozenset[str]().union(*(other.keys for other in said))
    scores = {id(held): score for score, held in ranked}

    def opposed(held: Clause) -> bool:
        if not held.negative or _explained(clause, held) or _excused(held, said, ground):
            return False
        if any(other.negative and _meets(other, held) for other in said):
            return False
        plain = {key for key in held.denied if not key.startswith("¬")}
        if plain & clause.keys:
            return True
        return bool(clause.keys - held.around) and covered(held, repeated, ground)

    if all(opposed(held) for held in nearest(ranked)):
        return True
    told = [held for held in ground.clauses if covered(held, repeated, ground)]
    return any(
        opposed(held)
        and not any(
            scores[id(other)] >= scores[id(held)] and held.denied & clause.keys <= other.keys
            for other in told
            if not other.negative
        )
        for held in told
        if held.negative
    )


def _meets(said: Clause, held: Clause) -> bool:
    """Whether two denials may be one, in other words or with other clauses around."""
    if not held.denied or not said.denied:
        return True
    return bool(said.denied & (held.denied | held.keys) or held.denied & said.keys)


def _explained(said: Clause, held: Clause) -> bool:
    """Whether opposite words make up for a denial: "no data leaves" is "data stays"."""
    return said.negated != held.negated and any(
        apart(said, held, key) for key in said.signs.keys() & held.signs.keys()
    )


def _excused(held: Clause, said: Sequence[Clause], ground: Ground) -> bool:
    """Whether a denial's condition is named: "not X without Y" is "X needs Y"."""
    affirmed = frozenset[str]().union(*(clause.keys for clause in said if not clause.negative))
    return any(
        other.condition
        and other is not held
        and held.keys <= other.around
        and covered(other, affirmed, ground)
        for other in ground.clauses
    )


def _crossed(said: Clause, held: Clause) -> bool:
    """Whether two denials deny what the other affirms: "per key, not per user" and the reverse."""
    if not said.denied or not held.denied or said.denied & held.denied:
        return False
    return said.denied <= held.affirmed and held.denied <= said.affirmed

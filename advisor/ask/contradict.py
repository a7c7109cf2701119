"""What speaks against a sentence in the passages it rests on: the first reason found, or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from advisor.ask import words
from advisor.ask.amounts import amounts, missing
from advisor.ask.clauses import Clause, keys, roles

# Whose case it is shows from these; what is said of them shows from the other words.
_WHO = frozenset(
    "open model proprietari close api =custom =provid self-host sourc open-sourc "
    "open-weight ai host".split()
)
_LASTING = "±keep"  # what is kept for thirty days is deleted after thirty days
_ABOUT = 0.25  # share of a clause's words below which another clause is about something else
_TIE = 0.95  # clauses this close to the best may all be meant
_REST = 0.5  # what a word counts that stands in an earlier clause of the same sentence
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


def contradiction(said: Sequence[Clause], ground: Ground) -> str:
    """Name what differs: "side", "denial", "degree", "party", "name" or "amount"; "" if nothing."""
    return next((found for clause in said if (found := _differs(clause, said, ground))), "")


def _differs(clause: Clause, said: Sequence[Clause], ground: Ground) -> str:
    held_sides = {side for held in ground.clauses for side in held.sides} | set(ground.sides)
    if held_sides and set(clause.sides) - held_sides:
        return "side"
    turning = {key for key in clause.signs if key.startswith("¬")}
    ranked = _ranked(clause, ground, _WHO | turning, signed=True)
    if not ranked or ranked[0][0] < _ABOUT:
        return ""
    near = _near(ranked)
    checks: dict[str, Callable[[], bool]] = {
        "side": lambda: all(_on_another_side(clause, held, ground.sides) for held in near),
        "denial": lambda: _denied(clause, ranked, ground, said),
        "degree": lambda: any(_turned(clause, key, ground) for key in clause.signs),
        "party": lambda: all(_other_party(clause, held, ground.makers) for held in near),
        "name": lambda: any(_other_name(clause, n, ground) for n in _names(clause, ground)),
        "amount": lambda: bool(clause.amounts) and _other_amount(clause, ground),
    }
    return next((name for name, check in checks.items() if check()), "")


def _ranked(
    clause: Clause, ground: Ground, without: Collection[str] = (), *, signed: bool = False
) -> list[tuple[float, Clause]]:
    """Clauses of the ground by how much of a clause they say, best first."""
    wanted = {key: ground.rarity.get(key, 1.0) for key in clause.keys if key not in without}
    total = sum(wanted.values()) or 1.0

    def score(held: Clause) -> float:
        return sum(
            weight * (1.0 if key in held.keys else _REST)
            for key, weight in wanted.items()
            if key in held.around and not (signed and _unlike(clause, held, key))
        )

    found = [(score(held) / total, held) for held in ground.clauses]
    return sorted(found, key=lambda item: -item[0])


def _near(ranked: Sequence[tuple[float, Clause]], tie: float = _TIE) -> list[Clause]:
    return [held for score, held in ranked if score >= tie * ranked[0][0]]


def _unlike(said: Clause, held: Clause, key: str) -> bool:
    """Whether a word stands in two clauses with opposite signs, or in the sentence around one."""
    theirs = held.signs.get(key) or held.tone.get(key)
    return bool(theirs) and key in said.signs and not said.signs[key] & (theirs or frozenset())


def _apart(said: Clause, held: Clause, key: str) -> bool:
    """Whether two clauses say opposite words."""
    return key in said.signs and key in held.signs and not said.signs[key] & held.signs[key]


def _on_another_side(said: Clause, held: Clause, heading: tuple[str, ...]) -> bool:
    sides = held.sides or (heading if len(heading) == 1 else ())
    if said.than and len(said.sides) == 2 and len(sides) == 1:
        return said.sides[0] != sides[0]
    return _misplaced(said.sides, sides)


def _other_party(said: Clause, held: Clause, makers: Collection[str]) -> bool:
    """Whether "the provider" stands for "the customer", or both have changed places.

    A provider's own name may stand for "you": "Acme grants a right" is "you receive a right".
    """
    ours, theirs = roles(said.text, makers), roles(held.text, makers)
    if len(ours) == len(theirs) == 2:
        return ours != theirs and said.passive == held.passive
    ours, theirs = roles(said.text), roles(held.text) or roles(held.sentence)
    return len(ours) == len(theirs) == 1 and ours != theirs


def _misplaced(said: tuple[str, ...], held: tuple[str, ...]) -> bool:
    """Whether one of two is named for the other, or both are swapped."""
    if not said or not held:
        return False
    if not set(said) & set(held):
        return True
    return len(said) == len(held) == 2 and said != held


def _denied(
    clause: Clause,
    ranked: Sequence[tuple[float, Clause]],
    ground: Ground,
    said: Sequence[Clause],
) -> bool:
    """Whether the clause says no where the ground, on the same words, says yes, or yes for no."""
    near = _near(ranked)
    no = [held for held in ground.clauses if held.negative]
    if clause.negative and (clause.instead or clause.unless):
        return False
    scores = {id(held): score for score, held in ranked}
    if clause.negative:
        alike = [
            held
            for held in no
            if (scores[id(held)] >= _TIE * ranked[0][0])
            or (not held.denied and scores[id(held)] >= _ABOUT)
            or clause.denied & held.denied
            or (clause.affirmed & held.denied and clause.denied & held.around)
            or (clause.lacking and clause.denied & held.around and held.denied >= _matter(held))
            or _covered(held, clause.keys, ground)
        ]
        if alike:
            return all(_crossed(clause, held) for held in alike)
        yes = [held for held in ground.clauses if clause.denied & held.keys]
        yes = yes or [held for held in near if _matter(clause) - clause.denied <= held.keys]
        return bool(yes) and not any(_explained(clause, held) for held in yes)
    repeated = frozenset[str]().union(*(other.keys for other in said))
    denials = [other for other in said if other.negative]

    def opposed(held: Clause) -> bool:
        if not held.negative or _explained(clause, held) or _excused(held, said, ground):
            return False
        if any(_meets(other, held) for other in denials):
            return False
        plain = {key for key in held.denied if not key.startswith("¬")}
        if plain & clause.keys:
            return True
        return bool(clause.keys - held.around) and _covered(held, repeated, ground)

    if all(opposed(held) for held in near):
        return True
    yes = [
        held for held in ground.clauses if not held.negative and _covered(held, repeated, ground)
    ]
    return any(
        opposed(held)
        and _covered(held, repeated, ground)
        and not any(
            scores[id(other)] >= scores[id(held)] and held.denied & clause.keys <= other.keys
            for other in yes
        )
        for held in no
    )


def _meets(said: Clause, held: Clause) -> bool:
    """Whether two denials may be one, in other words or with other clauses around."""
    if not held.denied or not said.denied:
        return True
    return bool(said.denied & (held.denied | held.keys) or held.denied & said.keys)


def _explained(said: Clause, held: Clause) -> bool:
    """Whether opposite words make up for a denial: "no data leaves" is "data stays"."""
    return said.negated != held.negated and any(
        _apart(said, held, key) for key in said.signs.keys() & held.signs.keys()
    )


def _excused(held: Clause, said: Sequence[Clause], ground: Ground) -> bool:
    """Whether a denial's condition is named: "not X without Y" is "X needs Y"."""
    affirmed = frozenset[str]().union(*(clause.keys for clause in said if not clause.negative))
    return any(
        other.condition
        and other is not held
        and held.keys <= other.around
        and _covered(other, affirmed, ground)
        for other in ground.clauses
    )


def _matter(clause: Clause) -> frozenset[str]:
    """The words of a clause that tell what it is about."""
    own = frozenset(key for key in clause.keys if not key.startswith("¬"))
    return own - _WHO or own or clause.keys


def _covered(held: Clause, repeated: frozenset[str], ground: Ground) -> bool:
    own = _matter(held) - held.denied
    if len(own) < 2 and held.denied - repeated:
        return False
    weight = {key: ground.rarity.get(key, 1.0) for key in own or held.denied}
    shared = sum(weight[key] for key in weight.keys() & repeated)
    return shared >= _COVERED * sum(weight.values()) > 0


def _crossed(said: Clause, held: Clause) -> bool:
    """Whether two denials deny what the other affirms: "per key, not per user" and the reverse."""
    if not said.denied or not held.denied or said.denied & held.denied:
        return False
    return said.denied <= held.affirmed and held.denied <= said.affirmed


def _turned(clause: Clause, key: str, ground: Ground) -> bool:
    """Whether the ground says the opposite word, such as "cheaper" for "dearer"."""
    ranked = _ranked(clause, ground, {key, *_WHO}, signed=True)
    saying = [(score, held) for score, held in ranked if key in held.signs]
    if not saying or saying[0][0] < max(
        _ABOUT, (0.8 if key.startswith("¬") else _REST) * ranked[0][0]
    ):
        return False
    best = _near(saying)
    if key == _LASTING and any(_timed(one) for one in (clause, *best)):
        return False
    return all(
        _apart(clause, held, key) != _compared_backwards(clause, held)
        and clause.negated == held.negated
        for held in best
    )


def _timed(clause: Clause) -> bool:
    return any(amount.kind == "time" for amount in amounts(clause.sentence))


def _compared_backwards(said: Clause, held: Clause) -> bool:
    """Whether "A … than B" meets "B … than A"."""
    if not said.than or not held.than:
        return False
    first = frozenset(said.order[: said.than]) & frozenset(held.order[held.than :])
    second = frozenset(said.order[said.than :]) & frozenset(held.order[: held.than])
    return bool(first - second and second - first)


def _names(clause: Clause, ground: Ground) -> frozenset[str]:
    found = {name.split("-", maxsplit=1)[0] for name in words.names(clause.text, ground.known)}
    return frozenset(found) - frozenset(ground.subjects)


def _other_name(clause: Clause, name: str, ground: Ground) -> bool:
    """Whether what is said of a name is said of another one only."""
    ranked = _ranked(clause, ground, keys(name))
    top = ranked[0][0]
    near = [held for score, held in ranked if score >= _TIE * top]
    if top < _ABOUT or not all(len(clause.keys & held.keys) > 1 for held in near):
        return False
    ours = clause.words | clause.before
    return all(
        (held_names := (held.words & known) or (held.before & known))
        and name not in held_names
        and bool(held_names - ours)
        for known in [frozenset(ground.known)]
        for held in near
    )


def _other_amount(clause: Clause, ground: Ground) -> bool:
    """Whether the clauses that say the same state another amount of the kind."""
    ranked = _ranked(clause, ground, signed=True)
    near = [held for score, held in ranked if score >= 0.8 * ranked[0][0]]
    kinds = {amount.kind for amount in clause.amounts}
    return all(
        any(amount.kind in kinds for amount in held.amounts)
        and missing(clause.amounts, held.amounts)
        for held in near
    )

"""What speaks against a sentence in the clauses it rests on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from advisor.ask import words
from advisor.ask.amounts import amounts, missing
from advisor.ask.clauses import Clause, roles
from advisor.ask.denial import denied
from advisor.ask.ground import ABOUT, REST, TIE, WHO, Ground, apart, nearest, ranked_by
from advisor.ask.senses import keys

_SAME_MATTER = 0.5  # share of a clause's words from which another clause speaks of the same
_ALIKE = 0.8  # clauses this close to the best one speak of it as well
_LASTING = "±keep"  # what is kept for thirty days is deleted after thirty days


def contradictions(said: Sequence[Clause], ground: Ground) -> frozenset[str]:
    """Name what differs: of "side", "denial", "degree", "party", "name", "amount", "maker"."""
    return frozenset(found for clause in said for found in _differs(clause, said, ground))


def _differs(clause: Clause, said: Sequence[Clause], ground: Ground) -> Iterator[str]:
    held_sides = {side for held in ground.clauses for side in held.sides} | set(ground.sides)
    if held_sides and set(clause.sides) - held_sides:
        yield "side"
        return
    turning = {key for key in clause.signs if key.startswith("¬")}
    ranked = ranked_by(clause, ground, WHO | turning, signed=True)
    if not ranked or ranked[0][0] < ABOUT:
        return
    near = nearest(ranked)
    checks: dict[str, Callable[[], bool]] = {
        "side": lambda: all(_on_another_side(clause, held, ground.sides) for held in near),
        "denial": lambda: denied(clause, ranked, ground, said),
        "degree": lambda: any(_turned(clause, key, ground) for key in clause.signs),
        "party": lambda: all(_other_party(clause, held, ground.makers) for held in near),
        "name": lambda: any(_other_name(clause, n, ground) for n in _names(clause, ground)),
        "amount": lambda: bool(clause.amounts) and _other_amount(clause, ground),
        "maker": lambda: _other_maker(clause, ground),
    }
    yield from (name for name, check in checks.items() if check())


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


def _other_maker(said: Clause, ground: Ground) -> bool:
    """Whether a maker does what the customer does in the passage, or the reverse.

    Weaker than another party, because "Acme grants a right" is "you receive a right".
    """
    ours = roles(said.text, ground.makers)
    ranked = ranked_by(said, ground, WHO, signed=True)
    if len(ours) != 1 or ranked[0][0] < _SAME_MATTER:
        return False
    theirs = [
        roles(held.text, ground.makers) or roles(held.sentence, ground.makers)
        for held in nearest(ranked, _ALIKE)
    ]
    return all(len(held) == 1 and held != ours for held in theirs)


def _misplaced(said: tuple[str, ...], held: tuple[str, ...]) -> bool:
    """Whether one of two is named for the other, or both are swapped."""
    if not said or not held:
        return False
    if not set(said) & set(held):
        return True
    return len(said) == len(held) == 2 and said != held


def _turned(clause: Clause, key: str, ground: Ground) -> bool:
    """Whether the ground says the opposite word, such as "cheaper" for "dearer"."""
    ranked = ranked_by(clause, ground, {key, *WHO}, signed=True)
    saying = [(score, held) for score, held in ranked if key in held.signs]
    if not saying or saying[0][0] < max(
        ABOUT, (0.8 if key.startswith("¬") else REST) * ranked[0][0]
    ):
        return False
    best = nearest(saying)
    if key == _LASTING and any(_timed(one) for one in (clause, *best)):
        return False
    return all(
        apart(clause, held, key) != _compared_backwards(clause, held)
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
    ranked = ranked_by(clause, ground, keys(name))
    top = ranked[0][0]
    near = [held for score, held in ranked if score >= TIE * top]
    if top < ABOUT or not all(len(clause.keys & held.keys) > 1 for held in near):
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
    ranked = ranked_by(clause, ground, signed=True)
    near = [held for score, held in ranked if score >= _ALIKE * ranked[0][0]]
    kinds = {amount.kind for amount in clause.amounts}
    return all(
        any(amount.kind in kinds for amount in held.amounts)
        and missing(clause.amounts, held.amounts)
        for held in near
    )

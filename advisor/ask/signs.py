"""What speaks against a sentence in the windows it rests on, as numbers that can be weighed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.ask import words
from advisor.ask.amounts import periods
from advisor.ask.contradict import contradictions
from advisor.ask.ground import Ground
from advisor.ask.order import compared, likest
from advisor.ask.polarity import polarity
from advisor.ask.said import Said
from advisor.ask.senses import keys
from advisor.ask.strange import elsewhere, lacking
from advisor.ask.windows import Window
from advisor.ports import EncodedQuery, Signs

# "Not before X" is "only after X": a denial under a condition is worth less as a sign.
_CONDITION = re.compile(
    r"\b(?:unless|until|without|only|except|before|once|otherwise|barring|apart from|even if)\b",
    re.IGNORECASE,
)
_WEAK = 0.62  # score below which a sentence may be on another topic
_SAME_PLACE = 0.75  # likeness on both sides of a noun from which it replaces another
_REASONS = ("side", "degree", "party", "name", "maker")
NEVER = frozenset({"amount", "period"})  # with one of these no sentence is supported


@dataclass(frozen=True, slots=True)
class Rest:
    """What a sentence rests on: windows, how much they are about the same, and their tokens.

    `singles` are the sentences that it may repeat.
    """

    windows: Sequence[Window]
    score: float
    singles: Sequence[str]
    tokens: Sequence[Signs]
    ground: Ground


def signs(said: Said, query: EncodedQuery, rest: Rest) -> dict[str, float]:
    """Gather the signs, each from 0, where nothing speaks against a sentence, to 1.

    One of `NEVER` is there only when it holds.
    """
    held = frozenset[str]().union(*(window.keys for window in rest.windows))
    reasons = dict.fromkeys(contradictions(said.clauses, rest.ground), 1.0)
    lack = lacking(said, query, held, rest.tokens)
    turned = polarity(said.clauses, rest.ground.clauses, rest.ground.rarity)
    order = compared(said.text, likest(said.text, rest.singles))
    bound = bool(_CONDITION.search(said.text) or _CONDITION.search(turned.beside))
    denials = {
        "denial": reasons.pop("denial", 0.0),
        "odd denials": float(turned.odd),
        "worst clause": turned.worst,
    }
    return {
        "weak": max(0.0, _WEAK - rest.score),
        "lacking nouns": lack.nouns,
        "second word": lack.second,
        **dict.fromkeys(_REASONS, 0.0),
        **reasons,
        **{name: value * (not bound) for name, value in denials.items()},
        **{f"{name}, bound": value * bound for name, value in denials.items()},
        **_unknown(said, rest.windows, held),
        "turned clauses": max(0.0, turned.turned),
        "only": float(turned.only),
        "opposite": float(order.opposite),
        "slot": order.slot,
        "replaced": float(order.slot > _SAME_PLACE),
        "swapped": order.swap,
        "elsewhere": elsewhere(said, rest.ground.clauses),
    }


def _unknown(said: Said, chosen: Sequence[Window], held: frozenset[str]) -> dict[str, float]:
    """Whether a period or a name is said that the passages do not say."""
    own = frozenset[str]().union(*(window.periods for window in chosen))
    context = frozenset[str]().union(*(window.context for window in chosen))
    opening = words.opening_name(said.text)
    found = {
        "unknown name": float(
            not all(named(name, context) or held.issuperset(keys(name)) for name in said.names)
        ),
        "unknown opening": float(bool(opening) and not named(opening, context)),
    }
    return found | ({"period": 1.0} if own and periods(said.text) - own else {})


def named(name: str, context: frozenset[str]) -> bool:
    """Whether a name is among words, in the singular or the plural."""
    name = name if name in context else name.split("-", maxsplit=1)[0]
    return name in context or name.rstrip("s") in context or f"{name}s" in context

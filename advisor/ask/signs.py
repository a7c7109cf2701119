"""What speaks against a sentence in the windows it rests on, as numbers that can be weighed."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
REASONS = ("side", "degree", "party", "name", "amount", "maker")


def signs(
    said: Said,
    score: float,
    chosen: Sequence[Window],
    singles: Sequence[str],
    ground: Ground,
    query: EncodedQuery,
    tokens: Sequence[Signs],
) -> dict[str, float]:
    """Gather the signs; all are 0 where nothing speaks against a sentence, or up to 1.

    `score`: how much the windows are about the same; `singles`: sentences it may repeat; `tokens`:
    those of the chosen windows.
    """
    held = frozenset[str]().union(*(window.keys for window in chosen))
    reasons = {reason: 1.0 for reason in contradictions(said.clauses, ground)}
    lack = lacking(said, query, held, tokens)
    turned = polarity(said.clauses, ground.clauses, ground.rarity)
    order = compared(said.text, likest(said.text, singles))
    bound = bool(_CONDITION.search(said.text) or _CONDITION.search(turned.beside))
    denials = {
        "denial": reasons.pop("denial", 0.0),
        "odd denials": float(turned.odd),
        "worst clause": turned.worst,
    }
    return {
        "weak": max(0.0, _WEAK - score),
        "lacking nouns": lack.nouns,
        "second word": lack.second,
        **{reason: reasons.get(reason, 0.0) for reason in REASONS},
        **{name: value * (not bound) for name, value in denials.items()},
        **{f"{name}, bound": value * bound for name, value in denials.items()},
        **_unknown(said, chosen),
        "turned clauses": turned.turned,
        "only": float(turned.only),
        "opposite": float(order.opposite),
        "slot": order.slot,
        "replaced": float(order.slot > _SAME_PLACE),
        "swapped": order.swap,
        "elsewhere": elsewhere(said, ground.clauses),
    }


def _unknown(said: Said, chosen: Sequence[Window]) -> dict[str, float]:
    """Whether a period or a name is said that the passages do not say."""
    held = frozenset[str]().union(*(window.periods for window in chosen))
    context = frozenset[str]().union(*(window.context for window in chosen))
    alike = frozenset[str]().union(*(window.keys for window in chosen))
    opening = words.opening_name(said.text)
    return {
        "period": float(bool(held and periods(said.text) - held)),
        "unknown name": float(
            not all(named(n, context) or alike.issuperset(keys(n)) for n in said.names)
        ),
        "unknown opening": float(bool(opening) and not named(opening, context)),
    }


def named(name: str, context: frozenset[str]) -> bool:
    """Whether a name is among words, in the singular or the plural."""
    name = name if name in context else name.split("-", maxsplit=1)[0]
    return name in context or name.rstrip("s") in context or f"{name}s" in context

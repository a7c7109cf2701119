"""What speaks against a sentence in the windows it rests on, as numbers that can be weighed."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.ask import words
from advisor.ask.amounts import periods
from advisor.ask.contradict import contradictions
from advisor.ask.ground import Ground
from advisor.ask.order import compared, likest
from advisor.ask.polarity import polarity
from advisor.ask.said import Said
from advisor.ask.strange import elsewhere, lacking
from advisor.ask.windows import Window
from advisor.ports import EncodedQuery, Signs

_WEAK = 0.62  # score below which a sentence may be on another topic
_SAME_PLACE = 0.75  # likeness on both sides of a noun from which it replaces another
REASONS = ("side", "denial", "degree", "party", "name", "amount", "maker")


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
    reasons = contradictions(said.clauses, ground)
    lack = lacking(said, query, held, tokens)
    turned = polarity(said.clauses, ground.clauses, ground.rarity)
    order = compared(said.text, likest(said.text, singles))
    return {
        "weak": max(0.0, _WEAK - score),
        "lacking nouns": lack.nouns,
        "second word": lack.second,
        **{reason: float(reason in reasons) for reason in REASONS},
        **_unknown(said, chosen),
        "odd denials": float(turned.odd),
        "turned clauses": turned.turned,
        "worst clause": turned.worst,
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
    opening = words.opening_name(said.text)
    return {
        "period": float(bool(held and periods(said.text) - held)),
        "unknown name": float(not all(named(name, context) for name in said.names)),
        "unknown opening": float(bool(opening) and not named(opening, context)),
    }


def named(name: str, context: frozenset[str]) -> bool:
    """Whether a name is among words, in the singular or the plural."""
    name = name if name in context else name.split("-", maxsplit=1)[0]
    return name in context or name.rstrip("s") in context or f"{name}s" in context

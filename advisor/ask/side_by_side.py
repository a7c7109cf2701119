"""What the pages of each vendor say on one question, beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.ask.asked import Asked
from advisor.ask.draft import DraftBlock
from advisor.ask.memory import VectorMemory
from advisor.ask.rank import rank
from advisor.ask.sayings import Saying, distinct
from advisor.records import Hit

_SIDES = 6
_SENTENCES = 2  # of a vendor
_AS_GOOD = 0.85  # of a vendor's best sentence, for another beside it
_SPEAKS = 0.7  # of the best sentence of all, for a vendor's pages to say something
_NOTHING = "- *Nothing on this in its pages here.*"


def side_by_side(asked: Asked, hits: Sequence[Hit], memory: VectorMemory) -> list[DraftBlock]:
    """Quote the best sentences of each vendor's own pages, or say that they have none.

    Each vendor's sentences are ranked for the question put to it alone, so that a page which
    repeats the names of both is not taken for an answer.
    """
    said = {
        vendor: rank(asked.apart[vendor], [h for h in hits if h.chunk.vendor == vendor], memory)
        for vendor in asked.sides.needed[:_SIDES]
    }
    best = max((one.relevance for ranked in said.values() for one in ranked), default=0.0)
    blocks: list[DraftBlock] = []
    for vendor, ranked in said.items():
        speaking = bool(ranked) and ranked[0].relevance >= _SPEAKS * best
        blocks.append(DraftBlock("", layout=f"**{vendor}**"))
        blocks += _own(ranked) if speaking else [DraftBlock("", layout=_NOTHING)]
    return blocks


def _own(ranked: Sequence[Saying]) -> list[DraftBlock]:
    near = [one for one in ranked if one.relevance >= _AS_GOOD * ranked[0].relevance]
    return [DraftBlock("- ", (one.drafted(),)) for one in distinct(near, (), _SENTENCES)]

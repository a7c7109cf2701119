"""A question on its way through the ask line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from advisor.ask.compared import Compared
from advisor.ports import EncodedQuery, Signs, Vectors
from advisor.records import Chunk


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that was found out about it on the way.

    `weights` says how much each token of the question counts, vendors' names aside, which all
    sentences of their own pages are about; `signs` holds those of the passages found, by chunk id.
    `apart` has the question as put to each vendor alone, where it compares vendors; `facts` the
    facts of the profiles of the vendors named that it surely asks for.
    """

    question: str
    encoded: EncodedQuery
    weights: Vectors
    rarity: Mapping[str, float]
    signs: Mapping[str, Signs]
    sides: Compared
    named: tuple[str, ...] = ()
    price: bool = False
    apart: Mapping[str, Asked] = field(default_factory=dict)
    facts: Mapping[str, Sequence[Chunk]] = field(default_factory=dict)

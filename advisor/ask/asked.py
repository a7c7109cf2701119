"""A question on its way through the ask line, and what its answer may quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from advisor.ask.compared import Compared
from advisor.ask.guide import Guide
from advisor.ask.matcher import Matcher
from advisor.ports import EncodedQuery, Signs, Vectors
from advisor.records import Chunk


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that was found out about it on the way.

    `weights` says how much each token of the question counts, vendors' names aside, which all
    sentences of their own pages are about; `signs` holds those of the passages
    found, by chunk id. `apart` has the question as put to each vendor alone, where it compares
    vendors.
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


@dataclass(frozen=True, slots=True)
class Shelf:
    """What an extract may quote beside the passages found: the guide's passages by section."""

    guide: Guide
    passages: Mapping[str, Sequence[Chunk]]
    matcher: Matcher

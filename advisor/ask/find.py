"""Search for a question: every side of it, with the decision whether what was found is enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from advisor.ask import floor
from advisor.ask.asked import Shelf
from advisor.ask.compared import Compared, compared, only
from advisor.ask.retrieve import Names, Query, choose, rarities, search
from advisor.ports import Embedder, Library, Vectors
from advisor.records import Hit


class Searched(Protocol):
    """What a search needs."""

    @property
    def library(self) -> Library: ...  # noqa: D102 - named as what it is
    @property
    def embedder(self) -> Embedder: ...  # noqa: D102
    @property
    def shelf(self) -> Shelf: ...  # noqa: D102
    @property
    def names(self) -> Names: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Findings:
    """The passages for a question and what the steps after need to know of the search.

    `chosen` are the best passages, `hits` the same when they are `enough` to answer from and none
    otherwise, `ranked` all that were found, best first.
    """

    chosen: tuple[Hit, ...]
    hits: tuple[Hit, ...]
    ranked: tuple[Hit, ...]
    enough: bool
    vector: Vectors
    rarity: Mapping[str, float]
    sides: Compared
    named: tuple[str, ...]
    price: bool
    signs: floor.Signs


def find(question: str, k: int, parts: Searched) -> Findings:
    """Search the library for a standalone question and judge what was found."""
    named = parts.names.named(question)
    sides = compared(question, named, parts.shelf.guide)
    spellings = parts.names.spellings
    alone = [only(question, vendor, spellings) for vendor in sides.needed if sides.vendors]
    vector, *others = parts.embedder.embed_queries([question, *alone])
    about = _about(parts.shelf, question, vector)
    ranked = search(Query(question, vector, named, about), parts.library)
    for vendor, text, own in zip(sides.needed, alone, others, strict=False):
        ranked = _with(ranked, Query(text, own, (vendor,)), vendor, parts)
    rarity = rarities(question, parts.library)
    chosen = choose(ranked, k, parts.library, sides)
    price = floor.asks_price(question, named)
    seen = floor.signs(question, ranked, chosen, parts.shelf.matcher.vocabulary)
    enough = seen.enough and (not price or _prices(chosen, named))
    return Findings(
        chosen=tuple(chosen),
        hits=tuple(chosen) if enough else (),
        ranked=tuple(ranked[:60]),
        enough=enough,
        vector=vector,
        rarity=rarity,
        sides=sides,
        named=named,
        price=price,
        signs=seen,
    )


def _about(shelf: Shelf, question: str, vector: Vectors) -> dict[str, float]:
    """Return how surely the question is about the section of each chunk of the guide."""
    scores = shelf.matcher.scores(question, vector)
    return {
        chunk.id: scores.get(section, 0.0)
        for section, chunks in shelf.passages.items()
        for chunk in chunks
    }


def _with(ranked: Sequence[Hit], query: Query, vendor: str, parts: Searched) -> list[Hit]:
    """Search a vendor's own pages too, for a question with the other vendors' names left out."""
    best = {hit.chunk.id: hit for hit in ranked}
    sources = parts.names.sources.get(vendor, ())
    for hit in search(query, parts.library, sources)[:8]:
        known = best.get(hit.chunk.id)
        if known is None or known.score < hit.score:
            best[hit.chunk.id] = hit
    return sorted(best.values(), key=lambda hit: -hit.score)


def _prices(hits: Sequence[Hit], named: Sequence[str]) -> bool:
    """Say whether a passage states an amount, of the vendor named if one is."""
    return any(floor.states_price(hit) and (not named or hit.chunk.vendor in named) for hit in hits)

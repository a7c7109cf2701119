"""Search in a client's papers beside the library: neither hides what the other has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from advisor.ask import floor, prices
from advisor.ask.find import Findings, Searched, find
from advisor.ask.retrieve import choose, own_score, search
from advisor.records import Hit

_NEXT = 0.02  # by which the library's best passage comes after papers that say more


@dataclass(frozen=True, slots=True)
class Beside:
    """Meets `pipeline.Search`: the library as if alone, and the papers of the sources `own`.

    What the library finds is judged without the papers, so that a client with papers is never
    told less than one without. Papers are judged by how near they come themselves; those that come
    nearer to the question than any passage of the library go before it.
    """

    alone: Searched
    own: tuple[str, ...]

    def __call__(self, question: str, k: int, parts: Searched) -> Findings:
        """Search both for a standalone question."""
        found = find(question, k, self.alone)
        query = replace(found.query, own=(), about={})
        papers = search(query, parts.library, self.own)
        chosen = choose(papers, k, parts.library, found.sides)
        if found.price:
            chosen = prices.priced(papers, question, tuple(query.named), parts.library)[:k]
        read = [*chosen, *found.chosen] if chosen else []
        seen = floor.signs(question, papers, read, parts.shelf.matcher.vocabulary)
        if not found.enough:
            chosen = _on_the_named(chosen, tuple(query.named), parts)
        if not (chosen and seen.enough):
            return found
        both = _merged(chosen, found.hits)[:k]
        return replace(
            found,
            chosen=tuple(both),
            hits=tuple(both),
            ranked=tuple(_merged(papers, found.ranked)[:60]),
            enough=True,
            signs=max(seen, found.signs, key=lambda one: one.belief),
        )


def _on_the_named(hits: Sequence[Hit], vendors: Sequence[str], parts: Searched) -> list[Hit]:
    """Leave out papers that speak of none of the vendors named: alone they would be no answer."""
    if not vendors:
        return list(hits)
    named = set(vendors)
    return [
        hit
        for hit in hits
        if named & {hit.chunk.vendor, *parts.names.named(f"{hit.chunk.title} {hit.chunk.text}")}
    ]


def _merged(papers: Sequence[Hit], shared: Sequence[Hit]) -> list[Hit]:
    """Put papers where their scores say, and before all where they come nearest."""
    nearest = max((own_score(hit) for hit in shared), default=0.0)
    first = [hit for hit in papers if own_score(hit) > nearest]
    rest = [hit for hit in papers if own_score(hit) <= nearest]
    after = min((hit.score for hit in first), default=1.0 + _NEXT) - _NEXT
    lowered = [replace(hit, score=min(hit.score, after)) for hit in shared]
    return [*first, *sorted([*rest, *lowered], key=lambda hit: -hit.score)]

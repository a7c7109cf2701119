"""Search in a client's papers beside the library: neither hides what the other has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from advisor.ask import floor, prices
from advisor.ask.find import Findings, Searched, find
from advisor.ask.names import Names
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
            named = parts.names.named(question)
            chosen = prices.priced(papers, question, named, parts.library)[:k]
        read = [*chosen, *found.chosen] if chosen else []
        seen = floor.signs(question, papers, read, parts.shelf.matcher.vocabulary)
        speaking = _speaking(chosen, question, parts.names)
        if not (seen.enough and (speaking or (chosen and found.enough))):
            return found
        both = _merged(chosen, speaking, found.hits)[:k]
        return replace(
            found,
            chosen=tuple(both),
            hits=tuple(both),
            enough=True,
            signs=max(seen, found.signs, key=lambda one: one.belief),
        )


def _speaking(hits: Sequence[Hit], question: str, names: Names) -> list[Hit]:
    """Leave out papers that speak of none of the vendors named: they answer nothing of theirs."""
    vendors = set(names.named(question))
    if not vendors:
        return list(hits)
    return [
        hit
        for hit in hits
        if vendors & {hit.chunk.vendor, *names.named(f"{hit.chunk.title} {hit.chunk.text}")}
    ]


def _merged(papers: Sequence[Hit], speaking: Sequence[Hit], shared: Sequence[Hit]) -> list[Hit]:
    """Put papers that come nearest before the library's passages, others after its best one."""
    nearest = max((own_score(hit) for hit in shared), default=0.0)
    first = [hit for hit in speaking if own_score(hit) > nearest]
    head = first or list(shared[:1])
    below = min((hit.score for hit in head), default=1.0 + _NEXT) - _NEXT
    rest = [hit for hit in (*papers, *shared) if hit not in head]
    lowered = [replace(hit, score=min(hit.score, below)) for hit in rest]
    return [*head, *sorted(lowered, key=lambda hit: -hit.score)]

"""Answers from the vendors' profiles: the fact asked for first, or a table of two vendors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.ask.asked import Asked
from advisor.ask.draft import Draft, DraftBlock
from advisor.ask.memory import VectorMemory
from advisor.ask.profiles import USUAL, Profiles, is_profile
from advisor.ask.rank import rank
from advisor.ask.sayings import distinct, sayings
from advisor.records import Chunk, Hit

_COLUMNS, _ROWS = 4, 6
_GROUNDS = 4
_ASPECTS = 2  # facts told of one vendor at the most
_BESIDE = 2  # sentences of pages that were brought in


@dataclass(frozen=True, slots=True)
class Told:
    """A composed draft with every passage it quotes."""

    draft: Draft
    hits: tuple[Hit, ...]


def told(
    asked: Asked, hits: Sequence[Hit], profiles: Profiles, memory: VectorMemory
) -> Told | None:
    """Answer from the profiles; None where they are not what the question is about."""
    if asked.sides.vendors:
        return _compared(asked, hits, profiles)
    facts = [chunk for chunks in asked.facts.values() for chunk in chunks]
    if hits[0].chunk not in facts:
        return None
    return _of_one(asked, hits, facts[:_ASPECTS], memory)


def _of_one(
    asked: Asked, hits: Sequence[Hit], facts: Sequence[Chunk], memory: VectorMemory
) -> Told:
    """Give the fact, then the next one, then what pages that were brought in say besides."""
    first = [hits[0].chunk, *(chunk for chunk in facts if chunk != hits[0].chunk)]
    own = _hits(first, hits)
    lead, *rest = [one for hit in own for one in sayings(hit)]
    pages = [h for h in hits if not is_profile(h.chunk) and h.chunk.vendor in asked.named]
    beside = distinct(rank(asked, pages, memory), (lead, *rest), _BESIDE) if pages else []
    blocks = [DraftBlock("**", (lead.drafted(),))]
    blocks += [DraftBlock("- ", (one.drafted(),)) for one in (*rest[:_GROUNDS], *beside)]
    return Told(tuple(blocks), (*own, *pages))


def _compared(asked: Asked, hits: Sequence[Hit], profiles: Profiles) -> Told | None:
    """Set the profiles of the vendors compared side by side, aspect by aspect."""
    vendors = [one for one in asked.sides.needed if one in profiles.facts][:_COLUMNS]
    if len(vendors) < 2:
        return None
    aspects = _aspects(asked, profiles)
    if not aspects:
        return None
    blocks = [
        DraftBlock("", layout=f"| | {' | '.join(vendors)} |"),
        DraftBlock("", layout="|" + " --- |" * (len(vendors) + 1)),
    ]
    used: list[Chunk] = []
    for aspect in aspects[:_ROWS]:
        chunks = [profiles.facts[vendor][aspect] for vendor in vendors]
        cells = [sayings(Hit(chunk, 0.0))[0].drafted() for chunk in chunks]
        blocks.append(DraftBlock(f"| {profiles.titles[aspect]} | ", tuple(cells)))
        used += chunks
    return Told(tuple(blocks), tuple(_hits(used, hits)))


def _aspects(asked: Asked, profiles: Profiles) -> list[str]:
    """Return the aspects compared: those asked for, or the usual ones of a general comparison."""
    if asked.sides.general:
        return list(USUAL)
    wanted = {
        aspect
        for vendor, chunks in asked.facts.items()
        for aspect, chunk in profiles.facts[vendor].items()
        if chunk in chunks
    }
    return [aspect for aspect in profiles.titles if aspect in wanted]


def _hits(chunks: Sequence[Chunk], found: Sequence[Hit]) -> list[Hit]:
    known = {hit.chunk.id: hit for hit in found}
    return [known.get(chunk.id, Hit(chunk, 0.0)) for chunk in chunks]

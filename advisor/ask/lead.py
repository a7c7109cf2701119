"""The sentences an extract begins with, and those that stand next to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.ask.guide import Section
from advisor.ask.rank import asks_whether
from advisor.ask.sayings import Saying
from advisor.records import Hit

# A section's first paragraph is written as its direct answer, an FAQ's says yes or no; where a
# section lists cases, the sentence on the case asked about answers better.
_OPENING, _YES_OR_NO = 0.12, 0.5
_LISTING = frozenset({"use-cases", "framework", "security"})
ABOUT_AS_SURE = 0.7  # share of the best passage's section score from which another is meant too
# "Any option but X": a yes or no to the question about X would say the opposite.
_ALL_BUT = re.compile(
    r"\b(?:any|no|other|another) (?:\w+ )?(?:option|choice|way|alternative)s?"
    r" (?:but|other than|except|besides)\b|\banything but\b",
    re.IGNORECASE,
)
_YES = re.compile(r"(?:yes|no)\b[,.]", re.IGNORECASE)


def leading(
    question: str, ranked: Sequence[Saying], top: Hit, section: Section | None
) -> list[Saying]:
    """Return the one or two sentences that answer the question asked."""
    if not ranked:
        return []
    if section is None:
        best = ranked[0]
        after = [s for s in ranked if s.hit is best.hit and best.end <= s.start <= best.end + 3]
        return [best, *after[:1]] if len(best.text) < 160 and not best.row else [best]
    own = [
        saying
        for saying in ranked
        if saying.hit.chunk.heading == top.chunk.heading and not saying.row
    ]
    if not own:
        return [ranked[0]]
    opening = min(own, key=lambda saying: saying.start).hit.chunk
    first = [saying for saying in own if saying.hit.chunk == opening and saying.paragraph == 0]
    bonus = _bonus(question, section)
    best = max(own, key=lambda saying: saying.relevance + bonus * (saying in first))
    if best in first:
        return sorted(first, key=lambda saying: saying.start)[:2]
    return [best]


def next_to(
    ranked: Sequence[Saying], lead: Sequence[Saying], hits: Sequence[Hit], section: Section | None
) -> list[Saying]:
    """Return what belongs into the grounds before all else.

    These are two more sentences of the answering passage, and the best of each of the next two
    passages found, while the question is about as surely about them.
    """
    if section is None:
        return []
    first = [s for s in ranked if s.hit.chunk.id == hits[0].chunk.id and s not in lead][:2]
    for hit in hits[1:3]:
        if hit.section_score >= ABOUT_AS_SURE * hits[0].section_score > 0:
            first += [s for s in ranked if s.hit.chunk.id == hit.chunk.id][:1]
    return first


def _bonus(question: str, section: Section) -> float:
    """How much sooner the section's opening leads than a sentence as relevant."""
    if section.kind in _LISTING:
        return 0.0
    whether = section.kind == "faq" and asks_whether(question) and not _ALL_BUT.search(question)
    return _YES_OR_NO if whether else _OPENING


def says_the_opposite(saying: Saying, question: str) -> bool:
    """Whether a yes or no answers the question turned round, and so reads as its opposite."""
    return bool(_ALL_BUT.search(question) and _YES.match(saying.text))

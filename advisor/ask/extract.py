"""Compose an answer without a model: the direct answer first, then its grounds, word for word."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.ask import clauses, facts, prices, words
from advisor.ask.asked import Asked
from advisor.ask.compared import is_choice
from advisor.ask.draft import Draft, DraftBlock, DraftSentence, Quote
from advisor.ask.guide import Guide, Section, section_of
from advisor.ask.lead import ABOUT_AS_SURE, leading, next_to, says_the_opposite
from advisor.ask.memory import VectorMemory
from advisor.ask.rank import asks_number, rank
from advisor.ask.sayings import Saying, distinct, sayings
from advisor.ask.shelf import Shelf
from advisor.ask.side_by_side import side_by_side
from advisor.ask.tables import comparison_table
from advisor.records import Hit

_GROUNDS = 5
# A ground has at least this share of the best sentence's relevance: in the guide, which is written
# to be quoted, and in other pages.
_NEAR_BEST, _NEAR_BEST_ELSEWHERE = 0.5, 0.8
_ADDS = 0.5  # and, elsewhere, this share of the most that a sentence adds to its headings
_FIGURE = re.compile(r"\d")
_SHORT = 90  # letters of a sentence that only gives the figure
_OTHER = {"open": "proprietary", "proprietary": "open"}
_TITLES = {"open": "Open", "proprietary": "Proprietary", "hybrid": "Hybrid"}


@dataclass(frozen=True, slots=True)
class Extract:
    """A composed draft with every passage it quotes."""

    draft: Draft
    hits: tuple[Hit, ...]


def extract(asked: Asked, hits: Sequence[Hit], shelf: Shelf, memory: VectorMemory) -> Extract:
    """Compose the answer from the passages found (at least one)."""
    told = None if asked.price else facts.told(asked, hits, shelf.profiles, memory)
    if told:
        return Extract(told.draft, told.hits)
    if asked.sides.vendors and not asked.price:
        return Extract(tuple(side_by_side(asked, hits, memory)), tuple(hits))
    section = section_of(hits[0].chunk, shelf.guide)
    own = [hit for hit in hits if hit.chunk.vendor in asked.named]
    read = own if len(own) > 1 else list(hits)
    if section:
        read = _with_related(hits, section, shelf, asked.named)
    ranked = _of_the_side(rank(asked, read, memory), asked.question, section, shelf.guide)
    ranked = [saying for saying in ranked if not says_the_opposite(saying, asked.question)]
    if asked.price:
        ranked = [saying for saying in ranked if prices.states(saying.text)]
    lead = leading(asked.question, ranked, hits[0], section)
    blocks = [DraftBlock("**", tuple(saying.drafted() for saying in lead))] if lead else []
    extra: list[Hit] = []
    table = comparison_table(asked, section, shelf, memory) if asked.sides.needed else None
    said = [*next_to(ranked, lead, hits, section), *ranked]
    worthy = _nearly_best(said, elsewhere=section is None)
    chosen = distinct(worthy, lead, limit=3 if table else _GROUNDS)
    blocks += _grounds(chosen, _figures(asked.question, chosen, ranked), shelf.guide)
    if table:
        blocks += table.blocks
        extra.append(table.hit)
    if section and is_choice(asked.question):
        change = _change(section, shelf, blocks, lead)
        if change:
            blocks.append(change[0])
            extra.append(change[1])
    if asked.price:
        blocks.append(_price_date(blocks, hits))
    return Extract(tuple(blocks), tuple({h.chunk.id: h for h in (*extra, *read)}.values()))


def _with_related(
    hits: Sequence[Hit], section: Section, shelf: Shelf, named: Collection[str]
) -> list[Hit]:
    """Add the passages of the answering section and of those related to it.

    Related passages count nearly as much as the answering one. Others are left out, unless the
    question is about as surely about them: an answer keeps to its subject. Other sources speak
    only of vendors named.
    """
    top = hits[0].score
    near = {section.id: top, **dict.fromkeys(section.related, 0.8 * top)}
    sure = ABOUT_AS_SURE * hits[0].section_score
    found: dict[str, Hit] = {}
    for hit in hits:
        own = section_of(hit.chunk, shelf.guide)
        if own:
            if own.id in near or hit.section_score >= sure:
                found[hit.chunk.id] = replace(hit, score=near.get(own.id, hit.score / 2))
        elif hit.chunk.vendor in named:
            found[hit.chunk.id] = hit
    for number, score in near.items():
        for chunk in shelf.passages.get(number, ()):
            found.setdefault(chunk.id, Hit(chunk, score))
    return list(found.values())


def _of_the_side(
    ranked: Sequence[Saying], question: str, section: Section | None, guide: Guide
) -> list[Saying]:
    """Leave out what speaks of the other side, unless the question is which of the two to choose.

    The side asked about is the one that the question names, else its section's.
    """
    said = words.sides(question)
    asked = next(iter(said)) if len(said) == 1 else section.side if section and not said else ""
    other = _OTHER.get(asked)
    if section is None or other is None or is_choice(question):
        return list(ranked)
    return [saying for saying in ranked if _side(saying, guide) != other]


def _nearly_best(ranked: Sequence[Saying], *, elsewhere: bool) -> list[Saying]:
    """Keep the sentences that may support the lead: those nearly as relevant as the best."""
    near, adds = (_NEAR_BEST_ELSEWHERE, _ADDS) if elsewhere else (_NEAR_BEST, 0.0)
    relevance = near * max((saying.relevance for saying in ranked), default=0.0)
    added = adds * max((saying.adds for saying in ranked), default=0.0)
    return [
        saying
        for saying in ranked
        if saying.relevance >= relevance and not saying.row and (not adds or saying.adds >= added)
    ]


def _figures(
    question: str, chosen: Sequence[Saying], ranked: Sequence[Saying]
) -> dict[tuple[str, int], Saying]:
    """Find the short sentence behind each that gives the figure that it leaves out.

    By the chunk and the end of the sentence before it; only where a figure is asked for.
    """
    if not asks_number(question):
        return {}
    waiting = {(s.hit.chunk.id, s.end): s for s in chosen if not _FIGURE.search(s.text)}
    found: dict[tuple[str, int], Saying] = {}
    for saying in ranked:
        if len(saying.text) <= _SHORT and _FIGURE.search(saying.text) and saying not in chosen:
            for gap in range(3):
                before = waiting.get((saying.hit.chunk.id, saying.start - gap))
                if before and before.paragraph == saying.paragraph:
                    found[before.hit.chunk.id, before.end] = saying
    return found


def _grounds(
    chosen: Sequence[Saying], figures: Mapping[tuple[str, int], Saying], guide: Guide
) -> list[DraftBlock]:
    """List the supporting sentences, under Open, Proprietary and Hybrid where that fits."""
    groups: dict[str, list[Saying]] = {}
    for saying in chosen:
        groups.setdefault(_side(saying, guide), []).append(saying)
    if len(set(groups) & set(_TITLES)) < 2:
        return [_bullet(saying, figures) for saying in chosen]
    blocks: list[DraftBlock] = [_bullet(saying, figures) for saying in groups.get("both", [])]
    for side, title in _TITLES.items():
        if side in groups:
            blocks.append(DraftBlock("", layout=f"**{title}**"))
            blocks += [_bullet(saying, figures) for saying in groups[side]]
    return blocks


def _bullet(saying: Saying, figures: Mapping[tuple[str, int], Saying]) -> DraftBlock:
    figure = figures.get((saying.hit.chunk.id, saying.end))
    return DraftBlock("- ", tuple(one.drafted() for one in (saying, figure) if one))


def _side(saying: Saying, guide: Guide) -> str:
    """Whose case a sentence makes: its own words decide, else its section or its page."""
    said = clauses.sides(saying.text)
    if len(said) == 1:
        return said[0]
    section = section_of(saying.hit.chunk, guide)
    if section:
        return section.side if not said or section.side == "hybrid" else "both"
    return saying.hit.chunk.stance if saying.hit.chunk.stance in _TITLES else "both"


def _price_date(blocks: Sequence[DraftBlock], hits: Sequence[Hit]) -> DraftBlock:
    quoted = {s.quote.chunk for block in blocks for s in block.sentences if s.quote}
    days = sorted({hit.chunk.as_of.isoformat() for hit in hits if hit.chunk.id in quoted})
    said = " to ".join(dict.fromkeys((days[0], days[-1]))) if days else "without a date"
    return DraftBlock("", layout=f"*As the sources state it: {said}. Check before you rely on it.*")


def _change(
    section: Section, shelf: Shelf, blocks: Sequence[DraftBlock], lead: Sequence[Saying]
) -> tuple[DraftBlock, Hit] | None:
    """Return the line that says what would change the answer: the other side's condition."""
    used = {s.quote for block in blocks for s in block.sentences if s.quote}
    said = words.sides(lead[0].text) if lead else frozenset()
    for number in _when_the_other(section, said, shelf.guide):
        for chunk in shelf.passages.get(number, ())[:1]:
            hit = Hit(chunk, 0.0)
            for saying in sayings(hit)[:1]:
                quote = Quote(chunk.id, saying.start, saying.end)
                if quote not in used:
                    sentence = DraftSentence(saying.text, quote=quote)
                    return DraftBlock("*What would change this:* ", (sentence,)), hit
    return None


def _when_the_other(section: Section, said: frozenset[str], guide: Guide) -> list[str]:
    """Return the related sections that say when the other side is the better choice."""
    sides = {section.side} if section.side != "both" else said
    taken = sides if len(sides) == 1 else frozenset()
    near = [guide[n] for n in section.related if n in guide]
    return [
        other.id
        for other in near
        if other.kind in {"claims", "framework"}
        and other.side in _OTHER
        and other.side not in taken
        and "when" in other.title.lower()
    ]


def suggestions(question: str, ranked: Sequence[Hit], guide: Guide) -> tuple[str, ...]:
    """Two or three questions that lead on from here, none of them the one asked."""
    own = section_of(ranked[0].chunk, guide) if ranked else None
    near = list(own.related) if own else []
    near += [section.id for hit in ranked if (section := section_of(hit.chunk, guide))]
    asked = set(words.stems(question))
    out: list[str] = []
    for number in dict.fromkeys(near):
        section = guide.get(number)
        if section and section is not own and set(words.stems(section.follow_up)) != asked:
            out.append(section.follow_up)
    return tuple(out[:3])

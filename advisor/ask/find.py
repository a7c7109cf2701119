"""Search for a question: every side of it, with the decision whether what was found is enough."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from advisor.ask import floor, prices, words
from advisor.ask.compared import Compared, chooses, compared, only
from advisor.ask.glossary import Glossary
from advisor.ask.late import interaction, token_weights, without
from advisor.ask.names import Names
from advisor.ask.profiles import ASKED, COMPARED, PREFIX, facts_first, is_profile
from advisor.ask.query import Query, both
from advisor.ask.rerank import reranked
from advisor.ask.retrieve import choose, search
from advisor.ask.shelf import Shelf
from advisor.ask.wording import rarities
from advisor.ports import Embedder, EncodedQuery, Library, Reranker, Vectors
from advisor.records import Chunk, Hit

_SURE_SUBJECT = 0.4  # section score from which a question that names a vendor is a general one
_NEAR = 30  # letters behind "like" or "such as" in which an example stands
_FIRST = 2  # best passages, one of which is the named vendor's own where its pages answer
_EXAMPLE = re.compile(r"\b(?:like|such as|e\.?g\.?|for example|for instance)\b", re.IGNORECASE)


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
    @property
    def glossary(self) -> Glossary: ...  # noqa: D102
    @property
    def reranker(self) -> Reranker | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Findings:
    """The passages for a question and what the steps after need to know of the search.

    `chosen` are the best passages, `hits` the same when they are `enough` to answer from and none
    otherwise, `ranked` all that were found, best first. `apart` has the question as put to each
    vendor alone, where it compares vendors; `facts` has of each vendor named the facts of its
    profile that the question surely asks for.
    """

    chosen: tuple[Hit, ...]
    hits: tuple[Hit, ...]
    ranked: tuple[Hit, ...]
    enough: bool
    query: Query
    sides: Compared
    price: bool
    signs: floor.Signs
    apart: Mapping[str, Query]
    facts: Mapping[str, Sequence[Chunk]]


def find(question: str, k: int, parts: Searched) -> Findings:
    """Search the library for a standalone question and judge what was found."""
    sides = compared(question, parts.names, parts.shelf.guide)
    named = parts.names.named(question)
    if sides.needed and not sides.vendors:
        named, question = (), parts.names.as_sides(question)
    profiles = parts.shelf.profiles
    whose = named if named or sides.needed else parts.names.made_by(question)
    whose = () if _as_example(question, parts.names) and not sides.vendors else whose
    aspects = profiles.asked(question, parts.names, parts.embedder) if whose else {}
    facts = profiles.answering(aspects, whose, COMPARED if sides.vendors else ASKED)
    if not sides.vendors and not any(facts.values()):
        # A profile comes near to every question about its vendor: it speaks where it is asked.
        whose, named = (), tuple(one for one in named if _has_pages(one, parts.names))
    spellings = parts.names.spellings
    vendors = sides.needed if sides.vendors else ()
    alone = {vendor: only(question, vendor, spellings) for vendor in vendors}
    asked, apart = _queries(question, named, alone, parts)
    about = _about(parts.shelf, question, parts.embedder.embed_queries([question])[0])
    about |= profiles.about(aspects, whose)
    own = () if sides.vendors else _sources(named, parts.names)
    query = replace(asked, own=own, about=about)
    ranked = search(query, parts.library)
    for vendor, one in apart.items():
        ranked = _with(ranked, one, vendor, parts)
    ranked = [hit for hit in ranked if not is_profile(hit.chunk) or hit.chunk.vendor in whose]
    ranked = ranked if sides.vendors else facts_first(ranked, facts)
    if parts.reranker:
        ranked = reranked(question, ranked, parts.reranker)
    price = prices.asked_for(question, named)
    lone = bool(named) and not sides.needed and not price  # a price has a stricter rule of its own
    speaking = _of_the_named(ranked, k, question, parts.names) if lone else ranked
    if lone and any(facts.values()):  # the vendor is asked, not the guide
        theirs = [hit for hit in speaking if hit.chunk.vendor in named]
        speaking = facts_first(theirs, facts) if theirs else speaking
    chosen = choose(speaking, k, parts.library, sides)
    near = _nearest(list(apart.values()) or [query], chosen, parts)
    seen = floor.signs(question, ranked, chosen, parts.shelf.matcher.vocabulary, near)
    if price:
        chosen = prices.priced(ranked, question, named, parts.library)[:k]
    told = bool(chosen) and not price and any(chosen[0].chunk in one for one in facts.values())
    enough = told or (seen.enough and bool(chosen))
    beside = profiles.usual(sides.needed) if sides.vendors and not price else []
    whole = len({chunk.vendor for chunk in beside}) > 1
    if whole and (sides.general or (not enough and chooses(question))):
        chosen = [Hit(chunk, 1.0) for chunk in beside]
        sides, enough = replace(sides, general=True), True
    return Findings(
        chosen=tuple(chosen),
        hits=tuple(chosen) if enough else (),
        ranked=tuple(ranked[:60]),
        enough=enough,
        query=query,
        sides=sides,
        price=price,
        signs=seen,
        apart=apart,
        facts=facts,
    )


def _as_example(question: str, names: Names) -> bool:
    """Whether a question names a vendor as an example: "vendors like OpenAI"."""
    marks = _EXAMPLE.finditer(question)
    return any(names.named(question[mark.end() :][:_NEAR]) for mark in marks)


def _has_pages(vendor: str, names: Names) -> bool:
    """Whether the library has pages of a vendor besides its profile."""
    return any(not one.startswith(PREFIX) for one in names.sources.get(vendor, ()))


def _of_the_named(ranked: Sequence[Hit], k: int, question: str, names: Names) -> list[Hit]:
    """Leave out the pages of vendors that are not asked about: another's rule is no answer.

    Kept are pages of nobody's, and those of the vendor named or whose title or headings name it, or
    a version that the question names. Nothing is kept where no such page is among the very first,
    unless a passage of nobody's is surely about the question's subject, and speaks of the vendor or
    the question gives it as an example only.
    """
    named = set(names.named(question))
    versions = {name for name in words.names(question) if any(map(str.isdigit, name))}

    def speaks(chunk: Chunk) -> bool:
        where = " ".join((chunk.title, *chunk.heading))
        said = named & {chunk.vendor, *names.named(where)}
        return bool(said) or any(one in where.lower() for one in versions)

    def general(hit: Hit) -> bool:
        sure = hit.section_score >= _SURE_SUBJECT
        return sure and bool(_EXAMPLE.search(question) or named & {*names.named(hit.chunk.text)})

    own = any(speaks(hit.chunk) for hit in ranked[:_FIRST])
    if not own and not any(general(hit) for hit in ranked[:k]):
        return []
    return [hit for hit in ranked if not hit.chunk.vendor or speaks(hit.chunk)]


def _queries(
    question: str, named: Sequence[str], alone: Mapping[str, str], parts: Searched
) -> tuple[Query, dict[str, Query]]:
    """Weigh the words and tokens of what is searched for, as it is said and as pages write it.

    `alone` is the question as put to each vendor by itself; there the words of pages are enough.
    """
    reword = parts.glossary.reworded
    texts = [question, reword(question), *map(reword, alone.values())]
    encoded = parts.embedder.encode_queries(texts)

    def query(text: str, read: EncodedQuery, vendors: Sequence[str]) -> Query:
        shares = parts.library.document_frequency(text)
        return Query(text, text, read, token_weights(read, shares), rarities(shares), named=vendors)

    said = query(question, encoded[0], named)
    if texts[1] != question:
        said = both(said, query(texts[1], encoded[1], named))
    rest = zip(alone, texts[2:], encoded[2:], strict=True)
    return said, {vendor: query(text, read, (vendor,)) for vendor, text, read in rest}


def _nearest(queries: Sequence[Query], hits: Sequence[Hit], parts: Searched) -> float | None:
    """Return how near passages of the vendors named come to a question, their names aside.

    It is the best late interaction; None without such passages.
    """
    best: list[float] = []
    for query in queries:
        own = [hit.chunk.id for hit in hits if hit.chunk.vendor in query.named]
        weights = without(query.encoded, query.weights, parts.names.words(query.words))
        signs = parts.library.signs(own)
        best += map(float, interaction(query.encoded, weights, list(signs.values())))
    return max(best, default=None)


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
    for hit in search(query, parts.library, _sources((vendor,), parts.names))[:8]:
        known = best.get(hit.chunk.id)
        if known is None or known.score < hit.score:
            best[hit.chunk.id] = hit
    return sorted(best.values(), key=lambda hit: -hit.score)


def _sources(vendors: Sequence[str], names: Names) -> tuple[str, ...]:
    """Return the ids of the sources of vendors."""
    return tuple(source for vendor in vendors for source in names.sources.get(vendor, ()))

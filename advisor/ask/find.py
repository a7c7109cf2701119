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


@dataclass(frozen=True, slots=True)
class _Posed:
    """A question with whom it names and what it asks of them.

    `named` are the vendors whose pages count, `whose` those whose profiles do; `aspects` scores
    what it asks about, `facts` has the facts that answer it.
    """

    text: str
    sides: Compared
    named: tuple[str, ...]
    whose: tuple[str, ...]
    aspects: Mapping[str, float]
    facts: Mapping[str, Sequence[Chunk]]
    price: bool

    @property
    def lone(self) -> bool:
        """Whether it is put to vendors, not comparing them; a price has a stricter rule."""
        return bool(self.named) and not self.sides.needed and not self.price


def find(question: str, k: int, parts: Searched) -> Findings:
    """Search the library for a standalone question and judge what was found."""
    posed = _posed(question, parts)
    query, apart = _queries(posed, parts)
    ranked = _ranked(posed, query, apart, parts)
    chosen = choose(_speaking(posed, ranked, k, parts), k, parts.library, posed.sides)
    near = _nearest(list(apart.values()) or [query], chosen, parts)
    seen = floor.signs(posed.text, ranked, chosen, parts.shelf.matcher.vocabulary, near)
    if posed.price:
        chosen = prices.priced(ranked, posed.text, posed.named, parts.library)[:k]
    facts = [chunk for told in posed.facts.values() for chunk in told]
    told = bool(chosen) and not posed.price and chosen[0].chunk in facts
    enough = told or (seen.enough and bool(chosen))
    sides = posed.sides
    beside = _beside(posed, parts, enough=enough)
    if beside:
        chosen, sides, enough = beside, replace(sides, general=True), True
    return Findings(
        chosen=tuple(chosen),
        hits=tuple(chosen) if enough else (),
        ranked=tuple(ranked[:60]),
        enough=enough,
        query=query,
        sides=sides,
        price=posed.price,
        signs=seen,
        apart=apart,
        facts=posed.facts,
    )


def _posed(question: str, parts: Searched) -> _Posed:
    """Read from a question whom it names, and which facts of their profiles it asks for.

    A profile comes near to every question about its vendor: it speaks where it is asked.
    """
    names, profiles = parts.names, parts.shelf.profiles
    sides = compared(question, names, parts.shelf.guide)
    named = names.named(question)
    if sides.needed and not sides.vendors:
        named, question = (), names.as_sides(question)
    whose = named if named or sides.needed else names.made_by(question)
    if not sides.vendors and _as_example(question, names):
        whose = ()
    aspects = profiles.asked(question, names, parts.embedder) if whose else {}
    facts = profiles.answering(aspects, whose, COMPARED if sides.vendors else ASKED)
    if not sides.vendors and not any(facts.values()):
        whose, named = (), tuple(one for one in named if _has_pages(one, names))
    price = prices.asked_for(question, named)
    return _Posed(question, sides, named, whose, aspects, facts, price)


def _ranked(posed: _Posed, query: Query, apart: Mapping[str, Query], parts: Searched) -> list[Hit]:
    """Rank all that is found, without the profiles of vendors that are not asked about."""
    ranked = search(query, parts.library)
    for vendor, one in apart.items():
        ranked = _with(ranked, one, vendor, parts)
    ranked = [hit for hit in ranked if not is_profile(hit.chunk) or hit.chunk.vendor in posed.whose]
    if not posed.sides.vendors:
        ranked = facts_first(ranked, posed.facts)
    return reranked(posed.text, ranked, parts.reranker) if parts.reranker else ranked


def _speaking(posed: _Posed, ranked: Sequence[Hit], k: int, parts: Searched) -> Sequence[Hit]:
    """Keep what may answer: of vendors asked for a fact, their own passages, the fact first."""
    if not posed.lone:
        return ranked
    speaking = _of_the_named(ranked, k, posed.text, parts.names)
    theirs = [hit for hit in speaking if hit.chunk.vendor in posed.named]
    asked = theirs and any(posed.facts.values())
    return facts_first(theirs, posed.facts) if asked else speaking


def _beside(posed: _Posed, parts: Searched, *, enough: bool) -> list[Hit]:
    """Return the usual facts of vendors that are compared in general, or to choose from."""
    sides = posed.sides
    if not sides.vendors or posed.price:
        return []
    facts = parts.shelf.profiles.usual(sides.needed)
    whole = len({chunk.vendor for chunk in facts}) > 1
    wanted = sides.general or (not enough and chooses(posed.text))
    return [Hit(chunk, 1.0) for chunk in facts] if whole and wanted else []


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


def _queries(posed: _Posed, parts: Searched) -> tuple[Query, dict[str, Query]]:
    """Weigh the words and tokens of what is searched for, as it is said and as pages write it.

    The second are the queries put to each vendor by itself, where vendors are compared; there the
    words of pages are enough.
    """
    question, sides, reword = posed.text, posed.sides, parts.glossary.reworded
    vendors = sides.needed if sides.vendors else ()
    alone = {one: only(question, one, parts.names.spellings) for one in vendors}
    texts = [question, reword(question), *map(reword, alone.values())]
    encoded = parts.embedder.encode_queries(texts)

    def query(text: str, read: EncodedQuery, named: Sequence[str]) -> Query:
        shares = parts.library.document_frequency(text)
        return Query(text, text, read, token_weights(read, shares), rarities(shares), named=named)

    said = query(question, encoded[0], posed.named)
    if texts[1] != question:
        said = both(said, query(texts[1], encoded[1], posed.named))
    about = _about(parts.shelf, question, parts.embedder.embed_queries([question])[0])
    about |= parts.shelf.profiles.about(posed.aspects, posed.whose)
    own = () if sides.vendors else _sources(posed.named, parts.names)
    rest = zip(alone, texts[2:], encoded[2:], strict=True)
    apart = {vendor: query(text, read, (vendor,)) for vendor, text, read in rest}
    return replace(said, own=own, about=about), apart


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

"""The built-in profiles of vendors: which aspect a question asks of whom, and the fact on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from advisor.ask.compared import only
from advisor.ask.matcher import Example, Matcher
from advisor.ask.names import Names
from advisor.ports import Embedder, Library, Vectors
from advisor.records import Chunk, Hit

PREFIX = "profile-"  # of the ids of the profiles' sources
NOT_STATED = " (not stated)"  # after the heading of what a vendor's pages do not say
ASKED = 0.4  # score from which a question asks about an aspect
COMPARED = 0.2  # and one that compares vendors, perhaps on several
_SAME = 0.85  # cosine from which a listed question says the same
_PART = 0.5  # for a part of a question
_NEXT = 0.5  # of the best, for an aspect beside it
_AND = re.compile(r"\b(?:and|or)\b|[,;]", re.IGNORECASE)
_LICENCES = (" licence", " license")  # "Llama licence" is said for the vendor's licence
_VENDOR = "the vendor"
_ASKED_NEXT = (
    "training",
    "data",
    "retention",
    "certifications",
    "self_hosting",
    "licence",
    "way_out",
)
USUAL = ("what", "licence", "self_hosting", "data", "training", "certifications")
_TWICE = re.compile(
    r"(?:the )?the vendor(?:[\s,]+(?:and |or |vs\.? |versus )?(?:the )?the vendor)*"
)


@dataclass(frozen=True, slots=True)
class Aspects:
    """What profiles tell of vendors: titles by id, in order, and how people ask about each."""

    titles: Mapping[str, str] = field(default_factory=dict)
    examples: Sequence[Example] = ()


@dataclass(frozen=True, slots=True)
class Profiles:
    """Facts by vendor and aspect, and what tells which aspect a question is about.

    `listed` are the ways in which people ask, the plainest of each aspect first.
    """

    titles: Mapping[str, str]
    facts: Mapping[str, Mapping[str, Chunk]]
    matcher: Matcher
    listed: Sequence[Example] = ()

    def asked(self, question: str, names: Names, embedder: Embedder) -> dict[str, float]:
        """Score the aspects a question asks about, best first; empty if it names no vendor's."""
        if not any(vendor in self.facts for vendor in names.made_by(question)):
            return {}
        bare = _nameless(question, names)
        parts = [part for part in _AND.split(bare) if len(part.split()) > 1]
        texts = [bare, *(parts if len(parts) > 1 else ())]
        found: dict[str, float] = {}
        for text, vector in zip(texts, embedder.embed_queries(texts), strict=True):
            for key, score in self._scores(text, vector).items():
                if key in self.titles and (text == bare or score >= _PART):
                    found[key] = max(score, found.get(key, 0.0))
        return dict(sorted(found.items(), key=lambda one: -one[1]))

    def _scores(self, text: str, vector: Vectors) -> dict[str, float]:
        """Score the aspects; one whose listed question says the same is asked about."""
        scores = self.matcher.scores(text, vector)
        nearest = max(self.listed, key=lambda one: float(one.vector @ vector), default=None)
        if nearest is not None and (alike := float(nearest.vector @ vector)) >= _SAME:
            scores[nearest.section] = max(alike, scores.get(nearest.section, 0.0))
        return scores

    def about(self, aspects: Mapping[str, float], vendors: Sequence[str]) -> dict[str, float]:
        """Score the facts of these vendors, by chunk; what is not stated answers last."""
        return {
            chunk.id: aspects.get(aspect, 0.0) * (1.0 if states(chunk) else _UNSTATED)
            for vendor in vendors
            for aspect, chunk in self.facts.get(vendor, {}).items()
        }

    def follow_ups(self, told: Mapping[str, Sequence[Chunk]]) -> tuple[str, ...]:
        """Ask for what else a buyer wants to know of a vendor whose facts were told."""
        vendor = next((one for one, facts in told.items() if facts), "")
        known = self.facts.get(vendor, {})
        left = [one for one in _ASKED_NEXT if one in known and known[one] not in told[vendor]]
        plainest = {one.section: one.text for one in reversed(self.listed)}
        return tuple(plainest[one].replace(_VENDOR, vendor) for one in left if one in plainest)

    def usual(self, vendors: Sequence[str]) -> list[Chunk]:
        """Return the facts that a general comparison of vendors sets side by side."""
        known = [self.facts[one] for one in vendors if one in self.facts]
        return [one[aspect] for aspect in USUAL for one in known if aspect in one]

    def answering(
        self, aspects: Mapping[str, float], vendors: Sequence[str], least: float = ASKED
    ) -> dict[str, list[Chunk]]:
        """Return of each vendor the facts on the aspects that score `least` or more."""
        least = max(least, _NEXT * max(aspects.values(), default=0.0))
        sure = [aspect for aspect, score in aspects.items() if score >= least]
        return {
            vendor: [self.facts[vendor][one] for one in sure if one in self.facts[vendor]]
            for vendor in vendors
            if sure and vendor in self.facts
        }


_UNSTATED = 0.8  # so that a page which was brought in later and does state it may come first


def states(chunk: Chunk) -> bool:
    """Whether a profile's passage states a fact, rather than that none is stated."""
    return not any(heading.endswith(NOT_STATED) for heading in chunk.heading)


def is_profile(chunk: Chunk) -> bool:
    """Whether a passage is of a built-in profile."""
    return chunk.source.startswith(PREFIX)


def facts_first(ranked: Sequence[Hit], facts: Mapping[str, Sequence[Chunk]]) -> list[Hit]:
    """Put the facts asked for before the rest of a profile that comes first anyway."""
    wanted = facts.get(ranked[0].chunk.vendor, ()) if ranked and is_profile(ranked[0].chunk) else ()
    found = {hit.chunk.id: hit for hit in ranked}
    first = [found[chunk.id] for chunk in wanted if chunk.id in found]
    return [*first, *(hit for hit in ranked if hit not in first)]


def read_profiles(library: Library, aspects: Aspects) -> Profiles:
    """Read the profiles' facts from a library."""
    by_title = {title: key for key, title in aspects.titles.items()}
    facts: dict[str, dict[str, Chunk]] = {}
    for source in library.sources():
        if source.id.startswith(PREFIX):
            own = facts.setdefault(source.vendor, {})
            for chunk in library.passages(source.id):
                for heading in chunk.heading[-1:]:
                    if key := by_title.get(heading.removesuffix(NOT_STATED)):
                        own.setdefault(key, chunk)
    return Profiles(aspects.titles, facts, Matcher(aspects.examples), aspects.examples)


def _nameless(question: str, names: Names) -> str:
    """Write "the vendor" for every vendor named."""
    called = {**names.makers, **names.spellings}
    called = {name: who for name, who in called.items() if not name.endswith(_LICENCES)}
    return _TWICE.sub(_VENDOR, only(question, "", called, instead=_VENDOR))

"""A questionnaire's rows and their answers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from advisor.records import Answer
from advisor.render import heading_path, page_title, readable, supported_share

# From here on an answer needs no person: most of it supported, and about what was asked.
_SUPPORT, _SURE = 0.8, 0.5
_YEAR = 365  # days after which a source should be looked at again
# How near a passage comes to a question: at 0.3 no nearer than any, from 0.7 on as near as it gets.
_FAR, _NEAR = 0.3, 0.7


@dataclass(frozen=True, slots=True)
class Row:
    """A question: `place` says where it stands in its file, `id` is the file's own, if it has."""

    place: str
    question: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A citation of an answer, as it is written out."""

    number: int
    title: str
    heading: str
    url: str
    party: str
    as_of: str
    quote: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A row's answer.

    `support` is the share of sentences the sources carry wholly; `confidence` that share times how
    near the best passage comes to the question, 0 to 1. `person` says why a person must look at it,
    "" when none must. `error` is what failed, "" when nothing did.
    """

    place: str
    question: str
    id: str
    text: str
    sources: tuple[Source, ...]
    support: float
    confidence: float
    person: str
    model: str
    error: str = ""

    def as_json(self) -> dict[str, object]:
        """Return it as values that JSON holds."""
        return asdict(self)


def answered(row: Row, answer: Answer, today: date) -> Answered:
    """Return a row's answer with its figures."""
    sources = tuple(
        Source(
            number=one.number,
            title=page_title(one.chunk),
            heading=heading_path(one.chunk),
            url=one.chunk.url,
            party=one.chunk.party,
            as_of=one.chunk.as_of.isoformat(),
            quote=" ".join(readable(one.quote).split()),
        )
        for one in answer.sources
    )
    support = supported_share(answer) if answer.grounded else 0.0
    confidence = round(support * _match(answer), 4)
    return Answered(
        place=row.place,
        question=row.question,
        id=row.id,
        text=readable(answer.text) if answer.grounded else answer.text.strip(),
        sources=sources,
        support=round(support, 4),
        confidence=confidence,
        person=_person(answer, support, confidence, today),
        model=answer.model,
    )


def failed(row: Row, error: str) -> Answered:
    """Return a row that could not be answered."""
    return Answered(row.place, row.question, row.id, "", (), 0.0, 0.0, error, "", error)


def from_json(value: dict[str, Any]) -> Answered:
    """Read an answer as it was kept."""
    sources = tuple(Source(**one) for one in value["sources"])
    return Answered(**{**value, "sources": sources})


def _match(answer: Answer) -> float:
    """How near the best passage comes to the question, 0 to 1."""
    nearest = max(
        (max(hit.question_score, hit.section_score, hit.dense) for hit in answer.hits), default=0.0
    )
    return min(max((nearest - _FAR) / (_NEAR - _FAR), 0.0), 1.0)


def _person(answer: Answer, support: float, confidence: float, today: date) -> str:
    """Say why a person must look at an answer."""
    if not answer.grounded:
        return "The library has nothing on this."
    if answer.notice:
        return answer.notice
    if support < _SUPPORT:
        return f"Only {support:.0%} of the sentences are supported."
    if confidence < _SURE:
        return "The passages found may not be about this question."
    oldest = min((one.chunk.as_of for one in answer.sources), default=today)
    if (today - oldest).days > _YEAR:
        return f"A source is of {oldest.isoformat()}."
    return ""

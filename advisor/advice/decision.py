"""A recommendation as an answer: each reason checked against the guide's section behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from advisor.ask import cite, evidence
from advisor.ask.draft import DraftBlock, DraftSentence, Quote
from advisor.ask.memory import VectorMemory
from advisor.ask.sentences import spans
from advisor.ask.shelf import Shelf
from advisor.brief.records import Chart, Scores, Table, text
from advisor.decide.framework import Framework
from advisor.decide.recommend import Flip, Recommendation
from advisor.records import Answer, Chunk, Hit, Usage
from advisor.render import markdown

MODEL = "decision"
_TOLD = 5
_NAMES = {"open": "an open model", "proprietary": "a proprietary model", "hybrid": "a hybrid"}


@dataclass(slots=True)
class _Passages:
    """The guide's passages that are cited, numbered as a draft claims them."""

    shelf: Shelf
    numbers: dict[str, int] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)

    def claims(self, section: str) -> tuple[int, ...]:
        """Return the numbers of a section's passages."""
        return tuple(self._number(chunk) for chunk in self.shelf.passages.get(section, ()))

    def sentence(self, text: str, section: str) -> DraftSentence:
        """A sentence that rests on a section; one that stands there word for word is quoted."""
        claims = self.claims(section)
        for chunk in self.shelf.passages.get(section, ()):
            at = chunk.text.find(text)
            if at >= 0:
                start = chunk.start + at
                return DraftSentence(text, quote=Quote(chunk.id, start, start + len(text)))
        return DraftSentence(text, claims)

    def _number(self, chunk: Chunk) -> int:
        if chunk.id not in self.numbers:
            self.hits.append(Hit(chunk, 1.0))
            self.numbers[chunk.id] = len(self.hits)
        return self.numbers[chunk.id]


def decision_answer(
    found: Recommendation, framework: Framework, shelf: Shelf, memory: VectorMemory
) -> Answer:
    """Write the recommendation; its judgements are marked where the guide does not carry them."""
    passages = _Passages(shelf)
    draft = tuple(_draft(found, framework, passages))
    chunks = [hit.chunk for hit in passages.hits]
    read = evidence.read(chunks, memory, frozenset())
    done = cite.cite(draft, passages.hits, read, memory)
    return Answer(
        question="What should we choose?",
        standalone_question="What should we choose?",
        text=markdown(done.blocks),
        blocks=done.blocks,
        grounded=True,
        model=MODEL,
        sources=done.sources,
        hits=tuple(passages.hits),
        suggestions=(),
        usage=Usage(),
        timings_ms={},
    )


def scorecard(found: Recommendation) -> Chart:
    """Draw how far each answer pulls, the strongest first."""
    reasons = sorted((*found.reasons, *found.against), key=lambda one: -abs(one.pull))
    rows = tuple((one.title, one.score) for one in reasons)
    head = ("Question", "Answer", "Score")
    cells = tuple((text(one.title), text(one.answer), text(f"{one.score:+.2f}")) for one in reasons)
    sure = "A hard constraint leads" if found.constraints else "Together the answers point"
    title = f"{sure} to {_NAMES[found.choice]}; the answers score {found.score:+.2f}"
    return Chart(title, Scores(rows, found.score), Table("Scorecard", head, cells, numeric=(2,)))


def _draft(
    found: Recommendation, framework: Framework, passages: _Passages
) -> Iterator[DraftBlock]:
    pattern = framework.patterns.get(found.pattern)
    yield _layout(f"**Recommendation: {_NAMES[found.choice]}.**")
    if pattern:
        yield DraftBlock("", (passages.sentence(pattern.how, pattern.section),))
    yield _layout(_measure(found))
    for conflict in found.conflicts:
        yield _layout(f"> To settle first: {conflict.text}")
    told = {pattern.how} if pattern else set()
    forced = [(one.text, one.section) for one in found.constraints if one.text not in told]
    yield from _list("Decides by itself", forced, passages)
    told |= {text for text, _ in forced}
    why = [(one.text, one.section) for one in found.reasons if one.text not in told]
    yield from _list("Why", why[:_TOLD], passages)
    against = [(one.text, one.section) for one in found.against if one.score]
    yield from _list("What speaks against it", against[:_TOLD], passages)
    if found.risks:
        yield _layout("**Risks, and what lessens them**")
    for risk in found.risks:
        yield DraftBlock("- ", (passages.sentence(risk.text, risk.section),))
        yield _layout(f"  *{risk.mitigation}*")
    yield from _told("What would change this", [_flip(one, framework) for one in found.flips])
    open_ones = [one.ask for one in found.unknown if one.matters]
    yield from _told("Still unknown, and able to change it", open_ones)


def _measure(found: Recommendation) -> str:
    """Say how clear it is: by a constraint, or by the score and other weightings."""
    if found.constraints:
        said = "A hard constraint decides this, whatever the other answers weigh."
    else:
        said = f"In {found.stability.share:.0%} of other weightings it stays the same."
    return (
        f"{said} The answers together score {found.score:+.2f}, from -1 (proprietary) to +1 "
        f"(open); confidence {found.confidence:.0%}."
    )


def _list(title: str, said: Iterable[tuple[str, str]], passages: _Passages) -> Iterator[DraftBlock]:
    lines = list(said)
    if lines:
        yield _layout(f"**{title}**")
    for reason, section in lines:
        parts = tuple(passages.sentence(one, section) for one in _sentences(reason))
        yield DraftBlock("- ", parts)


def _told(title: str, lines: Sequence[str]) -> Iterator[DraftBlock]:
    """List what claims nothing of the world: conditions and open questions."""
    if lines:
        yield _layout(f"**{title}**")
        yield from (_layout(f"- {line}") for line in lines[:_TOLD])


def _flip(flip: Flip, framework: Framework) -> str:
    return f"{' and '.join(_answers(flip.changes, framework))} → {flip.to}"


def _answers(changes: Mapping[str, str], framework: Framework) -> Iterator[str]:
    for name, value in changes.items():
        question = framework.question(name)
        option = question.option(value) if question else None
        if question and option:
            yield f"{question.title}: {option.label}"


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in spans(text)]


def _layout(text: str) -> DraftBlock:
    return DraftBlock("", layout=text)

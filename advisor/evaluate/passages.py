"""Retrieval on questions with gold quotes: how early a passage that holds the quote is found."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from advisor.ask.condense import condense
from advisor.ask.pipeline import Parts
from advisor.evaluate.figures import Scores
from advisor.evaluate.folders import Told, untold
from advisor.evaluate.gold import Asked, Found, Gold, Reader, on_page
from advisor.evaluate.metrics import OF_PASSAGES, scored
from advisor.evaluate.rankers import BASELINES, Ranker, answering

DEPTH = 20  # passages ranked for a question
READ = 4000  # characters: systems with long and with short passages are compared at equal text
OURS = "ours"
RANKERS: Mapping[str, Ranker] = {OURS: answering, **BASELINES}


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one system found for a question, best first, and how long it took."""

    passages: Sequence[Found]
    milliseconds: float


Search = Callable[[str], Sequence[Found]]


def searches(parts: Parts) -> dict[str, Search]:
    """Return the advisor's own search and its two halves; ours first, as it embeds the question."""
    return {
        name: lambda question, ranker=ranker: ranker(question, parts, DEPTH)  # type: ignore[misc]
        for name, ranker in RANKERS.items()
    }


def standalone(asked: Asked, names: frozenset[str]) -> str:
    """Return the question as it is searched for: a follow-up with what it follows."""
    return condense(asked.question.strip(), asked.history, names).question


def rank_questions(
    name: str,
    asked: Sequence[Asked],
    systems: Mapping[str, Search],
    names: frozenset[str],
    told: Told = untold,
) -> dict[str, dict[str, Ranking]]:
    """Let each system search for every question; rankings by system and question."""
    found: dict[str, dict[str, Ranking]] = {system: {} for system in systems}
    warm_up(systems.values())
    for done, one in enumerate(asked, start=1):
        question = standalone(one, names)
        for system, search in systems.items():
            started = time.perf_counter()
            passages = search(question)
            found[system][one.id] = Ranking(passages, (time.perf_counter() - started) * 1000)
        told(name, done, len(asked))
    return found


def warm_up(searches: Iterable[Search]) -> None:
    """Let everything load before anything is timed."""
    for search in searches:
        search("Is anything ready?")


def score_rankings(
    name: str, system: str, asked: Sequence[Asked], found: Mapping[str, Ranking]
) -> Scores:
    """Score what a system found for those questions that have gold."""
    judged = {one.id: _Judged(one.gold, found[one.id].passages) for one in asked if one.gold}
    relevant = {i: dict.fromkeys(one.holding, 1) for i, one in judged.items()}
    ranked = {i: [_place(n) for n in range(len(one.passages))] for i, one in judged.items()}
    values = scored(relevant, ranked, OF_PASSAGES)
    for i, one in judged.items():
        values[i] |= one.values()
    kinds = {one.id: one.kind for one in asked}
    return Scores(name, system, values, kinds, {i: found[i].milliseconds for i in values})


@dataclass(slots=True)
class _Judged:
    """A ranking held against the gold."""

    gold: tuple[Gold, ...]
    passages: Sequence[Found]
    reader: Reader = field(default_factory=Reader)

    @property
    def holding(self) -> list[str]:
        """Places of the passages that hold any of the gold."""
        return [_place(n) for n, passage in enumerate(self.passages) if self._any(passage)]

    def values(self) -> dict[str, float]:
        """Return what ir-measures has no name for.

        `gold@5` is the share of the gold held by the first five passages, `page@5` whether one of
        them is of a gold page, `in 4000` whether their first 4,000 characters hold any gold.
        """
        first = self.passages[:5]
        held = [any(self.reader.holds(passage, gold) for passage in first) for gold in self.gold]
        pages = any(on_page(passage, gold) for passage in first for gold in self.gold)
        return {
            "gold@5": sum(held) / len(held),
            "page@5": float(pages),
            f"in {READ}": float(self._in_text()),
        }

    def _any(self, passage: Found) -> bool:
        return any(self.reader.holds(passage, gold) for gold in self.gold)

    def _in_text(self) -> bool:
        room = READ
        for passage in self.passages:
            if room <= 0:
                return False
            if any(self._within(passage, gold, room) for gold in self.gold):
                return True
            room -= len(passage.text)
        return False

    def _within(self, passage: Found, gold: Gold, room: int) -> bool:
        if gold.section:
            return self.reader.holds(passage, gold)
        return self.reader.says(passage.text[:room], gold.quote)


def _place(number: int) -> str:
    return f"{number:05}"


def unreachable(asked: Sequence[Asked], documents: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Say why no search can find a question's gold; `documents` are paths with their texts."""
    reader = Reader()
    missing = {}
    for one in asked:
        quotes = [gold for gold in one.gold if gold.quote]
        pages = [(p, text) for p, text in documents if any(_same(p, g.path) for g in quotes)]
        if quotes and not any(reader.says(text, g.quote) for _, text in pages for g in quotes):
            missing[one.id] = (
                "its quotes are not in its pages" if pages else "its pages are not here"
            )
    return missing


def _same(path: str, gold: str) -> bool:
    return path == gold or path.endswith(f"/{gold}")

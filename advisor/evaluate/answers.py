"""Answers held against the gold: rightly given or declined, resting on the right passages."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from advisor.ask import evidence
from advisor.ask.events import Answered
from advisor.ask.pipeline import Parts, Wish, ask
from advisor.evaluate.figures import Scores
from advisor.evaluate.folders import Told, untold
from advisor.evaluate.gold import Asked, Reader, on_page
from advisor.library.prose import plain
from advisor.records import Answer, Citation, Sentence

SYSTEM = "answers"
_PARTS = re.compile(r" · |; |: |… ")  # between the cells of a row, the items of a list


@dataclass(frozen=True, slots=True)
class Replied:
    """An answer and how long it took."""

    asked: Asked
    answer: Answer
    milliseconds: float


def answer_all(
    name: str, asked: Sequence[Asked], parts: Parts, wish: Wish, told: Told = untold
) -> list[Replied]:
    """Ask the ask line every question, one after the other."""

    async def all_of_them() -> list[Replied]:
        replied = []
        for done, one in enumerate(asked, start=1):
            started = time.perf_counter()
            answer = await _answer(one, parts, wish)
            replied.append(Replied(one, answer, (time.perf_counter() - started) * 1000))
            told(f"{name}, answers", done, len(asked))
        return replied

    return asyncio.run(all_of_them())


async def _answer(asked: Asked, parts: Parts, wish: Wish) -> Answer:
    async with aclosing(ask(asked.question, asked.history, parts, wish)) as events:
        async for event in events:
            if isinstance(event, Answered):
                return event.answer
    raise RuntimeError("The ask line ended without an answer.")


def score_answers(name: str, replied: Sequence[Replied], parts: Parts) -> Scores:
    """Score answers; each metric only where it makes sense.

    `answered` and `declined` are of questions that can and cannot be answered. Of the answers to
    the former: `cited precision` is the share of citations whose passage holds gold, `cited
    recall` the share of the gold that a cited passage holds, `page precision` and `page recall`
    the same by page, `facts` the share of the required facts in the text, `all facts` whether it
    has every one, `supported` the share of the sentences that their own citations carry, judged
    anew, `rightly shown` the same among the sentences shown as supported, `words` the length.
    """
    judge = _Judge(parts)
    values = {one.asked.id: judge.values(one) for one in replied}
    return Scores(
        name,
        SYSTEM,
        values,
        {one.asked.id: one.asked.kind for one in replied},
        {one.asked.id: one.milliseconds for one in replied},
    )


@dataclass(slots=True)
class _Judge:
    """Holds answers against the gold, and their sentences against what they cite."""

    parts: Parts
    reader: Reader = field(default_factory=Reader)

    def values(self, replied: Replied) -> dict[str, float]:
        asked, answer = replied.asked, replied.answer
        found: dict[str, float] = {}
        if asked.answerable:
            found["answered"] = float(answer.grounded)
        if asked.answerable is False:
            found["declined"] = float(not answer.grounded)
        if answer.grounded and asked.answerable:
            found |= self._citations(asked, answer.sources)
            found |= _facts(asked.must_contain, answer.text)
        if answer.grounded and asked.answerable is not False:
            found |= self._support(answer)
            found["words"] = float(sum(len(s.text.split()) for s in answer.sentences))
        return found

    def _citations(self, asked: Asked, sources: Sequence[Citation]) -> dict[str, float]:
        holds = [[self.reader.holds(s.chunk, gold) for gold in asked.gold] for s in sources]
        pages = [[on_page(s.chunk, gold) for gold in asked.gold] for s in sources]
        return {
            "cited precision": _precision(holds),
            "cited recall": _recall(holds, len(asked.gold)),
            "page precision": _precision(pages),
            "page recall": _recall(pages, len(asked.gold)),
        }

    def _support(self, answer: Answer) -> dict[str, float]:
        cited = {source.number: source for source in answer.sources}
        held = [(s.support, self._holds(s, cited)) for s in answer.sentences]
        shown = [holds for support, holds in held if support == "supported"]
        found = {"supported": sum(holds for _, holds in held) / len(held)} if held else {}
        return found | ({"rightly shown": sum(shown) / len(shown)} if shown else {})

    def _holds(self, sentence: Sentence, cited: Mapping[int, Citation]) -> bool:
        """Whether the cited passages say it, word for word or as far as the check can tell."""
        sources = [cited[n] for n in sentence.citations if n in cited]
        if not sources:
            return False
        if any(_same(sentence.text, source.quote) for source in sources):
            return True
        chunks = list({source.chunk.id: source.chunk for source in sources}.values())
        read = evidence.read(chunks, self.parts.memory, self.parts.names.known())
        verdict = evidence.judge([sentence.text], read, self.parts.memory, [set()])[0]
        return verdict.support == "supported"


def _same(sentence: str, quote: str) -> bool:
    """Whether a sentence is its quote; of a row or a list the cells or items are compared."""
    said = [part.strip(" .") for part in _PARTS.split(plain(sentence))]
    return all(part in plain(quote) for part in said)


def _precision(held: Sequence[Sequence[bool]]) -> float:
    return sum(map(any, held)) / len(held) if held else 0.0


def _recall(held: Sequence[Sequence[bool]], gold: int) -> float:
    return sum(any(row[n] for row in held) for n in range(gold)) / gold


def _facts(facts: Sequence[str], text: str) -> dict[str, float]:
    """Return the share of the facts that are in the text; `a|b` means either."""
    if not facts:
        return {}
    seen = f"{plain(text)}\n{text}".casefold()
    has = [any(way.strip().casefold() in seen for way in fact.split("|")) for fact in facts]
    return {"facts": sum(has) / len(has), "all facts": float(all(has))}

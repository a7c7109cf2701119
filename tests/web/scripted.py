"""A scripted advisor: the same answers every time, without a library or a model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fakes import WordEmbedder
from web.pages import DOCUMENTS, HIGH_VOLUME, HITS, PAY_PER_USE, STAYS, citation

from advisor.advice.briefing import client_brief
from advisor.advice.calculators import Calculators
from advisor.ask.events import Answered, Condensed, Discarded, Event, Found, Progress, Token
from advisor.ask.matcher import Matcher
from advisor.ask.memory import VectorMemory
from advisor.ask.shelf import Shelf
from advisor.brief.case import Method, Told
from advisor.brief.records import Brief
from advisor.decide.reading import Stated
from advisor.errors import ModelUnreachableError, QuestionError
from advisor.records import Answer, Block, Citation, Document, Sentence, Support, Turn, Usage
from advisor.shipped import data_folder
from advisor.welcome import Answering, SourceSummary, Starter

CHEAPER = "At 300 calls a week, is it cheaper to run Llama ourselves?"
COMPARE = "Compare open and proprietary models on cost, control and skills."
HANG = "Please think about this one for ever."
BREAK = "What happens when the server is down?"
DISCARD = "Is a draft ever taken back?"
RECALL = "What did I ask, and with which settings?"
STOPS = "How often were you stopped?"
BUG = "What if the program is wrong?"


EXTRACTS = Answering(
    name="extract mode",
    label="No model connected: answers are composed from the library.",
    local=True,
    change="To have a model write them, start Ollama.",
)


def source(title: str, party: str, documents: int, as_of: date) -> SourceSummary:
    name = title.split(":", maxsplit=1)[0]
    return SourceSummary(
        name, title, party, "both", "https://example.org", "own", documents, documents, as_of
    )


SOURCES = [
    source("Open source or proprietary: the article", "article", 44, date(2026, 3, 30)),
    source("Northwind <b>AI</b> & Co: pricing pages", "vendor", 128, date(2026, 1, 12)),
    source("National Institute: data residency guide", "independent", 9, date(2026, 8, 2)),
]
STARTERS = [
    Starter("Basics", "What is the difference?", "What is the difference, in plain words?"),
    Starter("Basics", "Is open source free?", "Is open source free to use in a product?"),
    Starter("Cost", "Cheaper to run it ourselves?", CHEAPER),
    Starter("Cost", "Compare the costs", COMPARE),
    Starter(
        "Privacy and compliance", "Data that may not leave", "Our data may not leave. Now what?"
    ),
    Starter("Decide", "Help me decide", "Which should a bank with five engineers take?"),
]


def said(text: str, *numbers: int, support: Support = "supported") -> Sentence:
    return Sentence(text, support, numbers)


def answer(question: str, blocks: Sequence[Block], sources: Sequence[Citation]) -> Answer:
    text = "\n".join(" ".join(s.text for s in block.sentences) for block in blocks)
    return Answer(
        question=question,
        standalone_question=question,
        text=text,
        blocks=tuple(blocks),
        grounded=True,
        model="extract",
        sources=tuple(sources),
        hits=HITS,
        suggestions=("What about a GPU we already own?", COMPARE, "What would data rules change?"),
        usage=Usage(),
        timings_ms={"total": 312.0},
    )


def cheaper(question: str) -> Answer:
    blocks = [
        Block(
            "**",
            (
                said("A hosted API is usually the cheaper choice at that volume."),
                said("You pay only for what you use and need no GPUs or people to run them.", 1),
                said("Running an open model starts to pay at very high volume.", 1, 2),
            ),
        ),
        Block(
            "",
            (
                said("*What would change this:* millions of calls a day.", 2, support="partly"),
                said("Most teams regret it.", support="unsupported"),
            ),
        ),
    ]
    sources = [citation(1, "cost", PAY_PER_USE), citation(2, "cost", HIGH_VOLUME)]
    return answer(question, blocks, sources)


def compared(question: str) -> Answer:
    rows = [
        ("Cost at low volume", "GPUs and people from the first day", "Per token, nothing else"),
        ("Cost at high volume", "Flat once the GPUs are busy", "Grows with every call"),
        ("Where data goes", "Stays where you run it", "To the provider, under its terms"),
        ("Skills", "Operations, evaluation, security patches", "An API key and a contract"),
        ("Model names", "ollama:llama3.2", "Named and retired by the provider"),
    ]
    table = [
        Block("", layout="| Question | Open | Proprietary |\n|---|---|---|"),
        *(
            Block("| ", tuple(said(cell, *([1] if cell == row[2] else [])) for cell in row))
            for row in rows
        ),
    ]
    blocks = [
        Block("**", (said("Neither wins on all three: volume and data rules decide.", 1),)),
        *table,
        Block("", layout="### Open"),
        Block("- ", (said(STAYS + ": a model you run yourself.", 1, 2),)),
        Block("- ", (said("An idle GPU costs as much as a busy one.", 3),)),
        Block("", layout="### Proprietary"),
        Block(
            "- ",
            (
                said(
                    "Under an enterprise agreement the provider promises not to train.",
                    2,
                    support="partly",
                ),
            ),
        ),
        Block("", (said("*What would change this:* a rule that data stays inside.", 1),)),
    ]
    sources = [
        citation(1, "data", STAYS),
        citation(2, "trap", "promises not to train on them"),
        citation(3, "cost", "An idle GPU costs as much as a busy one."),
    ]
    return answer(question, blocks, sources)


def told(question: str, text: str) -> Answer:
    return answer(question, [Block("", (said(text),))], [])


class ScriptedCalculators(Calculators):
    def decision(self, answers: Mapping[str, str]) -> Answer:
        known = ", ".join(f"{name} {value}" for name, value in answers.items())
        return told("What should we choose?", f"Decided from {known or 'nothing'}.")


@dataclass
class ScriptedAdvisor:
    """Plays one script per question."""

    stops: int = 0

    async def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        model: str | None = None,
        passages: int | None = None,
    ) -> AsyncGenerator[Event, None]:
        if not question.strip():
            raise QuestionError("There is no question in that.")
        if len(question) > 20_000:
            raise QuestionError(f"That is {len(question):,} characters, too long for one question.")
        yield Condensed(question)
        yield Found(HITS)
        yield Progress("reading", f"Reading {len(HITS)} passages")
        if question == BREAK:
            raise ModelUnreachableError("ollama:llama3.2", "http://127.0.0.1:11434")
        if question == BUG:
            raise RuntimeError("a secret of the program")
        if question == HANG:
            yield Token("A thought that never ends")
            await self._until_stopped()
        if question == DISCARD:
            yield Token("A draft nobody should see")
            yield Discarded("The draft left the passages, so the answer is composed instead")
        result = self._result(question, history, f"{model} {passages}")
        for word in result.text.split():
            yield Token(word + " ")
            await asyncio.sleep(0)
        yield Progress("checking", "Checking every sentence")
        yield Answered(result)

    async def heard(self, said: str, model: str | None = None) -> tuple[Stated, ...]:
        """A model that reads a budget where fees are spoken of, and none where it is down."""
        if BREAK in said:
            raise ModelUnreachableError("ollama:llama3.2", "http://127.0.0.1:11434")
        read = (Stated("budget", "usage", "fees"), Stated("use-case", "edge", "fees"))
        return read if "fees" in said else ()

    @property
    def calculators(self) -> Calculators:
        return ScriptedCalculators(
            data_folder("knowledge"),
            lambda: Shelf({}, {}, Matcher(())),
            VectorMemory(WordEmbedder()),
        )

    def brief(self, told: Told, day: date) -> Brief:
        method = Method("1.0", "generation 1", "")
        return client_brief(told, day, self.calculators.framework(), method, ())

    def _result(self, question: str, history: Sequence[Turn], settings: str) -> Answer:
        if question == STOPS:
            return told(question, f"{self.stops} times.")
        if question == RECALL:
            asked = ", ".join(turn.content for turn in history if turn.role == "user")
            return told(question, f"Asked: {asked or 'nothing'}. Settings: {settings}.")
        return compared(question) if question == COMPARE else cheaper(question)

    async def _until_stopped(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            self.stops += 1

    async def warm(self) -> None:
        pass

    async def answering(self, model: str | None = None) -> Answering:
        return EXTRACTS

    async def models(self) -> list[str]:
        return ["auto", "none", "ollama:llama3.2"]

    def document(self, document_id: str) -> Document | None:
        return DOCUMENTS.get(document_id)

    def starters(self) -> list[Starter]:
        return STARTERS

    def library_summary(self) -> list[SourceSummary]:
        return SOURCES

    def close(self) -> None:
        pass

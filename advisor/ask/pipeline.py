"""The ask line: condense, retrieve, write or extract, cite; events out, the answer last."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Protocol

from advisor.ask import cite, evidence, refuse
from advisor.ask.asked import Asked
from advisor.ask.cite import Checked
from advisor.ask.compose import Written, compose
from advisor.ask.condense import condense
from advisor.ask.draft import Draft, parse
from advisor.ask.events import Answered, Condensed, Discarded, Event, Found, Progress
from advisor.ask.evidence import Evidence
from advisor.ask.extract import extract, suggestions
from advisor.ask.find import Findings, Searched, find
from advisor.ask.glossary import Glossary
from advisor.ask.late import without
from advisor.ask.memory import VectorMemory
from advisor.ask.names import Names
from advisor.ask.query import Query
from advisor.ask.rewrite import rewrite
from advisor.ask.shelf import Shelf
from advisor.errors import ModelError, QuestionError
from advisor.ports import ChatModel, Embedder, Library, Reranker
from advisor.prompts import Prompts
from advisor.records import Answer, Block, Citation, Hit, Turn, Usage
from advisor.render import markdown

LONGEST_QUESTION = 100_000  # characters; what is longer is no question


class Search(Protocol):
    """Find passages for a standalone question and judge whether they are enough."""

    def __call__(self, question: str, k: int, parts: Searched, /) -> Findings: ...  # noqa: D102


class Check(Protocol):
    """Give each sentence of a draft its support and its citations."""

    def __call__(  # noqa: D102
        self, draft: Draft, hits: Sequence[Hit], evidence: Evidence, memory: VectorMemory, /
    ) -> Checked: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What the line works with, built once by `wiring`.

    `search` and `check` are steps of the line; an evaluation puts weaker ones in their place.
    """

    library: Library
    embedder: Embedder
    memory: VectorMemory
    shelf: Shelf
    names: Names
    prompts: Prompts
    glossary: Glossary = field(default_factory=lambda: Glossary({}))
    reranker: Reranker | None = None
    search: Search = find
    check: Check = cite.cite


async def no_model() -> ChatModel | None:
    """Choose no model: the answer is composed of extracts."""
    return None


@dataclass(frozen=True, slots=True)
class Wish:
    """What one asker wants: how many passages, how long an answer, and who writes it.

    `choose` is asked only after the passages are found, since it may ask a server.
    """

    passages: int = 6
    max_tokens: int = 700
    choose: Callable[[], Awaitable[ChatModel | None]] = no_model


@dataclass(slots=True)
class _Clock:
    """Milliseconds by step."""

    started: float = field(default_factory=time.perf_counter)
    last: float = field(default_factory=time.perf_counter)
    steps: dict[str, float] = field(default_factory=dict)

    def note(self, step: str) -> None:
        now = time.perf_counter()
        self.steps[step] = round((now - self.last) * 1000, 1)
        self.last = now

    def total(self) -> dict[str, float]:
        return {**self.steps, "total": round((time.perf_counter() - self.started) * 1000, 1)}


async def ask(
    question: str, history: Sequence[Turn], parts: Parts, wish: Wish
) -> AsyncGenerator[Event, None]:
    """Yield what happens to a question, in order; the last event is the answer."""
    question = checked(question)
    clock = _Clock()
    standalone = condense(question, history, parts.names.known())
    asked = standalone.question
    if not standalone.sure and (model := await wish.choose()) is not None:
        yield Progress("searching", "Reading the conversation")
        asked = await rewrite(question, history, model, parts.prompts) or asked
    clock.note("condense")
    yield Condensed(asked)
    yield Progress("searching", "Searching the library")
    findings = await asyncio.to_thread(parts.search, asked, wish.passages, parts)
    clock.note("retrieve")
    yield Found(findings.hits)
    base = _Base(question, asked, findings, parts, clock)
    if not findings.enough:
        yield Answered(await asyncio.to_thread(base.refused))
    elif (model := await wish.choose()) is None:
        yield Answered(await asyncio.to_thread(base.extracted, ""))
    else:
        async with aclosing(_written(base, model, wish.max_tokens)) as events:
            async for event in events:
                yield event


async def _written(base: _Base, model: ChatModel, max_tokens: int) -> AsyncGenerator[Event, None]:
    """Let the model write; when it fails, say so and answer from extracts."""
    hits = base.findings.hits
    written: Written | None = None
    try:
        writing = compose(base.asked, hits, model, base.parts.prompts, max_tokens)
        async with aclosing(writing) as events:
            async for event in events:
                if isinstance(event, Written):
                    written = event
                else:
                    yield event
    except ModelError as error:
        yield Discarded(str(error))
        notice = f"{error} {error.hint} This answer was composed from the library instead."
        yield Answered(await asyncio.to_thread(base.extracted, notice))
        return
    base.clock.note("write")
    yield Progress("checking", "Checking each sentence")
    if written is not None:
        yield Answered(await asyncio.to_thread(base.checked, written, model.name))


@dataclass(frozen=True, slots=True)
class _Base:
    """A question after the search; makes each kind of answer."""

    question: str
    asked: str
    findings: Findings
    parts: Parts
    clock: _Clock

    def refused(self) -> Answer:
        """Say that the library has nothing on the question."""
        blocks = refuse.refusal(self.asked, self.findings, self.parts.shelf.guide)
        return self._answer(blocks, (), model="extract", notice="", grounded=False)

    def extracted(self, notice: str) -> Answer:
        """Answer with sentences of the passages."""
        asked = self._posed()
        made = extract(asked, self.findings.hits, self.parts.shelf, self.parts.memory)
        nothing = evidence.Evidence((), asked.encoded.vector[None, :][:0], {})
        done = cite.cite(made.draft, made.hits, nothing, self.parts.memory)
        self.clock.note("extract")
        return self._answer(done.blocks, done.sources, model="extract", notice=notice)

    def _posed(self) -> Asked:
        """Put the question with all that the search found out about it."""
        found, names = self.findings, self.parts.names
        signs = self.parts.library.signs([hit.chunk.id for hit in found.hits])

        def asked(query: Query, apart: Mapping[str, Asked]) -> Asked:
            return Asked(
                question=query.text,
                encoded=query.encoded,
                weights=without(query.encoded, query.weights, names.words(query.text)),
                rarity=query.rarity,
                signs=signs,
                sides=found.sides,
                named=tuple(query.named),
                price=found.price,
                apart=apart,
                facts=found.facts,
            )

        return asked(found.query, {name: asked(one, {}) for name, one in found.apart.items()})

    def checked(self, written: Written, model: str) -> Answer:
        """Check a model's draft; one that the passages do not carry at all is not shown."""
        read = evidence.read(
            [hit.chunk for hit in written.hits], self.parts.memory, self.parts.names.known()
        )
        done = self.parts.check(parse(written.text), written.hits, read, self.parts.memory)
        self.clock.note("cite")
        said = [sentence for block in done.blocks for sentence in block.sentences]
        if not any(sentence.support != "unsupported" for sentence in said):
            notice = (
                f"The sources carry nothing of what {model} wrote, so it is not shown. "
                "This answer was composed from the library instead."
            )
            return self.extracted(notice)
        return self._answer(done.blocks, done.sources, model, "", usage=written.usage)

    def _next(self) -> tuple[str, ...]:
        """Questions that lead on: about the vendor asked about, else from section to section."""
        shelf = self.parts.shelf
        about_it = shelf.profiles.follow_ups(self.findings.facts)
        near = refuse.near(self.findings.ranked, shelf.guide)
        return about_it[:3] or suggestions(self.asked, near, shelf.guide)

    def _answer(  # noqa: PLR0913 - the one place where an answer is put together
        self,
        blocks: tuple[Block, ...],
        sources: tuple[Citation, ...],
        model: str,
        notice: str,
        *,
        grounded: bool = True,
        usage: Usage | None = None,
    ) -> Answer:
        hits: tuple[Hit, ...] = self.findings.hits
        return Answer(
            question=self.question,
            standalone_question=self.asked,
            text=markdown(blocks),
            blocks=blocks,
            grounded=grounded,
            model=model,
            sources=sources,
            hits=hits,
            suggestions=self._next(),
            usage=usage or Usage(passages=len(hits)),
            timings_ms=self.clock.total(),
            notice=notice,
        )


def checked(question: str) -> str:
    """Return the question without its edges; refuse an empty or endless one."""
    question = question.replace("\x00", "").strip()
    if not any(letter.isalnum() for letter in question):
        raise QuestionError("There is no question to answer.")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(f"The question has {len(question):,} characters; 100,000 is the limit.")
    return question

"""Settings → parts, built once; the only file that knows them all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain

import httpx

from advisor.advice.briefing import client_brief, method_of
from advisor.advice.calculators import Calculators
from advisor.advice.hearing import hear
from advisor.ask import condense, find, guide, pipeline
from advisor.ask.events import Event
from advisor.ask.glossary import read_glossary
from advisor.ask.matcher import Matcher
from advisor.ask.memory import VectorMemory
from advisor.ask.names import Names
from advisor.ask.shelf import Shelf
from advisor.backends.chat import ChatModels
from advisor.backends.embedder import embedder_of
from advisor.backends.library import LocalLibrary
from advisor.backends.ollama import Ollama, is_local, pick
from advisor.backends.reranker import CrossReader
from advisor.backends.sentence_model import SentenceModel
from advisor.backends.shelf import LocalShelf
from advisor.bookshelf import Bookshelf
from advisor.brief.case import Told
from advisor.brief.records import Brief
from advisor.decide.reading import Stated
from advisor.errors import ModelError, SettingsError
from advisor.library import builtin
from advisor.library.builtin import Prepared, shipped_vectors
from advisor.library.intake import Intake
from advisor.library.known import known_sources
from advisor.library.page import Skipped
from advisor.library.sources import intakes
from advisor.library.sync import Sectioned, SyncEvent, remove, sync
from advisor.library.vendors import read_vendors
from advisor.ports import ChatModel, Message
from advisor.prompts import read_prompts
from advisor.records import Document, Hit, Source, Turn
from advisor.settings import Settings
from advisor.shipped import data_folder
from advisor.uncollected import uncollected
from advisor.welcome import Answering, SourceSummary, Starter, read_starters

EXTRACT = "extract mode"


@dataclass(slots=True)
class _Seen:
    """What was read from the library, and at which generation."""

    generation: int = -1
    names: Names = field(default_factory=lambda: Names({}, {}, {}))
    shelf: Shelf = field(default_factory=lambda: Shelf({}, {}, Matcher(())))


class Advisor:
    """Answers questions; every door talks to this."""

    def __init__(self, settings: Settings, embedder: SentenceModel | None = None) -> None:
        """Build what costs nothing; models load when they are first needed."""
        self.settings = settings
        self.embedder = embedder or embedder_of(settings)
        self.reranker = CrossReader(settings.reranker) if settings.reranker else None
        self.library = LocalLibrary(settings.library_folder, self.embedder.name)
        self._models = ChatModels(settings)
        self._memory = VectorMemory(self.embedder)
        self._prompts = read_prompts(data_folder("prompts"))
        self._knowledge = data_folder("knowledge")
        self._guide = guide.read_guide(self._knowledge / "guide" / "sections.toml")
        self._glossary = read_glossary(self._knowledge / "glossary.toml")
        self._vendors = read_vendors(self._knowledge / "vendors.toml")
        self.books = Bookshelf(self._knowledge, self.library, self._guide, self._prepared)
        self._seen = _Seen()
        self.calculators = Calculators(self._knowledge, lambda: self.parts().shelf, self._memory)

    async def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        model: str | None = None,
        passages: int | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Yield what happens to a question; closing the generator stops the model."""
        parts = await asyncio.to_thread(self.parts)
        events = pipeline.ask(question, history, parts, self.wish(model, passages))
        try:
            async for event in events:
                yield event
        finally:
            await events.aclose()

    def wish(self, model: str | None = None, passages: int | None = None) -> pipeline.Wish:
        """Return what a question is asked with: the settings, or what one asker wants instead."""
        return pipeline.Wish(
            passages=passages or self.settings.passages,
            max_tokens=self.settings.max_answer_tokens,
            choose=partial(self._chosen, model),
        )

    def search(self, question: str, history: Sequence[Turn], k: int) -> tuple[Hit, ...]:
        """Return the best `k` passages, whether or not they are enough for an answer."""
        parts = self.parts()
        asked = condense.condense(pipeline.checked(question), history, parts.names.known())
        return find.find(asked.question, k, parts).chosen

    async def heard(self, said: str, model: str | None = None) -> tuple[Stated, ...]:
        """Return what the model reads of a case in the user's words; nothing without a model."""
        return await hear(said, await self._chosen(model), self._knowledge, self._prompts)

    async def warm(self) -> None:
        """Load what the first question would wait for: embedder, guide, the model's beginning."""
        await asyncio.to_thread(self._load)
        model = await self._chosen(None)
        if model is not None:
            await model.warm([Message("system", self._prompts.answer)])

    async def answering(self, model: str | None = None) -> Answering:
        """Tell who writes the answers now."""
        wanted = model or self.settings.model
        chosen = await self._chosen(model)
        if chosen is not None:
            where = "on this machine" if chosen.local else "a hosted service: questions leave"
            change = "Choose another in the settings, or set ADVISOR_MODEL."
            return Answering(chosen.name, f"{chosen.name} writes ({where}).", chosen.local, change)
        said = "No model connected" if wanted == "auto" else "No model chosen"
        return Answering(
            EXTRACT,
            f"{said}: answers are composed from the library, word for word.",
            True,
            "Start Ollama and pull a model (`ollama pull llama3.2`), or set ADVISOR_MODEL.",
        )

    async def room(self) -> int | None:
        """Return how many tokens a prompt may have; None without a model. Asks the server."""
        model = await self._chosen(None)
        return await model.room(self.settings.max_answer_tokens) if model else None

    async def models(self) -> list[str]:
        """Names a reader can choose from."""
        names = ["auto", "none"]
        if self.settings.model not in names:
            names.append(self.settings.model)
        try:
            found = await self._ollama().models()
        except ModelError:
            return names
        url, trusted = self.settings.ollama_url, self.settings.trusted_hosts
        near = [m.name for m in found if m.chats and is_local(url, m, trusted)]
        return list(dict.fromkeys([*names, *(f"ollama:{name}" for name in near)]))

    def brief(self, told: Told, day: date) -> Brief:
        """Make a client's brief of what was told; blocks."""
        settings = (
            ("Embedding model", self.embedder.name),
            ("Passages given to an answer", str(self.settings.passages)),
        )
        generation = self.library.store.generation()
        method = method_of(generation, self.library_summary(), settings)
        passages = self.library.passages(guide.SOURCE)
        return client_brief(told, day, self.calculators.framework(), method, passages)

    def document(self, document_id: str) -> Document | None:
        """Return a document with its text; blocks."""
        return self.library.document(document_id)

    def starters(self) -> list[Starter]:
        """Questions to begin with."""
        return read_starters(self._knowledge / "starters.toml")

    def library_summary(self) -> list[SourceSummary]:
        """All sources with how much of each is held; blocks."""
        return [
            SourceSummary(
                s.source.id, s.source.title, s.source.party, s.source.stance, s.source.url,
                s.source.licence, s.documents, s.chunks, s.source.as_of,
            )
            for s in self.library.shelved()
        ]  # fmt: skip

    def known_sources(self) -> list[Source]:
        """Sources that `sync` knows by id."""
        return [s for s in known_sources(self._knowledge).values() if s.id != guide.SOURCE]

    def sync(self, targets: Sequence[str], *, rebuild: bool = False) -> Iterator[SyncEvent]:
        """Bring targets into the library (the guide first, if it is missing or outdated)."""
        found = intakes(
            targets,
            known_sources(self._knowledge),
            today=_today(),
            client_factory=httpx.Client,
            vendors=self._vendors,
        )
        yield from self.fill(chain(builtin.built_in(self._knowledge), found), rebuild=rebuild)

    def fill(
        self, found: Iterable[Intake | Sectioned | Skipped], *, rebuild: bool = False
    ) -> Iterator[SyncEvent]:
        """Bring these sources into the library, and nothing else."""
        shelf = LocalShelf(self.settings.library_folder, self.embedder.name)
        try:
            yield from sync(found, shelf, self._prepared(), today=_today(), rebuild=rebuild)
        finally:
            shelf.close()

    def built_in_pages(self) -> int:
        """How many pages are built in."""
        return sum(map(len, builtin.states(self._knowledge, _today()).values()))

    def built_in_is_current(self) -> bool:
        """Whether the library holds all that is built in as it ships."""
        due = builtin.states(self._knowledge, _today()).items()
        return all(self.library.store.states(source) == pages for source, pages in due)

    def remove(self, source: str) -> int:
        """Take a source out of the library; return how many pages it had."""
        shelf = LocalShelf(self.settings.library_folder, self.embedder.name)
        try:
            return remove(source, shelf)
        finally:
            shelf.close()

    def close(self) -> None:
        """Let go of the library's files."""
        self.library.close()

    def vendor_names(self) -> frozenset[str]:
        """Every name of a known vendor, lower-case, whether or not the library has its pages."""
        named = ((v.id, v.name, *v.also) for v in self._vendors.values())
        return frozenset(name.lower() for names in named for name in names)

    def _ollama(self) -> Ollama:
        settings = self.settings
        return Ollama(settings.ollama_url, connect_seconds=settings.connect_seconds)

    async def _chosen(self, name: str | None) -> ChatModel | None:
        """Return the model to write with: the one named, a local one found, or none."""
        wanted = name or self.settings.model
        if wanted == "none":
            return None
        if wanted != "auto":
            return self._models.get(wanted)
        try:
            async with asyncio.timeout(self.settings.connect_seconds):
                models = await self._ollama().models()
        except (ModelError, TimeoutError):
            return None
        found = pick(models, self.settings.ollama_url, self.settings.trusted_hosts)
        return self._models.get(f"ollama:{found.name}") if found else None

    def parts(self) -> pipeline.Parts:
        """Return the parts of the ask line; what the library says is read again when it grew."""
        generation = self.library.store.generation()
        if generation != self._seen.generation:
            self._seen = _Seen(generation, self.books.names(), self.books.shelf())
        return pipeline.Parts(
            self.library, self.embedder, self._memory, self._seen.shelf, self._seen.names,
            self._prompts, self._glossary, self.reranker,
        )  # fmt: skip

    def _prepared(self) -> Prepared:
        """Return the embedder with what ships encoded in front of it."""
        return Prepared(self.embedder, shipped_vectors(self._knowledge, self.embedder.name))

    def _load(self) -> None:
        """Load library and embedder, then search and embed once, so that nothing is left to load.

        One after the other: both are imports above all, which two threads only take turns in.
        """
        parts = self.parts()
        with uncollected():
            self.library.index.warm()
            self.embedder.warm()
            if self.reranker:
                self.reranker.warm()
        question = "Which is cheaper, an open or a proprietary model?"
        find.find(question, self.settings.passages, parts)
        self._memory.vectors([question])


def build(settings: Settings) -> Advisor:
    """Build the advisor; raises what the settings' own mistakes raise."""
    if settings.model not in {"auto", "none"} and ":" not in settings.model:
        raise SettingsError(f"ADVISOR_MODEL: write provider:model, not {settings.model!r}.")
    return Advisor(settings)


def _today() -> date:
    return datetime.now(UTC).date()

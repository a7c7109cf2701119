"""Clients' workspaces: a conversation over the shared library and the client's own papers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from threading import Lock

import httpx

from advisor.ask import pipeline
from advisor.ask.beside import Beside
from advisor.ask.events import Answered, Event
from advisor.backends.client_files import ClientFiles
from advisor.backends.library import LocalLibrary
from advisor.backends.shelf import LocalShelf
from advisor.backends.store import Listed
from advisor.backends.two_libraries import TwoLibraries
from advisor.brief.case import Told
from advisor.catalogue.models import find_model, read_models
from advisor.clients.records import ClientFile, Decision
from advisor.costs.choose import api_name
from advisor.costs.given import asked, pairs
from advisor.costs.records import Comparison
from advisor.costs.words import Asked
from advisor.decide.profile import checked
from advisor.decide.recommend import recommend
from advisor.errors import ClientArchivedError, ClientEmbedderError, EmptyProfileError
from advisor.library.intake import Intake
from advisor.library.page import Skipped
from advisor.library.sources import OF_CLIENT, intakes
from advisor.library.sync import SyncEvent, remove, sync
from advisor.library.vendors import read_vendors
from advisor.records import Answer, Document, Turn
from advisor.shipped import data_folder
from advisor.wiring import Advisor

MOST_OPEN = 16  # clients whose papers are held open
OF_COSTS = "cost."
COST_INPUTS = ("requests_per_day", "input_tokens", "output_tokens", "api_model", "open_model")

# What a comparison cannot do without; inputs are tried with these until a client's are all there.
_TRIED = dict(zip(COST_INPUTS, ("1000", "1000", "300", "openai:gpt-4o", "llama 70b"), strict=True))


@dataclass
class Workspaces:
    """What is done for clients, each by name or id. Methods block unless they are `async`."""

    advisor: Advisor
    files: ClientFiles
    opened: dict[str, LocalLibrary] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    async def ask(
        self, client: str, question: str, *, model: str | None = None, passages: int | None = None
    ) -> AsyncGenerator[Event, None]:
        """Answer in a client's conversation, which goes on from where it stopped."""
        client = await asyncio.to_thread(self.active, client)
        parts = await asyncio.to_thread(self._parts, client)
        history = await asyncio.to_thread(self.files.history, client)
        asking = pipeline.ask(question, history, parts, self.advisor.wish(model, passages))
        async with aclosing(asking) as events:
            async for event in events:
                if isinstance(event, Answered):
                    said = event.answer
                    turns = (Turn("user", said.question), Turn("assistant", said.text))
                    await asyncio.to_thread(self.files.add_turns, client, turns)
                yield event

    async def ask_apart(self, client: str, question: str) -> AsyncGenerator[Event, None]:
        """Answer from a client's papers, too, but apart from the conversation: a row of many."""
        parts = await asyncio.to_thread(self._parts, await asyncio.to_thread(self.active, client))
        async with aclosing(pipeline.ask(question, (), parts, self.advisor.wish())) as events:
            async for event in events:
                yield event

    def generation(self, client: str) -> int:
        """Return a number that grows with every change of a client's papers."""
        return self._own(self.active(client)).store.generation()

    def active(self, client: str) -> str:
        """Return the id of a client that is not archived, by name or id."""
        one = self.files.read(self.files.find(client))
        if one.archived:
            raise ClientArchivedError(one.name)
        return one.id

    def sync(
        self, client: str, targets: Sequence[str], *, rebuild: bool = False
    ) -> Iterator[SyncEvent]:
        """Bring papers into the client's own library, and into no other."""
        client = self.active(client)
        today = datetime.now(UTC).date()
        vendors = read_vendors(data_folder("knowledge") / "vendors.toml")
        found = intakes(targets, {}, today=today, client_factory=httpx.Client, vendors=vendors)
        shelf = LocalShelf(self.files.papers(client), self.advisor.embedder.name)
        try:
            yield from sync(_own(found), shelf, self.advisor.embedder, today=today, rebuild=rebuild)
        finally:
            shelf.close()

    def names(self) -> list[str]:
        """Names of the clients that are not archived."""
        return [one.name for one in self.files.all() if not one.archived]

    def keep(self, client: str, answer: Answer) -> None:
        """Keep an answer for the client's brief."""
        self.files.keep_answer(self.files.find(client), answer)

    def keep_profile(self, client: str, answers: Mapping[str, str]) -> None:
        """Keep what the client answered, and the decision that follows."""
        one = self.active(client)
        self.files.keep_profile(one, answers)
        if answers:
            self.decide(one)

    def document(self, client: str, document: str) -> Document | None:
        """Return a document of the client's papers, or of the shared library."""
        own = self._own(self.files.find(client)).document(document)
        return own or self.advisor.document(document)

    def papers(self, client: str) -> list[Listed]:
        """List the client's own papers."""
        return self._own(self.files.find(client)).documents()

    def remove(self, client: str, source: str) -> int:
        """Take a source out of the client's papers; return how many pages it had."""
        shelf = LocalShelf(self.files.papers(self.active(client)), self.advisor.embedder.name)
        try:
            return remove(source, shelf)
        finally:
            shelf.close()

    def decide(self, client: str) -> Decision:
        """Recommend for the client's profile, and keep the decision."""
        client = self.active(client)
        framework = self.advisor.calculators.framework()
        answers = checked(self.files.read(client).profile, framework)
        if not answers:
            raise EmptyProfileError(self.files.read(client).name)
        found = recommend(answers, framework)
        decision = Decision(datetime.now(UTC), answers, found.choice, found.pattern, found.score)
        self.files.add_decision(client, decision)
        return decision

    def set(self, client: str, values: Mapping[str, str]) -> ClientFile:
        """Set answers of the profile and inputs of the costs; an empty value takes one out.

        Where both have a key, `cost.KEY` is the costs'. All is checked before anything is kept.
        """
        client = self.active(client)
        kept = self.files.read(client)
        framework = self.advisor.calculators.framework()
        questions = {one.id for one in framework.questions}
        profile = dict(kept.profile)
        costs = dict(kept.costs)
        for key, value in values.items():
            if key in questions:
                profile[key] = value
            else:
                costs[key.removeprefix(OF_COSTS).lower().replace("-", "_")] = value
        profile = checked({k: v for k, v in profile.items() if v}, framework)
        costs = {k: v for k, v in costs.items() if v}
        if costs:
            self._compared({**_TRIED, **costs}, datetime.now(UTC).date())
        self.files.keep_profile(client, profile)
        self.files.keep_costs(client, costs)
        return self.files.read(client)

    def told(self, client: str, day: date) -> Told:
        """Return what a brief is made of."""
        kept = self.files.read(self.files.find(client))
        said = tuple(turn.content for turn in kept.turns if turn.role == "user")
        whole = all(name in kept.costs for name in COST_INPUTS)
        compared = self._compared(kept.costs, day) if whole else None
        return Told(kept.name, kept.profile, said, kept.kept, compared)

    def delete(self, client: str) -> None:
        """Delete a client for good."""
        library = self.opened.pop(client, None)
        if library is not None:
            library.close()
        self.files.delete(client)

    def close(self) -> None:
        """Let go of the files."""
        for library in self.opened.values():
            library.close()
        self.opened.clear()

    def _compared(self, costs: Mapping[str, str], day: date) -> Comparison:
        read, written = costs["input_tokens"], costs["output_tokens"]
        workload = asked(costs["requests_per_day"], read, written, costs.get("cached_tokens", "0"))
        model = find_model(costs["open_model"], read_models())
        own = {*COST_INPUTS, "cached_tokens"}
        rest = [f"{key}={value}" for key, value in costs.items() if key not in own]
        question = Asked(workload, api_name(costs["api_model"], read_models()), model, ())
        return self.advisor.calculators.cost(question, pairs(rest), day)

    def _own(self, client: str) -> LocalLibrary:
        folder = self.files.papers(client)
        with self.lock:
            library = self.opened.pop(client, None)
            library = library or LocalLibrary(folder, self.advisor.embedder.name)
            self.opened[client] = library  # the newest comes last
            if len(self.opened) > MOST_OPEN:
                self.opened.pop(next(iter(self.opened))).close()
        return library

    def _parts(self, client: str) -> pipeline.Parts:
        """The parts of the ask line with the client's papers beside the shared library."""
        parts = self.advisor.parts()
        own = self._own(client)
        filled_with = own.store.embedder()
        if filled_with and filled_with != self.advisor.embedder.name:
            name = self.files.read(client).name
            raise ClientEmbedderError(name, filled_with, self.advisor.embedder.name)
        sources = own.sources()
        if not sources:
            return parts
        both = TwoLibraries(self.advisor.library, own)
        names = self.advisor.books.names_of(both)
        search = Beside(parts, tuple(source.id for source in sources))
        return replace(parts, library=both, names=names, search=search)


def _own(found: Iterable[Intake | Skipped]) -> Iterator[Intake | Skipped]:
    """Mark sources as a client's: an id that the library has, too, would mix their pages up."""
    for one in found:
        if isinstance(one, Skipped):
            yield one
        else:
            yield replace(one, source=replace(one.source, id=f"{OF_CLIENT}{one.source.id}"))


def workspaces(advisor: Advisor) -> Workspaces:
    """Return the workspaces of an advisor's home."""
    return Workspaces(advisor, ClientFiles(advisor.settings.home / "clients"))

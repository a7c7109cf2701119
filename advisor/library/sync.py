"""The sync line: pages of sources → the library, as a stream of events; the last is the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from advisor.errors import EmbedderMismatchError, UnknownSourceError
from advisor.library.chunk import embedding_text, titled
from advisor.library.filing import Filed, Section, file_page, state_of
from advisor.library.intake import Intake, Page
from advisor.library.page import Skipped
from advisor.library.shelf import Shelf
from advisor.ports import Embedder
from advisor.records import Source

# Texts gathered over pages before they are embedded: sorted by length, batches need little padding.
WINDOW = 512
# Texts between two progress events, and lost at most when the sync is killed.
STEP = 128


@dataclass(frozen=True, slots=True)
class Sectioned:
    """An intake whose sections are known beforehand, by page: addresses and listed questions."""

    intake: Intake
    sections: Mapping[str, tuple[Section, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A page is read and split."""

    path: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page is in the library as it is."""

    path: str


@dataclass(frozen=True, slots=True)
class Embedding:
    """So many of the texts known so far have their vectors."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A page can be asked about."""

    path: str
    chunks: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A page that vanished from its source was taken out."""

    path: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the sync did: pages by outcome, chunks stored and texts embedded."""

    stored: int
    unchanged: int
    removed: int
    skipped: tuple[Skipped, ...]
    chunks: int
    embedded: int


SyncEvent = Reading | Skipped | Unchanged | Embedding | Stored | Removed | Report


def sync(
    intakes: Iterable[Intake | Sectioned | Skipped],
    shelf: Shelf,
    embedder: Embedder,
    *,
    today: date,
    rebuild: bool = False,
) -> Iterator[SyncEvent]:
    """Bring the library up to date, page by page; stopping at any point loses no page.

    With `rebuild` every page is read again, and a library of another embedder is embedded anew.
    """
    with shelf.lock():
        line = _Line(shelf, embedder, today, rebuild=rebuild)
        yield from line.renew()
        shelf.begin()
        for intake in intakes:
            yield from line.take(intake)
        yield from line.flush()
        yield from line.remove_vanished()
        shelf.finish()
        yield line.report()


def remove(source: str, shelf: Shelf) -> int:
    """Take every page of a source out of the library; return how many there were."""
    with shelf.lock():
        pages = shelf.states(source)
        if not pages:
            raise UnknownSourceError(source)
        shelf.begin()
        for page in pages:
            shelf.discard(shelf.remove(source, page))
        shelf.finish()
    return len(pages)


@dataclass(slots=True)
class _Line:
    """One run of the sync: pages read but not yet stored, and what happened so far."""

    shelf: Shelf
    embedder: Embedder
    today: date
    rebuild: bool
    waiting: list[Filed] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    vanished: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    counts: Counter[type[SyncEvent]] = field(default_factory=Counter)
    chunks: int = 0
    embedded: int = 0

    def renew(self) -> Iterator[SyncEvent]:
        """Embed a library of another embedder again, all of it before any of it is used."""
        filled_with = self.shelf.filled_with()
        if filled_with in {"", self.embedder.name}:
            return
        if not self.rebuild:
            raise EmbedderMismatchError(filled_with, self.embedder.name)
        passages, questions = self.shelf.everything()
        texts = {q.key: q.text for q in questions}
        for p in passages:
            texts[p.key] = embedding_text(
                titled(p.chunk.title, p.chunk.vendor), p.chunk.heading, p.chunk.text
            )
        yield from self._embed(texts)
        self.shelf.switch(self.embedder.name)

    def take(self, intake: Intake | Sectioned | Skipped) -> Iterator[SyncEvent]:
        """Read the pages of one source; store whenever enough texts have gathered."""
        if isinstance(intake, Skipped):
            yield self._skip(intake)
            return
        sections = intake.sections if isinstance(intake, Sectioned) else {}
        intake = intake.intake if isinstance(intake, Sectioned) else intake
        source = intake.source
        states = self.shelf.states(source.id)
        seen: set[str] = set()
        failed = False
        for page in intake.pages:
            if isinstance(page, Skipped):
                failed = True
                yield self._skip(page)
                continue
            if page.raw.path in seen:
                yield self._skip(Skipped(page.raw.path, "listed twice"))
                continue
            seen.add(page.raw.path)
            yield from self._read(source, page, sections.get(page.raw.path, ()), states)
            if len(self.texts) >= WINDOW:
                yield from self.flush()
        if intake.whole and not failed:
            self.vanished += [(source.id, path) for path in states if path not in seen]

    def _read(
        self, source: Source, page: Page, sections: Sequence[Section], states: Mapping[str, str]
    ) -> Iterator[SyncEvent]:
        path = page.raw.path
        state = state_of(source, page, sections, self.today)
        if states.get(path) == state and not self.rebuild:
            self.counts[Unchanged] += 1
            yield Unchanged(path)
            return
        yield Reading(path)
        filed = file_page(source, page, sections, self.embedder, self.today)
        if isinstance(filed, Skipped):
            yield self._skip(filed)
            if path in states:
                self.vanished.append((source.id, path))
            return
        self.waiting.append(filed)
        self.texts |= filed.texts

    def flush(self) -> Iterator[SyncEvent]:
        """Store what waits: embed, index the new vectors, commit the truth, drop the old ones."""
        name = self.embedder.name
        yield from self._embed(self.texts)
        self.shelf.index(name, [filed.filing for filed in self.waiting])
        unused: list[str] = []
        for filed in self.waiting:
            unused += self.shelf.commit(name, filed.filing)
            self.chunks += len(filed.filing.passages)
            self.counts[Stored] += 1
            yield Stored(filed.filing.page, len(filed.filing.passages))
        self.shelf.discard(unused)
        self.waiting, self.texts = [], {}

    def remove_vanished(self) -> Iterator[SyncEvent]:
        """Take out the pages that are gone, after everything new can be found."""
        for source, path in self.vanished:
            self.shelf.discard(self.shelf.remove(source, path))
            self.counts[Removed] += 1
            yield Removed(path)

    def report(self) -> Report:
        """Sum up."""
        return Report(
            stored=self.counts[Stored],
            unchanged=self.counts[Unchanged],
            removed=self.counts[Removed],
            skipped=tuple(self.skipped),
            chunks=self.chunks,
            embedded=self.embedded,
        )

    def _embed(self, texts: Mapping[str, str]) -> Iterator[SyncEvent]:
        """Embed what was never embedded, longest last, and remember it step by step."""
        known = self.shelf.cached(self.embedder.name, texts)
        new = sorted((key for key in texts if key not in known), key=lambda k: len(texts[k]))
        for first in range(0, len(new), STEP):
            keys = new[first : first + STEP]
            encoded = self.embedder.encode_passages([texts[key] for key in keys])
            self.shelf.remember(self.embedder.name, dict(zip(keys, encoded, strict=True)))
            self.embedded += len(keys)
            yield Embedding(first + len(keys), len(new))

    def _skip(self, skipped: Skipped) -> Skipped:
        self.skipped.append(skipped)
        return skipped

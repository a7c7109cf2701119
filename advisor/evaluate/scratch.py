"""Libraries to measure in, filled by the sync line and kept by what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import advisor.library
from advisor.backends.sentence_model import SentenceModel
from advisor.backends.shelf import LocalShelf
from advisor.evaluate.corpus import Corpus
from advisor.evaluate.refile import Held, Telling, refill
from advisor.library.builtin import Prepared
from advisor.library.shelf import Question
from advisor.library.sync import Report, SyncEvent
from advisor.ports import EncodedPassage
from advisor.settings import Settings
from advisor.wiring import Advisor

FOLDER = "eval"  # in the advisor's home; may be deleted at any time
_READ_BY = "read-by.txt"
_NONE = np.zeros((0, 0), np.uint8)  # a listed question's tokens are never looked at

Follow = Callable[[Iterator[SyncEvent], str], Report]


def unseen(events: Iterator[SyncEvent], title: str) -> Report:
    """Follow a sync to its end without showing it."""
    del title
    report = Report(0, 0, 0, (), 0, 0)
    for event in events:
        if isinstance(event, Report):
            report = event
    return report


@dataclass(frozen=True, slots=True)
class Scratch:
    """Where scratch libraries lie, whose settings they have, who watches them being filled.

    All share one embedder, so that its model is loaded once.
    """

    settings: Settings
    embedder: SentenceModel
    follow: Follow = unseen
    rebuild: bool = False

    def of_corpus(self, corpus: Corpus) -> tuple[Advisor, Report]:
        """Fill a library with the documents of a set and nothing else."""
        advisor = self._advisor(f"corpus-{corpus.digest}")
        events = advisor.fill([corpus.intake()], rebuild=self._read_anew(advisor))
        return advisor, self._followed(advisor, events, corpus.name)

    def of_targets(self, targets: Sequence[str]) -> tuple[Advisor, Report]:
        """Fill a library with the built-in guide and what the targets name."""
        named = [str(Path(t).resolve()) if Path(t).exists() else t for t in targets]
        key = hashlib.sha256("\n".join(named).encode("utf-8", "replace")).hexdigest()[:16]
        advisor = self._advisor(f"over-{key}" if targets else "built-in")
        events = advisor.sync(targets, rebuild=self._read_anew(advisor))
        return advisor, self._followed(advisor, events, "pages")

    def retold(self, advisor: Advisor, telling: Telling) -> Advisor:
        """Fill a library beside another with the same documents, told otherwise."""
        other = self._advisor(f"{advisor.settings.home.name}-{telling.__name__}")
        model = self.embedder.name
        shelf = LocalShelf(advisor.settings.library_folder, model)
        questions = shelf.everything()[1]
        vectors = shelf.cached(model, [q.key for q in questions])
        prepared = Prepared(
            self.embedder, {k: EncodedPassage(v, _NONE) for k, v in vectors.items()}
        )
        shelf.close()
        shelf = LocalShelf(other.settings.library_folder, model)
        try:
            refill(telling(_held(advisor, questions), prepared), shelf, prepared)
        finally:
            shelf.close()
        return other

    def _advisor(self, name: str) -> Advisor:
        model = hashlib.sha256(self.embedder.name.encode()).hexdigest()[:8]
        home = self.settings.home / FOLDER / f"{name}-{model}"
        return Advisor(self.settings.model_copy(update={"home": home}), self.embedder)

    def _read_anew(self, advisor: Advisor) -> bool:
        """Whether pages must be read again: by wish, or since the code that reads them changed."""
        file = advisor.settings.home / _READ_BY
        return self.rebuild or not file.exists() or file.read_text("utf-8") != _reading_code()

    def _followed(self, advisor: Advisor, events: Iterator[SyncEvent], title: str) -> Report:
        report = self.follow(events, f"Indexing {title}")
        (advisor.settings.home / _READ_BY).write_text(_reading_code(), "utf-8")
        return report


def _held(advisor: Advisor, questions: Sequence[Question]) -> list[Held]:
    """Return every document of a library, with its passages and the questions that point there."""
    asked: dict[str, list[Question]] = {}
    for question in questions:
        asked.setdefault(question.chunk_id, []).append(question)
    sources = {source.id: source for source in advisor.library.sources()}
    held = []
    for listed in advisor.library.documents():
        document = advisor.library.document(listed.id)
        if document is not None:
            of_source = advisor.library.passages(listed.source)
            chunks = tuple(chunk for chunk in of_source if chunk.document == listed.id)
            pointing = tuple(q for chunk in chunks for q in asked.get(chunk.id, ()))
            held.append(Held(sources[listed.source], document, chunks, pointing))
    return held


def _reading_code() -> str:
    """Digest of the code that reads and splits pages: another reading fills another library."""
    digest = hashlib.sha256()
    for folder in advisor.library.__path__:
        for file in sorted(Path(folder).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()

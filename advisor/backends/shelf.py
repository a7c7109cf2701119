"""The library as the sync line writes it: the truth in SQLite, then the index in Chroma."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from advisor.backends.store import Store
from advisor.backends.store_file import explained, open_to_write
from advisor.backends.store_pages import grow, note, put_in, take_out
from advisor.backends.vectors import VectorIndex
from advisor.errors import LibraryBusyError, StorageError
from advisor.library.shelf import Check, Filing, Passage, Question
from advisor.ports import EncodedPassage, Vectors

LOCK = "sync.lock"


class LocalShelf:
    """Meets `library.shelf.Shelf`: one writer at a time, one transaction per page."""

    def __init__(self, folder: Path, embedder: str) -> None:
        """Write to the library in `folder` with vectors of `embedder`."""
        self._folder = folder
        self._store = Store(folder)
        self._index = VectorIndex(folder, embedder)
        self._writer: sqlite3.Connection | None = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one writer; raises LibraryBusyError at once if there is another."""
        with explained(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._folder / LOCK, timeout=0)
            try:
                lock.acquire()
            except Timeout as error:
                raise LibraryBusyError from error
        try:
            self._writer = open_to_write(self._store.path)
            # Another process may have written since: adding to an old state would lose its work.
            self._index.reopen()
            yield
        finally:
            self._close()
            lock.release()

    def filled_with(self) -> str:
        """Return the embedder of the vectors, empty for a new library."""
        return self._store.embedder()

    def states(self, source: str) -> dict[str, str]:
        """State of every page of a source, by page."""
        return self._store.states(source)

    def cached(self, model: str, keys: Iterable[str]) -> dict[str, Vectors]:
        """Vectors embedded before, by key."""
        return self._store.cached(model, keys)

    def remember(self, model: str, passages: Mapping[str, EncodedPassage]) -> None:
        """Keep vectors and signs by key, so that nothing is embedded twice."""
        rows = [
            (model, key, one.vector.astype("<f4").tobytes(), one.signs.tobytes())
            for key, one in passages.items()
        ]
        with self._transaction() as db:
            db.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?, ?)", rows)

    def index(self, model: str, filings: Sequence[Filing]) -> None:
        """Put the vectors of filings, remembered before, into the derived index."""
        keys = {i: key for filing in filings for i, key in filing.keys.items()}
        about = {i: facts for filing in filings for i, facts in _about(filing)}
        self._upsert(model, keys, about)

    def commit(self, model: str, filing: Filing) -> tuple[str, ...]:
        """Make the filing the truth in one transaction; return vector ids no longer used."""
        with self._transaction() as db:
            before = take_out(db, filing.source.id, filing.page)
            put_in(db, filing)
            note(db, "embedder", model)
            grow(db)
        return tuple(sorted(before - filing.keys.keys()))

    def remove(self, source: str, page: str) -> tuple[str, ...]:
        """Take a page out of the truth; return vector ids no longer used."""
        with self._transaction() as db:
            before = take_out(db, source, page)
            db.execute(
                "DELETE FROM sources WHERE id = ? AND id NOT IN (SELECT source FROM pages)",
                (source,),
            )
            grow(db)
        return tuple(sorted(before))

    def discard(self, ids: Sequence[str]) -> None:
        """Delete vectors from the derived index."""
        if ids:
            self._index.delete(ids)

    def everything(self) -> tuple[list[Passage], list[Question]]:
        """Every chunk and question that has a vector; what another embedder embeds again."""
        keys = dict(self._store.rows("SELECT id, key FROM chunks"))
        chunks = self._store.chunks(list(keys))
        rows = self._store.rows("SELECT id, chunk, text, key FROM questions")
        return [Passage(chunks[i], key) for i, key in keys.items()], [Question(*r) for r in rows]

    def switch(self, model: str) -> None:
        """Make the vectors remembered for another embedder the derived index."""
        self.repair(model)
        with self._transaction() as db:
            note(db, "embedder", model)
            grow(db)
        self._index.keep_only_this()

    def begin(self) -> None:
        """Note that writing began; mends first what an interrupted sync left behind."""
        interrupted = self._store.meta("writing") != ""
        with self._transaction() as db:
            note(db, "writing", "yes")
        if interrupted and self._store.embedder() == self._index.model:
            try:
                self.repair(self._index.model)
            except StorageError:
                self.rebuild_index(self._index.model)

    def finish(self) -> None:
        """Note that writing ended, and forget vectors that nothing uses."""
        with self._transaction() as db:
            db.execute("""DELETE FROM embeddings WHERE
                model != (SELECT value FROM meta WHERE key = 'embedder')
                OR key NOT IN (SELECT key FROM chunks UNION SELECT key FROM questions)""")
            note(db, "writing", "")
            grow(db)

    def check(self) -> Check:
        """Compare the ids of the truth with those of the derived index."""
        wanted = self._keys().keys()
        try:
            held = self._index.ids() if self._index.exists() else set()
        except StorageError:
            self._index.reopen()
            held = set()
        return Check(tuple(sorted(wanted - held)), tuple(sorted(held - wanted)))

    def repair(self, model: str) -> Check:
        """Give the derived index what it lacks from remembered vectors, and take the rest out."""
        check = self.check()
        keys = self._keys()
        missing = {i: keys[i] for i in check.missing}
        self._upsert(model, missing, self._about_stored())
        self.discard(check.orphaned)
        return check

    def rebuild_index(self, model: str) -> None:
        """Drop the derived index and fill it from the remembered vectors; embeds nothing."""
        self._index.clear()
        self.repair(model)

    def close(self) -> None:
        """Let go of the files."""
        self._close()
        self._index.close()
        self._store.close()

    def _upsert(
        self, model: str, keys: Mapping[str, str], about: Mapping[str, Mapping[str, str]]
    ) -> None:
        vectors = self._store.cached(model, sorted(set(keys.values())))
        self._index.upsert({i: vectors[key] for i, key in keys.items() if key in vectors}, about)

    def _keys(self) -> dict[str, str]:
        return dict(
            self._store.rows("SELECT id, key FROM chunks UNION ALL SELECT id, key FROM questions")
        )

    def _about_stored(self) -> dict[str, dict[str, str]]:
        sql = """SELECT v.id, v.kind, v.chunk, s.id, s.party, d.stance FROM
                 (SELECT id, 'chunk' AS kind, id AS chunk FROM chunks
                  UNION ALL SELECT id, 'question', chunk FROM questions) v
                 JOIN chunks c ON c.id = v.chunk JOIN documents d ON d.id = c.document
                 JOIN sources s ON s.id = d.source"""
        return {row[0]: _facts(*row[1:]) for row in self._store.rows(sql)}

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if self._writer is None:
            raise RuntimeError("The shelf is written to without its lock.")
        with explained(self._store.path):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _about(filing: Filing) -> Iterator[tuple[str, dict[str, str]]]:
    source = filing.source
    stance = {p.chunk.id: p.chunk.stance for p in filing.passages}
    for chunk_id, side in stance.items():
        yield chunk_id, _facts("chunk", chunk_id, source.id, source.party, side)
    for q in filing.questions:
        yield q.id, _facts("question", q.chunk_id, source.id, source.party, stance[q.chunk_id])


def _facts(kind: str, chunk: str, source: str, party: str, stance: str) -> dict[str, str]:
    return {"kind": kind, "chunk": chunk, "source": source, "party": party, "stance": stance}

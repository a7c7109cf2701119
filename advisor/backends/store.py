"""Reading the truth: sources, documents and chunks by id, from read-only connections."""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from advisor.backends.store_file import FILE, explained, open_to_read
from advisor.backends.store_rows import as_chunk, as_document, as_source, as_vector
from advisor.ports import ListedQuestion, Signs, Vectors
from advisor.records import Chunk, Document, Source

# SQLite takes at most 32,766 parameters; ids come in parts of this size.
PART = 500

_CHUNK = """
SELECT c.id, c.document, d.source, d.path, d.title, c.heading, c.start, c."end", c.text,
       s.party, d.stance, c.as_of, c.url, s.vendor
FROM chunks c JOIN documents d ON d.id = c.document JOIN sources s ON s.id = d.source
"""
_SAME_DOCUMENT = f"""{_CHUNK}
WHERE c.document = (SELECT document FROM chunks WHERE id = ?) ORDER BY c.start"""  # noqa: S608
_SAME_SOURCE = f"{_CHUNK} WHERE d.source = ? ORDER BY d.id, c.start"

_HELD = "documents d JOIN chunks c ON c.document = d.id"
_ASKED = f"{_HELD} JOIN questions q ON q.chunk = c.id"
_AMONG = "d.source IN (SELECT value FROM json_each(:sources))"
_SIZE = f"""
SELECT (SELECT count(*) FROM {_HELD} WHERE {_AMONG})
     + (SELECT count(*) FROM {_ASKED} WHERE {_AMONG})"""  # noqa: S608
_SIZE_OF_ALL = "SELECT (SELECT count(*) FROM chunks) + (SELECT count(*) FROM questions)"
_VECTORS = f"""
SELECT c.id, e.vector FROM {_HELD}
JOIN embeddings e ON e.model = :model AND e.key = c.key WHERE {_AMONG}
UNION ALL SELECT q.id, e.vector FROM {_ASKED}
JOIN embeddings e ON e.model = :model AND e.key = q.key WHERE {_AMONG} ORDER BY 1"""  # noqa: S608
_EVERY_VECTOR = """
SELECT v.id, e.vector FROM (
  SELECT id, key FROM chunks UNION ALL SELECT id, key FROM questions) v
JOIN embeddings e ON e.model = :model AND e.key = v.key ORDER BY v.id"""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A source with how much of it the library holds."""

    source: Source
    documents: int
    chunks: int
    questions: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A document without its text, as a list shows it."""

    id: str
    source: str
    path: str
    title: str
    url: str
    as_of: date
    chunks: int


class Store:
    """The library's SQLite file, read from any thread; an absent library reads as empty."""

    def __init__(self, folder: Path) -> None:
        """Read the file in `folder`; nothing is opened yet."""
        self.path = folder / FILE
        self._idle: list[tuple[int, sqlite3.Connection]] = []
        self.close = weakref.finalize(self, _close, self._idle)

    def rows(
        self, sql: str, given: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[Any, ...]]:
        """Run a query; nothing while there is no library."""
        with self.reading() as connection:
            return connection.execute(sql, given).fetchall() if connection else []

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """Lend a read-only connection, new if the file was replaced; None without a library."""
        identity = self.identity()
        number, connection = self._idle.pop() if self._idle else (0, None)
        if connection and number != identity:
            connection.close()
            connection = None
        connection = connection or open_to_read(self.path)
        try:
            with explained(self.path):
                yield connection
        finally:
            if connection:
                self._idle.append((identity, connection))

    def identity(self) -> int:
        """Return which file this is, so that a library moved away is noticed; 0 for none."""
        try:
            return self.path.stat().st_ino
        except OSError:
            return 0

    def generation(self) -> int:
        """Return a number that grows with every change; 0 for an empty library."""
        return int(self.meta("generation") or 0)

    def states(self, source: str) -> dict[str, str]:
        """State of every page of a source, by page."""
        return dict(self.rows("SELECT page, state FROM pages WHERE source = ?", (source,)))

    def embedder(self) -> str:
        """Return whose vectors the library holds; empty for a new one."""
        return self.meta("embedder")

    def meta(self, key: str) -> str:
        """Return a note about the library, empty if there is none."""
        rows = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else ""

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks by id; unknown ids are left out."""
        rows = self.among(f"{_CHUNK} WHERE c.id IN", ids)
        return {row[0]: as_chunk(row) for row in rows}

    def listed(self, model: str) -> list[ListedQuestion]:
        """Every listed question with its vector, by chunk and text."""
        sql = """SELECT q.chunk, q.text, e.vector FROM questions q
                 JOIN embeddings e ON e.model = ? AND e.key = q.key ORDER BY q.chunk, q.text"""
        return [
            ListedQuestion(row[0], row[1], as_vector(row[2])) for row in self.rows(sql, (model,))
        ]

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that are chunks."""
        return {row[0] for row in self.among("SELECT id FROM chunks WHERE id IN", ids)}

    def neighbours(self, chunk_id: str) -> list[Chunk]:
        """Return the run of chunks around this one that has the same headings, in order."""
        chunks = [as_chunk(row) for row in self.rows(_SAME_DOCUMENT, (chunk_id,))]
        at = next((i for i, chunk in enumerate(chunks) if chunk.id == chunk_id), None)
        if at is None:
            return []
        first = last = at
        while first > 0 and chunks[first - 1].heading == chunks[at].heading:
            first -= 1
        while last + 1 < len(chunks) and chunks[last + 1].heading == chunks[at].heading:
            last += 1
        return chunks[first : last + 1]

    def passages(self, source: str) -> list[Chunk]:
        """Return all chunks of a source, by document and offset."""
        return [as_chunk(row) for row in self.rows(_SAME_SOURCE, (source,))]

    def document(self, document_id: str) -> Document | None:
        """Return a document with its text."""
        rows = self.rows(
            """SELECT d.id, d.source, d.path, d.title, d.url, d.licence, s.party, d.stance,
                      d.as_of, d.text
               FROM documents d JOIN sources s ON s.id = d.source WHERE d.id = ?""",
            (document_id,),
        )
        return as_document(rows[0]) if rows else None

    def documents(self, source: str = "") -> list[Listed]:
        """All documents, or those of a source, by source and path."""
        sql = """SELECT d.id, d.source, d.path, d.title, d.url, d.as_of,
                        (SELECT count(*) FROM chunks c WHERE c.document = d.id)
                 FROM documents d WHERE ?1 = '' OR d.source = ?1 ORDER BY d.source, d.path"""
        return [
            Listed(row[0], row[1], row[2], row[3], row[4], date.fromisoformat(row[5]), row[6])
            for row in self.rows(sql, (source,))
        ]

    def sources(self) -> list[Shelved]:
        """All sources with their counts, by id."""
        sql = """
            SELECT s.id, s.title, s.party, s.stance, s.url, s.licence, s.as_of, s.vendor,
              (SELECT count(*) FROM documents d WHERE d.source = s.id),
              (SELECT count(*) FROM documents d JOIN chunks c ON c.document = d.id
               WHERE d.source = s.id),
              (SELECT count(*) FROM documents d JOIN chunks c ON c.document = d.id
               JOIN questions q ON q.chunk = c.id WHERE d.source = s.id)
            FROM sources s ORDER BY s.id"""
        return [Shelved(as_source(row), *row[8:]) for row in self.rows(sql)]

    def questions(self, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return the chunk each listed question points to, and its text, by id."""
        rows = self.among("SELECT id, chunk, text FROM questions WHERE id IN", ids)
        return {row[0]: (row[1], row[2]) for row in rows}

    def vectors(self, model: str, ids: Sequence[str]) -> dict[str, Vectors]:
        """Vectors of chunks by chunk id, as they were embedded."""
        sql = """SELECT c.id, e.vector FROM chunks c
                 JOIN embeddings e ON e.model = ? AND e.key = c.key WHERE c.id IN"""
        return {row[0]: as_vector(row[1]) for row in self.among(sql, ids, model)}

    def signs(self, model: str, ids: Sequence[str]) -> dict[str, Signs]:
        """Signs of the token vectors of chunks, by chunk id, as they were encoded."""
        sql = """SELECT c.id, e.signs, (length(e.vector) / 4 + 7) / 8 FROM chunks c
                 JOIN embeddings e ON e.model = ? AND e.key = c.key WHERE c.id IN"""
        found = self.among(sql, ids, model)
        return {i: np.frombuffer(blob, np.uint8).reshape(-1, width) for i, blob, width in found}

    def size(self, sources: Sequence[str] = ()) -> int:
        """Count the vectors, of chunks and of listed questions; of some sources only, if named."""
        sql, given = (
            (_SIZE, {"sources": json.dumps(list(sources))}) if sources else (_SIZE_OF_ALL, {})
        )
        rows = self.rows(sql, given)
        return int(rows[0][0]) if rows else 0

    def exact(
        self, model: str, vector: Vectors, k: int, sources: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """Return the `k` nearest vector ids with their cosine, by looking at every vector."""
        sql = _VECTORS if sources else _EVERY_VECTOR
        rows = self.rows(sql, {"model": model, "sources": json.dumps(list(sources))})
        if not rows:
            return []
        scores = np.stack([as_vector(row[1]) for row in rows]) @ vector.reshape(-1)
        best = np.argsort(-scores, kind="stable")[:k]
        return [(rows[row][0], float(scores[row])) for row in best]

    def cached(self, model: str, keys: Iterable[str]) -> dict[str, Vectors]:
        """Vectors embedded before, by key."""
        sql = "SELECT key, vector FROM embeddings WHERE model = ? AND key IN"
        return {row[0]: as_vector(row[1]) for row in self.among(sql, list(keys), model)}

    def among(self, sql: str, ids: Sequence[str], *given: object) -> list[tuple[Any, ...]]:
        """Run a query that ends in `IN` for any number of ids."""
        found = []
        for first in range(0, len(ids), PART):
            part = ids[first : first + PART]
            marks = ",".join("?" * len(part))
            found += self.rows(f"{sql} ({marks})", (*given, *part))
        return found


def _close(idle: list[tuple[int, sqlite3.Connection]]) -> None:
    while idle:
        idle.pop()[1].close()

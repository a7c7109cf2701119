"""The library's SQLite file: its layout, its connections and what its errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from advisor.errors import (
    AdvisorError,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryVersionError,
    StorageError,
)

LAYOUT = 4
FILE = "library.db"
# Words as FTS5 sees them; `lexical.py` splits questions with the same two tokenizers.
WORDS = "unicode61 remove_diacritics 2"
STEMS = f"porter {WORDS}"
BUSY_SECONDS = 10.0

SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, party TEXT NOT NULL, stance TEXT NOT NULL,
  url TEXT NOT NULL, licence TEXT NOT NULL, as_of TEXT NOT NULL, vendor TEXT NOT NULL);
CREATE TABLE pages (
  source TEXT NOT NULL REFERENCES sources (id), page TEXT NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (source, page)) WITHOUT ROWID;
CREATE TABLE documents (
  id TEXT PRIMARY KEY, source TEXT NOT NULL, page TEXT NOT NULL, path TEXT NOT NULL,
  title TEXT NOT NULL, url TEXT NOT NULL, licence TEXT NOT NULL, stance TEXT NOT NULL,
  as_of TEXT NOT NULL, text TEXT NOT NULL,
  FOREIGN KEY (source, page) REFERENCES pages (source, page) ON DELETE CASCADE);
CREATE INDEX documents_by_page ON documents (source, page);
CREATE TABLE chunks (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, title TEXT NOT NULL, heading TEXT NOT NULL,
  text TEXT NOT NULL, url TEXT NOT NULL, as_of TEXT NOT NULL, key TEXT NOT NULL);
CREATE INDEX chunks_by_document ON chunks (document, start);
CREATE TABLE questions (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  chunk TEXT NOT NULL REFERENCES chunks (id) ON DELETE CASCADE,
  text TEXT NOT NULL, key TEXT NOT NULL);
CREATE INDEX questions_by_chunk ON questions (chunk);
CREATE TABLE embeddings (
  model TEXT NOT NULL, key TEXT NOT NULL, vector BLOB NOT NULL, signs BLOB NOT NULL,
  PRIMARY KEY (model, key));
CREATE VIRTUAL TABLE chunk_index USING fts5(
  title, heading, text, content='chunks', content_rowid='number', tokenize='{STEMS}');
CREATE VIRTUAL TABLE chunk_vocabulary USING fts5vocab(chunk_index, 'row');
CREATE VIRTUAL TABLE question_index USING fts5(
  text, content='questions', content_rowid='number', tokenize='{STEMS}');
INSERT INTO meta VALUES ('layout', '{LAYOUT}'), ('generation', '0'), ('embedder', '');
"""  # noqa: S608

# What brings a library of the layout before to this one; nothing is read or embedded again.
_UPGRADE = """
BEGIN IMMEDIATE;
ALTER TABLE chunks ADD COLUMN as_of TEXT NOT NULL DEFAULT '';
UPDATE chunks SET as_of = (SELECT d.as_of FROM documents d WHERE d.id = document);
UPDATE meta SET value = '4' WHERE key = 'layout';
COMMIT;
"""
_UPGRADED = 3

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNWRITABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what a user can mend among SQLite's and the system's errors into AdvisorErrors."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _meaning(error, path) from error
    except OSError as error:
        raise StorageError(str(path), error.strerror or str(error)) from error


def _meaning(error: sqlite3.DatabaseError, path: Path) -> AdvisorError | sqlite3.DatabaseError:
    # Extended codes carry the primary one in their low byte.
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code in _DAMAGED:
        return LibraryDamagedError(str(path), str(error))
    if code in _UNWRITABLE:
        return StorageError(str(path), str(error))
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return LibraryBusyError()
    return error


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open the file, make it if it is missing; a commit is on the disk when it returns."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if not _has_layout(connection):
            connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT;")
        elif _layout(connection) == _UPGRADED:
            connection.executescript(_UPGRADE)
        _check_layout(connection)
    return connection


def open_to_read(path: Path) -> sqlite3.Connection | None:
    """Open the file for reading only; None while there is no library yet."""
    if not path.exists():
        return None
    with explained(path):
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA query_only = ON")
        if not _has_layout(connection):
            connection.close()
            return None
        if _layout(connection) == _UPGRADED:
            open_to_write(path).close()
        _check_layout(connection)
    return connection


def _has_layout(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone()
    return found is not None


def _layout(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = 'layout'").fetchone()
    return int(row[0]) if row else 0


def _check_layout(connection: sqlite3.Connection) -> None:
    found = _layout(connection)
    if found != LAYOUT:
        raise LibraryVersionError(found, LAYOUT)

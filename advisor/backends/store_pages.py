"""Putting a page into the tables of the truth, and taking it out again; within a transaction."""

from __future__ import annotations

import json
import sqlite3

from advisor.library.chunk import titled
from advisor.library.shelf import Filing, Passage, Question
from advisor.records import Document, Source


def take_out(db: sqlite3.Connection, source: str, page: str) -> set[str]:
    """Delete a page with all that hangs on it; return the vector ids it had."""
    where = "document IN (SELECT id FROM documents WHERE source = ? AND page = ?)"
    chunks = f"SELECT id FROM chunks WHERE {where}"  # noqa: S608
    questions = f"FROM questions WHERE chunk IN ({chunks})"
    given = (source, page)
    ids = {row[0] for row in db.execute(chunks, given)}
    ids |= {row[0] for row in db.execute(f"SELECT id {questions}", given)}
    # An FTS5 table over another table is told the old words, while that table still has them.
    db.execute(
        "INSERT INTO chunk_index (chunk_index, rowid, title, heading, text) "  # noqa: S608
        f"SELECT 'delete', number, title, heading, text FROM chunks WHERE {where}",
        given,
    )
    db.execute(
        "INSERT INTO question_index (question_index, rowid, text) "
        f"SELECT 'delete', number, text {questions}",
        given,
    )
    db.execute("DELETE FROM pages WHERE source = ? AND page = ?", given)
    return ids


def put_in(db: sqlite3.Connection, filing: Filing) -> None:
    """Insert a page with all that hangs on it; whatever it left before was taken out."""
    _put_source(db, filing.source)
    db.execute("INSERT INTO pages VALUES (?, ?, ?)", (filing.source.id, filing.page, filing.state))
    db.executemany(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_document_row(document, filing.page) for document in filing.documents],
    )
    for passage in filing.passages:
        _put_passage(db, passage)
    for question in filing.questions:
        _put_question(db, question)


def _put_source(db: sqlite3.Connection, source: Source) -> None:
    db.execute(
        """INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
           (title, party, stance, url, licence, as_of, vendor) = (excluded.title, excluded.party,
           excluded.stance, excluded.url, excluded.licence, excluded.as_of, excluded.vendor)""",
        _source_row(source),
    )


def _put_passage(db: sqlite3.Connection, passage: Passage) -> None:
    chunk = passage.chunk
    # The title is kept as it is indexed: FTS5 must be told the same words to delete them.
    title = titled(chunk.title, chunk.vendor)
    heading = json.dumps(chunk.heading, ensure_ascii=False)
    row = db.execute(
        """INSERT INTO chunks (id, document, start, "end", title, heading, text, url, as_of, key)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number""",
        (
            *(chunk.id, chunk.document, chunk.start, chunk.end),
            *(title, heading, chunk.text, chunk.url, chunk.as_of.isoformat(), passage.key),
        ),
    ).fetchone()
    db.execute(
        "INSERT INTO chunk_index (rowid, title, heading, text) VALUES (?, ?, ?, ?)",
        (row[0], title, heading, chunk.text),
    )


def _put_question(db: sqlite3.Connection, question: Question) -> None:
    row = db.execute(
        "INSERT INTO questions (id, chunk, text, key) VALUES (?, ?, ?, ?) RETURNING number",
        (question.id, question.chunk_id, question.text, question.key),
    ).fetchone()
    db.execute("INSERT INTO question_index (rowid, text) VALUES (?, ?)", (row[0], question.text))


def _source_row(source: Source) -> tuple[str, ...]:
    return (
        *(source.id, source.title, source.party, source.stance, source.url, source.licence),
        *(source.as_of.isoformat(), source.vendor),
    )


def _document_row(document: Document, page: str) -> tuple[str, ...]:
    return (
        *(document.id, document.source, page, document.path, document.title, document.url),
        *(document.licence, document.stance, document.as_of.isoformat(), document.text),
    )


def note(db: sqlite3.Connection, key: str, value: str) -> None:
    """Write a note about the library."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def grow(db: sqlite3.Connection) -> None:
    """Count the change, so that whoever reads the library notices it."""
    db.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")

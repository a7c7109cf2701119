"""Clients on the disk: a folder each, with a SQLite file and a library of its own papers."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout

from advisor.backends.shelf import LOCK
from advisor.clients.names import checked, client_id
from advisor.clients.records import ClientFile, ClientSummary, Decision, Note
from advisor.errors import (
    ClientBusyError,
    ClientExistsError,
    ClientFileError,
    StorageError,
    UnknownAnswerError,
    UnknownClientError,
)
from advisor.from_json import answer_text, read_answer
from advisor.records import Answer, Turn

FILE = "client.db"
PAPERS = "library"  # the folder of a client's own papers, below the client's
_GONE, _NEW = ".deleted-", ".new-"
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE profile (question TEXT PRIMARY KEY, option TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE costs (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE turns (number INTEGER PRIMARY KEY, role TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE kept (number INTEGER PRIMARY KEY, answer TEXT NOT NULL UNIQUE);
CREATE TABLE decisions (number INTEGER PRIMARY KEY, decision TEXT NOT NULL);
CREATE TABLE notes (number INTEGER PRIMARY KEY, at TEXT NOT NULL, text TEXT NOT NULL);
"""
_REMEMBERED = 40  # turns that a conversation goes on with


@dataclass(frozen=True, slots=True)
class ClientFiles:
    """All clients in a folder; each is kept apart from the others."""

    folder: Path

    def create(self, name: str, now: datetime) -> ClientSummary:
        """Make a client; one whose name differs in case only is the same."""
        kept = checked(name)
        one = client_id(kept)
        place, draft = self.folder / one, self.folder / f"{_NEW}{uuid4().hex}"
        with _explained(kept, self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            draft.mkdir(mode=0o700)  # what is kept of a client is for its owner only
            try:
                _write(draft / FILE, kept, now)
                if place.exists() and not (place / FILE).exists():
                    shutil.rmtree(place)  # left by a sync that ran while its client was deleted
                with suppress(OSError):
                    draft.rename(place)  # whole, at once, and never over another client
            finally:
                taken = draft.exists()
                shutil.rmtree(draft, ignore_errors=True)
        if taken:
            raise ClientExistsError(self._about(one)["name"])
        return ClientSummary(one, kept, now, archived=False, answers=0)

    def all(self) -> list[ClientSummary]:
        """Every client whose file can be read, by name."""
        found = []
        for one in self._ids():
            with suppress(ClientFileError, UnknownClientError):
                found.append(self._summary(one))
        return sorted(found, key=lambda one: one.name.casefold())

    def broken(self) -> list[str]:
        """Ids of the clients whose file cannot be read."""
        return sorted({*self._ids()} - {one.id for one in self.all()})

    def find(self, name: str) -> str:
        """Return the id of a client by its name or id."""
        ids = self._ids()
        for one in (name, client_id(name)):
            if one in ids:
                return one
        raise UnknownClientError(checked(name), [one.name for one in self.all()])

    def read(self, client: str) -> ClientFile:
        """Return all that is kept of a client, by id."""
        about = self._about(client)
        with self._open(client) as db, _as_kept(client):
            profile = dict(db.execute("SELECT question, option FROM profile").fetchall())
            costs = dict(db.execute("SELECT key, value FROM costs").fetchall())
            turns = db.execute("SELECT role, content FROM turns ORDER BY number").fetchall()
            kept = db.execute("SELECT answer FROM kept ORDER BY number").fetchall()
            decisions = db.execute("SELECT decision FROM decisions ORDER BY number").fetchall()
            notes = db.execute("SELECT at, text FROM notes ORDER BY number").fetchall()
            return ClientFile(
                id=client,
                name=about["name"],
                created=datetime.fromisoformat(about["created"]),
                archived=bool(about["archived"]),
                profile=profile,
                costs=costs,
                turns=tuple(Turn(role, content) for role, content in turns),
                kept=tuple(read_answer(row[0]) for row in kept),
                decisions=tuple(_decision(json.loads(row[0])) for row in decisions),
                notes=tuple(Note(datetime.fromisoformat(at), text) for at, text in notes),
            )

    def history(self, client: str) -> tuple[Turn, ...]:
        """The last turns of the conversation, for it to go on."""
        return self.read(client).turns[-_REMEMBERED:]

    def keep_profile(self, client: str, profile: Mapping[str, str]) -> None:
        """Replace the profile."""
        with self._open(client) as db:
            db.execute("DELETE FROM profile")
            db.executemany("INSERT INTO profile VALUES (?, ?)", profile.items())

    def keep_costs(self, client: str, costs: Mapping[str, str]) -> None:
        """Replace the inputs of the cost comparison."""
        with self._open(client) as db:
            db.execute("DELETE FROM costs")
            db.executemany("INSERT INTO costs VALUES (?, ?)", costs.items())

    def add_turns(self, client: str, turns: Sequence[Turn]) -> None:
        """Add to the conversation."""
        with self._open(client) as db:
            rows = [(turn.role, turn.content) for turn in turns]
            db.executemany("INSERT INTO turns (role, content) VALUES (?, ?)", rows)

    def keep_answer(self, client: str, answer: Answer) -> None:
        """Keep an answer for the brief, once."""
        with self._open(client) as db:
            row = (answer_text(answer),)
            db.execute("INSERT OR IGNORE INTO kept (answer) VALUES (?)", row)

    def drop_answer(self, client: str, number: int) -> None:
        """Take the answer kept as number `number` out, counted from 1."""
        with self._open(client) as db:
            rows = db.execute("SELECT number FROM kept ORDER BY number").fetchall()
            if not 0 < number <= len(rows):
                raise UnknownAnswerError(number, len(rows))
            db.execute("DELETE FROM kept WHERE number = ?", rows[number - 1])

    def add_note(self, client: str, now: datetime, text: str) -> None:
        """Write something down."""
        with self._open(client) as db:
            db.execute("INSERT INTO notes (at, text) VALUES (?, ?)", (now.isoformat(), text))

    def add_decision(self, client: str, decision: Decision) -> None:
        """Add a decision."""
        told = {
            "at": decision.at.isoformat(),
            "answers": dict(decision.answers),
            "choice": decision.choice,
            "pattern": decision.pattern,
            "score": decision.score,
        }
        with self._open(client) as db:
            db.execute("INSERT INTO decisions (decision) VALUES (?)", (json.dumps(told),))

    def archive(self, client: str, *, archived: bool) -> None:
        """Archive a client, or bring it back."""
        with self._open(client) as db:
            value = "yes" if archived else ""
            db.execute("UPDATE about SET value = ? WHERE key = 'archived'", (value,))

    def delete(self, client: str) -> None:
        """Delete a client for good, papers and all, and what an interrupted deletion left.

        It is moved out of the way first, whole, so that nobody finds half of it. Raises
        `ClientBusyError` while its papers are being synced.
        """
        with _explained(client, self.folder), _unsynced(self.folder / client):
            (self.folder / client).rename(self.folder / f"{_GONE}{uuid4().hex}")
        with _explained(client, self.folder):
            for left in self.folder.glob(f"{_GONE}*"):
                shutil.rmtree(left)

    def papers(self, client: str) -> Path:
        """The folder of the client's own library."""
        self._about(client)
        return self.folder / client / PAPERS

    def _ids(self) -> list[str]:
        with _explained("", self.folder):
            places = sorted(self.folder.glob(f"[!.]*/{FILE}"))
        return [place.parent.name for place in places]

    def _summary(self, client: str) -> ClientSummary:
        about = self._about(client)
        with self._open(client) as db, _as_kept(client):
            (answers,) = db.execute("SELECT COUNT(*) FROM kept").fetchone()
            return ClientSummary(
                client, about["name"], datetime.fromisoformat(about["created"]),
                bool(about["archived"]), answers,
            )  # fmt: skip

    def _about(self, client: str) -> dict[str, str]:
        with self._open(client) as db:
            return dict(db.execute("SELECT key, value FROM about").fetchall())

    @contextmanager
    def _open(self, client: str) -> Iterator[sqlite3.Connection]:
        """Open a client's file; what is written is kept together or not at all.

        It is never made anew: a client that was deleted meanwhile stays so.
        """
        path = self.folder / client / FILE
        if not path.exists():
            raise UnknownClientError(client, [])
        with _explained(client, path), closing(_connected(path, "rw")) as db, db:
            yield db


def _write(path: Path, name: str, now: datetime) -> None:
    """Write the file of a new client."""
    with closing(_connected(path, "rwc")) as db, db:
        db.executescript(_SCHEMA)
        about = {"name": name, "created": now.isoformat(), "archived": ""}
        db.executemany("INSERT INTO about VALUES (?, ?)", about.items())


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=10)
    db.execute("PRAGMA secure_delete = ON")  # what is taken out leaves no trace in the file
    return db


@contextmanager
def _unsynced(place: Path) -> Iterator[None]:
    """Hold the lock of a client's papers, if there are any."""
    if not (place / PAPERS).is_dir():
        yield
        return
    try:
        with FileLock(place / PAPERS / LOCK, timeout=0):
            yield
    except Timeout as error:
        raise ClientBusyError(place.name) from error


@contextmanager
def _explained(client: str, path: Path) -> Iterator[None]:
    """Turn what a user can mend into an AdvisorError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in _BUSY:
            raise ClientBusyError(client) from error
        raise ClientFileError(client, str(error)) from error
    except OSError as error:
        raise StorageError(str(path), error.strerror or str(error)) from error


@contextmanager
def _as_kept(client: str) -> Iterator[None]:
    """Say that a file is damaged which holds something else than was kept."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise ClientFileError(client, f"it holds {error!r}") from error


def _decision(told: Mapping[str, Any]) -> Decision:
    return Decision(
        datetime.fromisoformat(told["at"]), told["answers"], told["choice"], told["pattern"],
        told["score"],
    )  # fmt: skip

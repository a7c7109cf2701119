"""Clients on the disk: a folder each, with a SQLite file and a library of its own papers."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from advisor.backends.store_file import explained
from advisor.clients.names import checked, client_id
from advisor.clients.records import ClientFile, ClientSummary, Decision
from advisor.errors import ClientExistsError, UnknownClientError
from advisor.from_json import answer_text, read_answer
from advisor.records import Answer, Turn

FILE = "client.db"
_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE profile (question TEXT PRIMARY KEY, option TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE costs (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE turns (number INTEGER PRIMARY KEY, role TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE kept (number INTEGER PRIMARY KEY, answer TEXT NOT NULL UNIQUE);
CREATE TABLE decisions (number INTEGER PRIMARY KEY, decision TEXT NOT NULL);
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
        place = self.folder / one
        if (place / FILE).exists():
            raise ClientExistsError(self._about(one)["name"])
        with explained(place):
            place.mkdir(parents=True, exist_ok=True)
            draft = place / f"{FILE}.new"
            draft.unlink(missing_ok=True)
            with closing(sqlite3.connect(draft)) as db, db:
                db.executescript(_SCHEMA)
                about = {"name": kept, "created": now.isoformat(), "archived": ""}
                db.executemany("INSERT INTO about VALUES (?, ?)", about.items())
            draft.replace(place / FILE)
        return ClientSummary(one, kept, now, archived=False, answers=0)

    def all(self) -> list[ClientSummary]:
        """Every client, by name."""
        places = sorted(self.folder.glob(f"*/{FILE}"))
        found = [self._summary(place.parent.name) for place in places]
        return sorted(found, key=lambda one: one.name.casefold())

    def find(self, name: str) -> str:
        """Return the id of a client by its name or id."""
        for one in (name, client_id(name)):
            if one in {place.parent.name for place in self.folder.glob(f"*/{FILE}")}:
                return one
        raise UnknownClientError(checked(name), [one.name for one in self.all()])

    def read(self, client: str) -> ClientFile:
        """Return all that is kept of a client, by id."""
        about = self._about(client)
        with self._open(client) as db:
            profile = dict(db.execute("SELECT question, option FROM profile").fetchall())
            costs = dict(db.execute("SELECT key, value FROM costs").fetchall())
            turns = db.execute("SELECT role, content FROM turns ORDER BY number").fetchall()
            kept = db.execute("SELECT answer FROM kept ORDER BY number").fetchall()
            decisions = db.execute("SELECT decision FROM decisions ORDER BY number").fetchall()
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
        """Delete a client for good, papers and all; a folder that was half deleted is gone on with.

        The file goes first: what is left by an interruption is no client any more.
        """
        place = self.folder / client
        with explained(place):
            (place / FILE).unlink(missing_ok=True)
            shutil.rmtree(place)

    def papers(self, client: str) -> Path:
        """The folder of the client's own library."""
        self._about(client)
        return self.folder / client / "library"

    def _summary(self, client: str) -> ClientSummary:
        about = self._about(client)
        with self._open(client) as db:
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
        """Open a client's file; what is written is kept together or not at all."""
        path = self.folder / client / FILE
        if not path.exists():
            raise UnknownClientError(client, [])
        with explained(path), closing(sqlite3.connect(path, timeout=10)) as db, db:
            yield db


def _decision(told: Mapping[str, Any]) -> Decision:
    return Decision(
        datetime.fromisoformat(told["at"]), told["answers"], told["choice"], told["pattern"],
        told["score"],
    )  # fmt: skip

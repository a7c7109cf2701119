"""What is kept of a client comes back as it was; another client never sees it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from advisor.backends.client_files import FILE, ClientFiles
from advisor.clients.records import Decision, Note
from advisor.errors import (
    ClientBusyError,
    ClientExistsError,
    ClientFileError,
    UnknownAnswerError,
    UnknownClientError,
)
from advisor.records import Answer, Block, Chunk, Citation, Hit, Sentence, Turn, Usage

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
CHUNK = Chunk(
    id="c", document="d", source="guide", path="p.md", title="Costs", heading=("Costs", "2.3"),
    start=0, end=11, text="Open pays.", party="article", stance="both", as_of=date(2026, 3, 30),
    url="https://example.org",
)  # fmt: skip
ANSWER = Answer(
    question="When?", standalone_question="When?", text="Open pays. [S1]",
    blocks=(
        Block("**", (Sentence("Open pays.", "partly", (1,)),)),
        Block("", layout="| a | b |"),
    ),
    grounded=True, model="extract", sources=(Citation(1, CHUNK, 0, 10, "Open pays.", 0.9),),
    hits=(Hit(CHUNK, 0.9),), suggestions=("Why?",), usage=Usage(3, 4, 5, 6),
    timings_ms={"total": 12.5}, notice="Look.",
)  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> ClientFiles:
    return ClientFiles(tmp_path / "clients")


def test_everything_comes_back_as_it_was(files: ClientFiles) -> None:
    one = files.create("Café / Nord", NOW).id
    decision = Decision(NOW, {"data": "stays"}, "open", "", 0.5)
    files.keep_profile(one, {"data": "stays"})
    files.keep_costs(one, {"requests_per_day": "3k"})
    files.add_turns(one, [Turn("user", "When?"), Turn("assistant", "Then.")])
    files.keep_answer(one, ANSWER)
    files.keep_answer(one, ANSWER)
    files.add_decision(one, decision)
    kept = files.read(one)
    assert (kept.name, kept.created, kept.archived) == ("Café / Nord", NOW, False)
    assert kept.profile == {"data": "stays"}
    assert kept.costs == {"requests_per_day": "3k"}
    assert kept.turns == (Turn("user", "When?"), Turn("assistant", "Then."))
    assert kept.kept == (replace(ANSWER, hits=()),)
    assert kept.decisions == (decision,)


def test_clients_are_kept_apart_and_found_by_name_or_id(files: ClientFiles) -> None:
    one, two = files.create("One", NOW), files.create("Two", NOW)
    files.keep_profile(one.id, {"data": "stays"})
    assert files.read(two.id).profile == {}
    assert files.find("ONE") == files.find(one.id) == one.id
    with pytest.raises(ClientExistsError, match="'One'"):
        files.create("oNE", NOW)
    assert files.read(one.id).profile == {"data": "stays"}
    with pytest.raises(UnknownClientError) as error:
        files.find("Three")
    assert "One, Two" in error.value.hint


@pytest.mark.parametrize("name", ["../../etc", "..", "a/b\\c", "con", ".hidden"])
def test_no_name_leaves_the_folder(files: ClientFiles, name: str) -> None:
    if not any(letter.isalnum() for letter in name):
        return
    made = files.create(name, NOW)
    assert [place.parent.parent for place in files.folder.rglob(FILE)] == [files.folder]
    assert files.read(made.id).name == name


def test_an_archived_client_is_kept_and_a_deleted_one_is_gone(files: ClientFiles) -> None:
    one = files.create("One", NOW).id
    files.archive(one, archived=True)
    assert files.read(one).archived
    files.archive(one, archived=False)
    assert not files.read(one).archived
    (files.papers(one) / "x").mkdir(parents=True)
    files.delete(one)
    assert list(files.folder.iterdir()) == []
    assert files.all() == []
    with pytest.raises(UnknownClientError):
        files.read(one)


def test_what_a_late_sync_left_is_no_client(files: ClientFiles) -> None:
    one = files.create("One", NOW).id
    files.delete(one)
    left = files.folder / one / "library"
    left.mkdir(parents=True)
    (left / "library.db").write_text("Secret.")
    assert files.all() == []
    assert files.create("One", NOW).id == one
    assert not left.exists()


def test_reading_makes_no_folder(files: ClientFiles) -> None:
    assert files.all() == []
    with pytest.raises(UnknownClientError):
        files.find("One")
    assert not files.folder.exists()


def test_of_many_who_make_one_client_at_once_one_does(files: ClientFiles) -> None:
    def make(_: int) -> bool:
        try:
            files.create("One", NOW)
        except ClientExistsError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(make, range(16))).count(True) == 1
    assert len(list(files.folder.iterdir())) == 1


def test_a_folder_is_for_its_owner_only(files: ClientFiles) -> None:
    one = files.create("One", NOW).id
    assert (files.folder / one).stat().st_mode & 0o077 == 0


def test_answers_are_dropped_by_their_place_and_notes_kept(files: ClientFiles) -> None:
    one = files.create("One", NOW).id
    for question in ("1?", "2?", "3?"):
        files.keep_answer(one, replace(ANSWER, question=question))
    files.drop_answer(one, 2)
    assert [kept.question for kept in files.read(one).kept] == ["1?", "3?"]
    for number in (0, 3):
        with pytest.raises(UnknownAnswerError, match="there are 2"):
            files.drop_answer(one, number)
    files.add_note(one, NOW, "Ask the board.")
    assert files.read(one).notes == (Note(NOW, "Ask the board."),)


def test_a_client_whose_papers_are_being_synced_is_not_deleted(files: ClientFiles) -> None:
    one = files.create("One", NOW).id
    files.papers(one).mkdir()
    with FileLock(files.papers(one) / "sync.lock"), pytest.raises(ClientBusyError):
        files.delete(one)
    assert files.find("One") == one
    files.delete(one)


def test_a_deletion_that_was_interrupted_is_ended_by_the_next(files: ClientFiles) -> None:
    one, two = files.create("One", NOW).id, files.create("Two", NOW).id
    (files.folder / one).rename(files.folder / ".deleted-before")
    assert [client.name for client in files.all()] == ["Two"]
    files.delete(two)
    assert list(files.folder.iterdir()) == []


@pytest.mark.parametrize("damage", [b"no database, but text" * 300, b""])
def test_a_damaged_file_is_told_and_hides_no_other(files: ClientFiles, damage: bytes) -> None:
    broken, sound = files.create("Broken", NOW).id, files.create("Sound", NOW).id
    (files.folder / broken / FILE).write_bytes(damage)
    with pytest.raises(ClientFileError, match="cannot be used"):
        files.read(broken)
    assert [client.id for client in files.all()] == [sound]
    assert files.broken() == [broken]
    files.delete(files.find("Broken"))
    assert files.broken() == []


def test_a_kept_answer_that_is_none_is_told(files: ClientFiles) -> None:
    one = files.create("One", NOW).id
    with closing(sqlite3.connect(files.folder / one / FILE)) as db, db:
        db.execute("INSERT INTO kept (answer) VALUES ('{}')")
    with pytest.raises(ClientFileError, match="it holds KeyError"):
        files.read(one)

"""What is kept of a client comes back as it was; another client never sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from advisor.backends.client_files import FILE, ClientFiles
from advisor.clients.records import Decision
from advisor.errors import ClientExistsError, UnknownClientError
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


def test_a_client_that_was_not_made_wholly_is_none(files: ClientFiles) -> None:
    one = files.create("One", NOW).id
    (files.folder / one / FILE).rename(files.folder / one / f"{FILE}.new")
    assert files.all() == []
    assert files.create("One", NOW).id == one

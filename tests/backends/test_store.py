"""The truth: what was put in comes out; what cannot be read says why."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fakes import WordEmbedder
from shelving import VENDOR, filing, fill

from advisor.backends.lexical import LexicalSearch, WordSplitter, _worth_searching
from advisor.backends.shelf import LocalShelf
from advisor.backends.store import Store
from advisor.backends.store_file import FILE
from advisor.errors import LibraryDamagedError, LibraryVersionError, StorageError

EMBEDDER = WordEmbedder()


@pytest.fixture
def shelf(tmp_path: Path) -> LocalShelf:
    return LocalShelf(tmp_path, EMBEDDER.name)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def words(store: Store) -> LexicalSearch:
    return LexicalSearch(store)


def test_an_absent_library_reads_as_empty(store: Store, words: LexicalSearch) -> None:
    assert store.sources() == []
    assert store.documents() == []
    assert store.document("acme/a") is None
    assert (store.generation(), store.embedder()) == (0, "")
    assert words.search("anything at all", 5) == []
    assert words.frequency("Anything") == {"anything": 0.0}


def test_chunks_and_documents_come_back_as_they_were(shelf: LocalShelf, store: Store) -> None:
    page = filing("a.md", "Costs are high.", 'A "quoted" Ünïcode text.')
    fill(shelf, EMBEDDER, page)
    chunks = [passage.chunk for passage in page.passages]
    assert store.chunks([c.id for c in chunks] + ["unknown"]) == {c.id: c for c in chunks}
    assert store.document("acme/a.md") == page.documents[0]
    assert store.document("acme/none.md") is None
    assert store.sources()[0].source == VENDOR


def test_counts_are_by_source(shelf: LocalShelf, store: Store) -> None:
    fill(shelf, EMBEDDER, filing("a", "One.", "Two.", questions=["Why?"]), filing("b", "Three."))
    shelved = store.sources()[0]
    assert (shelved.documents, shelved.chunks, shelved.questions) == (2, 3, 1)
    assert [(d.path, d.chunks) for d in store.documents("acme")] == [("a", 2), ("b", 1)]
    assert store.documents("other") == []


def test_a_page_put_again_replaces_its_words(
    shelf: LocalShelf, store: Store, words: LexicalSearch
) -> None:
    fill(shelf, EMBEDDER, filing("a", "Zebras graze.", questions=["Where do zebras live?"]))
    fill(shelf, EMBEDDER, filing("a", "Lions hunt."))
    assert words.search("zebras", 5) == []
    assert [store.chunks([m.chunk_id])[m.chunk_id].text for m in words.search("lion", 5)] == [
        "Lions hunt."
    ]


def test_the_word_index_agrees_with_the_chunks_after_changes(
    shelf: LocalShelf, tmp_path: Path
) -> None:
    fill(shelf, EMBEDDER, filing("a", "One fox.", "Two foxes."), filing("b", "Three foxes."))
    fill(shelf, EMBEDDER, filing("a", "Two foxes."))
    with shelf.lock():
        shelf.remove("acme", "b")
    db = sqlite3.connect(tmp_path / FILE)
    db.execute("INSERT INTO chunk_index (chunk_index, rank) VALUES ('integrity-check', 1)")
    db.execute("INSERT INTO question_index (question_index, rank) VALUES ('integrity-check', 1)")
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_a_removed_source_is_gone(shelf: LocalShelf, store: Store) -> None:
    fill(shelf, EMBEDDER, filing("a", "One."))
    with shelf.lock():
        assert len(shelf.remove("acme", "a")) == 1
    assert store.sources() == []
    assert store.rows("SELECT count(*) FROM chunks") == [(0,)]


def test_every_commit_grows_the_generation(shelf: LocalShelf, store: Store) -> None:
    fill(shelf, EMBEDDER, filing("a", "One."))
    before = store.generation()
    fill(shelf, EMBEDDER, filing("b", "Two."))
    assert store.generation() > before


def test_neighbours_are_the_chunks_of_the_section_in_order(shelf: LocalShelf, store: Store) -> None:
    page = filing("a", "One.", "Two.", "Three.")
    fill(shelf, EMBEDDER, page, filing("b", "Four.", heading="Other"))
    ids = [passage.chunk.id for passage in page.passages]
    assert [chunk.id for chunk in store.neighbours(ids[1])] == ids
    assert store.neighbours("unknown") == []


@pytest.mark.parametrize(
    "text",
    ['"', "NEAR(", "a AND", "title:cost*", "-cost", "^cost", "cost OR", "💥", "\0", "\ud800", "'"],
)
def test_a_question_is_never_search_syntax(
    shelf: LocalShelf, words: LexicalSearch, text: str
) -> None:
    fill(shelf, EMBEDDER, filing("a", "The cost of tokens."))
    assert isinstance(words.search(text, 5), list)
    assert words.search(f"{text} tokens", 5)


def test_words_match_by_stem_without_accents(shelf: LocalShelf, words: LexicalSearch) -> None:
    fill(shelf, EMBEDDER, filing("a", "Déployed, generalized."), filing("b", "Nothing."))
    assert len(words.search("deploying", 5)) == 1
    assert len(words.search("GENERALIZATION", 5)) == 1
    assert words.frequency("Deploy nothing x") == {"deploy": 0.5, "nothing": 0.5, "x": 0.0}


def test_listed_questions_are_found_by_their_words(shelf: LocalShelf, words: LexicalSearch) -> None:
    page = filing("a", "Edge deployment.", questions=["The shop floor has no signal?"])
    fill(shelf, EMBEDDER, page)
    match = words.search("no signal on the shop floor", 5)[0]
    assert (match.chunk_id, match.question) == (
        page.passages[0].chunk.id,
        "The shop floor has no signal?",
    )


def test_frequencies_follow_the_library(shelf: LocalShelf, words: LexicalSearch) -> None:
    fill(shelf, EMBEDDER, filing("a", "A fox."))
    assert words.frequency("fox")["fox"] == 1.0
    fill(shelf, EMBEDDER, filing("b", "A hen."))
    assert words.frequency("fox")["fox"] == 0.5


def test_a_word_of_every_stem_finds_that_stem_again() -> None:
    splitter = WordSplitter()
    stems = splitter.stems("organizations organizing universities universal news skies")
    for stem, word in stems.items():
        assert splitter.words(word) == {word: stem}


def test_a_very_long_question_is_searched_by_its_rarest_words(
    shelf: LocalShelf, words: LexicalSearch
) -> None:
    fill(shelf, EMBEDDER, filing("a", "The zebra."))
    text = " ".join(f"word{number}" for number in range(5000)) + " zebra"
    assert len(words.search(text, 5)) == 1


def test_a_large_library_is_searched_by_its_rare_words() -> None:
    counts = {"rare": 3, "some": 400, "most": 4_000, "the": 9_000, "a": 9_500}
    rarest = list(counts)
    assert _worth_searching(rarest, counts, 4_999) == rarest
    assert _worth_searching(rarest, counts, 10_000) == ["rare", "some", "most"]
    many = {f"w{n}": 1_600 for n in range(10)}
    assert len(_worth_searching(list(many), many, 100_000)) == 3
    everywhere = {f"w{n}": 90_000 for n in range(3)}
    assert len(_worth_searching(list(everywhere), everywhere, 100_000)) == 1


def test_many_threads_read_at_once(shelf: LocalShelf, store: Store, words: LexicalSearch) -> None:
    fill(shelf, EMBEDDER, *[filing(f"p{n}", f"Page number {n}.") for n in range(20)])
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: words.search(f"number {n % 20}", 3)[0], range(80)))
    assert len({match.chunk_id for match in found}) == 20
    assert len(store._idle) <= 8


def test_a_library_moved_away_reads_as_the_new_one(
    shelf: LocalShelf, store: Store, tmp_path: Path
) -> None:
    fill(shelf, EMBEDDER, filing("a", "One."))
    assert len(store.sources()) == 1
    for path in tmp_path.glob(f"{FILE}*"):
        path.rename(tmp_path / f"old-{path.name}")
    assert store.sources() == []


def test_a_library_of_the_layout_before_is_brought_up_to_date(
    shelf: LocalShelf, store: Store, tmp_path: Path
) -> None:
    fill(shelf, EMBEDDER, filing("a", "One."))
    store.close()
    db = sqlite3.connect(tmp_path / FILE)
    with db:
        (day,) = db.execute("SELECT as_of FROM chunks").fetchone()
        db.execute("ALTER TABLE chunks DROP COLUMN as_of")
        db.execute("UPDATE meta SET value = '3' WHERE key = 'layout'")
    db.close()
    again = Store(tmp_path)
    assert len(again.sources()) == 1
    assert again.rows("SELECT as_of FROM chunks") == [(day,)]
    again.close()


def test_another_layout_is_refused(shelf: LocalShelf, store: Store, tmp_path: Path) -> None:
    fill(shelf, EMBEDDER, filing("a", "One."))
    db = sqlite3.connect(tmp_path / FILE)
    with db:
        db.execute("UPDATE meta SET value = '99' WHERE key = 'layout'")
    db.close()
    store.close()
    with pytest.raises(LibraryVersionError, match="layout 99"):
        Store(tmp_path).sources()
    with pytest.raises(LibraryVersionError), shelf.lock():
        pass


def test_a_damaged_file_is_told_and_left(tmp_path: Path, shelf: LocalShelf) -> None:
    (tmp_path / FILE).write_bytes(b"no database " * 1000)
    with pytest.raises(LibraryDamagedError, match="cannot be read"):
        Store(tmp_path).sources()
    with pytest.raises(LibraryDamagedError), shelf.lock():
        pass
    assert (tmp_path / FILE).read_bytes().startswith(b"no database")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shelf = LocalShelf(tmp_path / "file" / "library", EMBEDDER.name)
    with pytest.raises(StorageError, match="Cannot write"), shelf.lock():
        pass

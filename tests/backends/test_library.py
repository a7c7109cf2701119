"""The library as the ask line reads it: truth only, always the newest, from any thread."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import WordEmbedder
from shelving import VENDOR, filing, fill

from advisor.backends.library import LocalLibrary
from advisor.backends.shelf import LocalShelf
from advisor.errors import EmbedderMismatchError, LibraryBusyError
from advisor.ports import Library, Vectors

EMBEDDER = WordEmbedder()
TESTS = Path(__file__).parents[1]


def ask(text: str) -> Vectors:
    vector: Vectors = EMBEDDER.embed_queries([text])[0]
    return vector


@pytest.fixture
def library(tmp_path: Path) -> LocalLibrary:
    return LocalLibrary(tmp_path, EMBEDDER.name)


@pytest.fixture
def shelf(tmp_path: Path) -> LocalShelf:
    return LocalShelf(tmp_path, EMBEDDER.name)


def texts(library: LocalLibrary, found: str, k: int = 5) -> list[str]:
    ids = [match.chunk_id for match in library.dense(ask(found), k)]
    chunks = library.chunks(ids)
    return [chunks[one].text for one in ids]


def in_another_process(folder: Path, *lines: str) -> None:
    """Run lines with `shelf`, `fill` and `filing` of another process."""
    start = f"""
import sys
from pathlib import Path
sys.path[:0] = [{str(TESTS)!r}]
from fakes import WordEmbedder
from shelving import fill, filing
from advisor.backends.shelf import LocalShelf
embedder = WordEmbedder()
shelf = LocalShelf(Path({str(folder)!r}), embedder.name)
"""
    subprocess.run([sys.executable, "-c", start + "\n".join(lines)], check=True)


def test_it_is_a_library(library: LocalLibrary) -> None:
    as_port: Library = library
    assert as_port.sources() == []


def test_an_empty_library_answers_everything_with_nothing(
    library: LocalLibrary, tmp_path: Path
) -> None:
    assert library.dense(ask("anything"), 5) == []
    assert library.lexical("anything", 5) == []
    assert library.chunks(["a"]) == {}
    assert library.vectors(["a"]) == {}
    assert library.document("a") is None
    assert library.neighbours("a") == []
    assert library.document_frequency("word") == {"word": 0.0}
    assert list(tmp_path.iterdir()) == []


def test_the_nearest_chunk_comes_first(library: LocalLibrary, shelf: LocalShelf) -> None:
    fill(shelf, EMBEDDER, filing("a", "Tokens cost money.", "Data stays private."))
    assert texts(library, "private data") == ["Data stays private.", "Tokens cost money."]


def test_a_listed_question_stands_for_its_chunk(library: LocalLibrary, shelf: LocalShelf) -> None:
    page = filing("a", "Edge deployment.", questions=["The shop floor has no signal?"])
    fill(shelf, EMBEDDER, page)
    best = library.dense(ask("The shop floor has no signal?"), 1)[0]
    assert (best.chunk_id, best.question) == (
        page.passages[0].chunk.id,
        "The shop floor has no signal?",
    )
    assert best.score == pytest.approx(1.0, abs=1e-3)


def test_vectors_the_truth_does_not_know_never_surface(
    library: LocalLibrary, shelf: LocalShelf
) -> None:
    fill(shelf, EMBEDDER, filing("a", "A fox.", "A hen."))
    about = {"kind": "chunk", "chunk": "x", "source": "s", "party": "vendor", "stance": "open"}
    stale = {f"stale{n}": ask("A fox.") for n in range(200)}
    shelf._index.upsert(stale, dict.fromkeys(stale, about))
    assert texts(library, "A fox.", 2) == ["A fox.", "A hen."]


def test_a_search_by_meaning_can_be_limited_to_sources(
    library: LocalLibrary, shelf: LocalShelf
) -> None:
    other = replace(VENDOR, id="other")
    mine = filing("a", "A fox runs.", questions=["Which fox runs?"])
    yours = filing("b", "A fox sleeps.", source=other, questions=["Which fox sleeps?"])
    fill(shelf, EMBEDDER, mine, yours)
    chunk = yours.passages[0].chunk.id
    found = library.dense(ask("A fox runs."), 5, ["other"])
    assert {(match.chunk_id, match.question) for match in found} == {
        (chunk, ""),
        (chunk, "Which fox sleeps?"),
    }
    assert library.dense(ask("fox"), 5, ["nobody"]) == []
    assert [one.text for one in library.passages("other")] == ["A fox sleeps."]
    assert library.passages("nobody") == []


def test_vectors_come_back_by_chunk(library: LocalLibrary, shelf: LocalShelf) -> None:
    page = filing("a", "A fox.")
    fill(shelf, EMBEDDER, page)
    chunk = page.passages[0].chunk.id
    found = library.vectors([chunk, "unknown"])
    assert list(found) == [chunk]
    assert np.array_equal(found[chunk], ask("A fox."))


def test_what_another_process_writes_is_found_at_once(
    library: LocalLibrary, shelf: LocalShelf, tmp_path: Path
) -> None:
    fill(shelf, EMBEDDER, filing("a", "A fox."), filing("b", "A hen."))
    assert texts(library, "A fox.", 1) == ["A fox."]
    in_another_process(
        tmp_path,
        "fill(shelf, embedder, filing('a', 'A wolf.'), filing('c', 'A crow.'))",
    )
    assert sorted(texts(library, "A fox.")) == ["A crow.", "A hen.", "A wolf."]
    assert texts(library, "A crow.", 1) == ["A crow."]
    assert len(library.lexical("crow", 5)) == 1
    in_another_process(
        tmp_path,
        "with shelf.lock():",
        "    shelf.begin(); shelf.discard(shelf.remove('acme', 'c')); shelf.finish()",
    )
    assert sorted(texts(library, "A crow.")) == ["A hen.", "A wolf."]


def test_a_library_of_another_embedder_is_told(library: LocalLibrary, tmp_path: Path) -> None:
    other = WordEmbedder("other@1")
    fill(LocalShelf(tmp_path, other.name), other, filing("a", "A fox."))
    with pytest.raises(EmbedderMismatchError, match="'other@1', not 'words@1'"):
        library.dense(ask("A fox."), 1)
    assert len(library.lexical("fox", 1)) == 1


def test_many_threads_ask_while_another_writes(library: LocalLibrary, shelf: LocalShelf) -> None:
    fill(shelf, EMBEDDER, filing("fixed", "The anchor."))
    pages = [filing(f"p{n}", f"Page {n} of many.") for n in range(15)]
    with ThreadPoolExecutor(5) as pool:
        writing = pool.submit(fill, shelf, EMBEDDER, *pages)
        asked = [pool.submit(texts, library, "The anchor.", 1) for _ in range(60)]
        assert {tuple(one.result()) for one in asked} == {("The anchor.",)}
        writing.result()
    assert len(texts(library, "Page of many", 20)) == 16


def test_only_one_writes(shelf: LocalShelf, tmp_path: Path) -> None:
    other = LocalShelf(tmp_path, EMBEDDER.name)
    with shelf.lock(), pytest.raises(LibraryBusyError), other.lock():
        pass
    with other.lock():
        pass


def test_writing_without_the_lock_is_a_bug(shelf: LocalShelf) -> None:
    with pytest.raises(RuntimeError, match="without its lock"):
        shelf.remove("acme", "a")


def test_check_and_repair_find_lost_and_orphaned_vectors(
    library: LocalLibrary, shelf: LocalShelf
) -> None:
    page = filing("a", "A fox.", "A hen.", questions=["Who hunts?"])
    fill(shelf, EMBEDDER, page)
    lost = page.passages[0].chunk.id
    about = {"kind": "chunk", "chunk": "x", "source": "s", "party": "vendor", "stance": "open"}
    shelf._index.delete([lost])
    shelf._index.upsert({"orphan": ask("x")}, {"orphan": about})
    assert (shelf.check().missing, shelf.check().orphaned) == ((lost,), ("orphan",))
    with shelf.lock():
        shelf.repair(EMBEDDER.name)
    assert shelf.check().sound
    assert texts(library, "A fox.", 1) == ["A fox."]


def test_the_index_is_rebuilt_without_embedding(library: LocalLibrary, shelf: LocalShelf) -> None:
    fill(shelf, EMBEDDER, filing("a", "A fox.", questions=["Who hunts?"], source=VENDOR))
    embedded = len(EMBEDDER.embedded)
    with shelf.lock():
        shelf.rebuild_index(EMBEDDER.name)
    assert shelf.check().sound
    assert len(EMBEDDER.embedded) == embedded
    assert texts(library, "A fox.", 1) == ["A fox."]


@pytest.mark.parametrize("damage", ["garbage", "gone"])
def test_a_damaged_index_is_answered_from_the_truth_and_mended(tmp_path: Path, damage: str) -> None:
    shelf = LocalShelf(tmp_path, EMBEDDER.name)
    fill(shelf, EMBEDDER, filing("a", "A fox.", "A hen.", questions=["Who hunts?"]))
    shelf.close()
    if damage == "garbage":
        (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 1000)
    else:
        shutil.rmtree(tmp_path / "chroma")
    library = LocalLibrary(tmp_path, EMBEDDER.name)
    assert texts(library, "A fox.", 1) == ["A fox."]
    assert library.dense(ask("Who hunts?"), 1)[0].question == "Who hunts?"
    shelf = LocalShelf(tmp_path, EMBEDDER.name)
    assert len(shelf.check().missing) == 3
    with shelf.lock():
        shelf.rebuild_index(EMBEDDER.name)
    assert shelf.check().sound
    assert texts(library, "A hen.", 1) == ["A hen."]


def test_a_sync_after_an_interrupted_one_mends_a_damaged_index(tmp_path: Path) -> None:
    shelf = LocalShelf(tmp_path, EMBEDDER.name)
    fill(shelf, EMBEDDER, filing("a", "A fox."))
    with shelf.lock():
        shelf.begin()
    shelf.close()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 1000)
    shelf = LocalShelf(tmp_path, EMBEDDER.name)
    with shelf.lock():
        shelf.begin()
        shelf.finish()
    assert shelf.check().sound


def test_a_passage_behind_many_equal_ones_is_found(
    library: LocalLibrary, shelf: LocalShelf
) -> None:
    same = [filing(f"p{n}", "All rights reserved.") for n in range(300)]
    fill(shelf, EMBEDDER, *same, filing("a", "A hen."))
    assert "A hen." in texts(library, "All rights reserved.", 301)
    assert texts(library, "A hen.", 1) == ["A hen."]

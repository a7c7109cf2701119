"""A client's papers beside the shared library: both are found, the shared one never holds them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fakes import WordEmbedder

from advisor.backends.library import LocalLibrary
from advisor.backends.shelf import LocalShelf
from advisor.backends.two_libraries import TwoLibraries
from advisor.library.intake import Intake, Page
from advisor.library.page import Raw
from advisor.library.sync import sync
from advisor.records import Source

DAY = date(2026, 11, 27)
EMBEDDER = WordEmbedder()


def library(folder: Path, source: str, pages: dict[str, str]) -> LocalLibrary:
    known = Source(source, source, "independent", "both", "https://example.org", "own", DAY)
    found = [Page(Raw(name, text.encode(), "", "text/markdown")) for name, text in pages.items()]
    shelf = LocalShelf(folder, EMBEDDER.name)
    list(sync([Intake(known, found)], shelf, EMBEDDER, today=DAY))
    return LocalLibrary(folder, EMBEDDER.name)


@pytest.fixture
def shared(tmp_path: Path) -> LocalLibrary:
    pages = {"a.md": "# A\n\nAn open model is cheaper.", "b.md": "# B\n\nAn API is quicker."}
    return library(tmp_path / "shared", "guide", pages)


@pytest.fixture
def both(shared: LocalLibrary, tmp_path: Path) -> TwoLibraries:
    own = library(tmp_path / "own", "papers", {"z.md": "# Z\n\nThe zebra stays in building seven."})
    return TwoLibraries(own, shared)


def test_both_are_searched_and_each_passage_is_read_where_it_stands(both: TwoLibraries) -> None:
    vector = EMBEDDER.embed_queries(["zebra building"])[0]
    near = both.dense(vector, 3)
    assert len(near) == 3
    first = both.chunks([near[0].chunk_id])[near[0].chunk_id]
    assert first.source == "papers"
    assert both.document(first.document)
    assert [one.id for one in both.neighbours(first.id)] == [first.id]
    ids = [one.chunk_id for one in near]
    assert set(both.vectors(ids)) == set(both.signs(ids)) == set(both.chunks(ids)) == set(ids)
    assert [one.source for one in both.passages("papers")] == ["papers"]
    assert [one.id for one in both.sources()] == ["guide", "papers"]
    assert both.listed() == []


def test_words_of_both_are_found_and_rare_ones_stay_rare(both: TwoLibraries) -> None:
    words = {one.chunk_id for one in both.lexical("zebra cheaper", 5)}
    sources = {chunk.source for chunk in both.chunks(list(words)).values()}
    assert sources == {"guide", "papers"}
    share = both.document_frequency("zebra cheaper unheard")
    assert 0 < share["zebra"] < share["cheaper"]
    assert share["unheard"] == 0


def test_the_shared_library_never_holds_a_paper(both: TwoLibraries, shared: LocalLibrary) -> None:
    vector = EMBEDDER.embed_queries(["zebra building"])[0]
    found = shared.chunks([one.chunk_id for one in shared.dense(vector, 9)])
    assert {chunk.source for chunk in found.values()} == {"guide"}
    assert shared.lexical("zebra", 9) == []
    assert shared.passages("papers") == []

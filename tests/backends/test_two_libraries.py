"""Two libraries read as one answer as one library that holds the pages of both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import WordEmbedder
from shelving import VENDOR, filing, fill

from advisor.backends.library import LocalLibrary
from advisor.backends.shelf import LocalShelf
from advisor.backends.two_libraries import TwoLibraries
from advisor.library.shelf import Filing
from advisor.ports import Library, Match, Vectors

EMBEDDER = WordEmbedder()
OWN = replace(VENDOR, id="client-notes", vendor="")
SHARED_PAGES = (
    filing("a", "A fox runs fast.", "A hen sleeps here.", questions=["Which fox runs?"]),
    filing("b", "Tokens cost money.", source=replace(VENDOR, id="beta")),
)
OWN_PAGES = (
    filing("n", "The fox of Graz hides.", "It never runs.", source=OWN, questions=["Who hides?"]),
)
TEXTS = ("Which fox runs?", "the hen", "fox", "who hides in Graz", "nothing known", "")
PAGES = (*SHARED_PAGES, *OWN_PAGES)
IDS = [passage.chunk.id for page in PAGES for passage in page.passages]


def library(folder: Path, *pages: Filing) -> LocalLibrary:
    if pages:
        fill(LocalShelf(folder, EMBEDDER.name), EMBEDDER, *pages)
    return LocalLibrary(folder, EMBEDDER.name)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> LocalLibrary:
    return library(tmp_path_factory.mktemp("whole"), *PAGES)


@pytest.fixture(scope="module", params=["both", "all shared", "all own"])
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The pages in two libraries, or in one of the two while the other is empty."""
    kept = {"both": (SHARED_PAGES, OWN_PAGES), "all shared": (PAGES, ()), "all own": ((), PAGES)}
    shared, own = kept[request.param]
    folder = tmp_path_factory.mktemp("two")
    return TwoLibraries(library(folder / "shared", *shared), library(folder / "own", *own))


def ask(text: str) -> Vectors:
    vector: Vectors = EMBEDDER.embed_queries([text])[0]
    return vector


def rounded(matches: list[Match]) -> list[Match]:
    return [replace(match, score=round(match.score, 4)) for match in matches]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("k", [1, 3, 50])
@pytest.mark.parametrize("sources", [(), ("acme",), ("client-notes", "beta"), ("nobody",)])
def test_the_nearest_are_the_same(
    two: Library, whole: LocalLibrary, text: str, k: int, sources: tuple[str, ...]
) -> None:
    found = rounded(two.dense(ask(text), k, sources))
    expected = rounded(whole.dense(ask(text), k, sources))
    assert [match.score for match in found] == [match.score for match in expected]
    if k == 50:
        assert set(found) == set(expected)


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_is_found_by_words_best_first(
    two: Library, whole: LocalLibrary, text: str
) -> None:
    found = two.lexical(text, 50)
    wanted = {(match.chunk_id, match.question) for match in whole.lexical(text, 50)}
    assert {(match.chunk_id, match.question) for match in found} == wanted
    assert [match.score for match in found] == sorted((m.score for m in found), reverse=True)
    for listed in (False, True):
        assert sum(bool(match.question) == listed for match in two.lexical(text, 1)) <= 1


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_as_frequent(two: Library, whole: LocalLibrary, text: str) -> None:
    assert two.document_frequency(text) == pytest.approx(whole.document_frequency(text))


def test_everything_is_read_by_id(two: Library, whole: LocalLibrary) -> None:
    asked = [*IDS, "unknown"]
    assert two.chunks(asked) == whole.chunks(asked)
    for found, expected in (
        (two.vectors(asked), whole.vectors(asked)),
        (two.signs(asked), whole.signs(asked)),
    ):
        assert found.keys() == expected.keys()
        assert all(np.array_equal(found[one], expected[one]) for one in expected)
    for one in asked:
        assert two.neighbours(one) == whole.neighbours(one)
    for page in ("acme/a", "client-notes/n", "unknown"):
        assert two.document(page) == whole.document(page)


def test_sources_passages_and_questions_are_listed(two: Library, whole: LocalLibrary) -> None:
    assert two.sources() == whole.sources()
    for source in ("acme", "beta", "client-notes", "nobody"):
        assert two.passages(source) == whole.passages(source)
    found, expected = two.listed(), whole.listed()
    assert [(q.chunk_id, q.text) for q in found] == [(q.chunk_id, q.text) for q in expected]


def test_two_empty_libraries_answer_everything_with_nothing(tmp_path: Path) -> None:
    two: Library = TwoLibraries(library(tmp_path / "a"), library(tmp_path / "b"))
    assert two.dense(ask("anything"), 5) == []
    assert two.lexical("anything", 5) == []
    assert two.document_frequency("word") == {"word": 0.0}
    assert two.sources() == []
    assert list(tmp_path.iterdir()) == []

"""The guide as a source: sections with addresses and questions, vectors that ship with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from fakes import WordEmbedder

from advisor.backends.embedder import MiniLM
from advisor.backends.library import LocalLibrary
from advisor.backends.shelf import LocalShelf
from advisor.errors import KnowledgeFileError
from advisor.library.builtin import SOURCE, VECTORS, Prepared, guide, shipped_vectors
from advisor.library.ship import built_in_texts, ship
from advisor.library.sync import Report, sync
from advisor.shipped import data_folder

KNOWLEDGE = data_folder("knowledge")
TODAY = date(2026, 11, 22)

SOURCES = """
[[source]]
id = "guide"
title = "The guide"
party = "article"
stance = "both"
url = "https://example.org/article"
licence = "Apache-2.0"
as_of = 2026-03-30
"""


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    (tmp_path / SOURCE).mkdir()
    (tmp_path / "sources.toml").write_text(SOURCES)
    (tmp_path / SOURCE / "02-cost.md").write_text(
        "# 2 Cost\n[Article, section 2](https://example.org/article#2)\n\n"
        + "Hardware and people cost money. " * 10
        + "\n\n## 2.3 When open is cheaper\n[Article, section 2.3](https://example.org/article#2.3)"
        + "\n\n"
        + "Millions of calls a day favour your own machines. " * 10
    )
    (tmp_path / SOURCE / "sections.toml").write_text(
        '["2"]\nquestions = ["What does it cost?"]\n["2.3"]\nquestions = ["When do I save?"]\n'
    )
    return tmp_path


def test_sections_have_their_address_and_their_questions(knowledge: Path, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    list(sync([guide(knowledge)], LocalShelf(tmp_path / "l", embedder.name), embedder, today=TODAY))
    library = LocalLibrary(tmp_path / "l", embedder.name)
    match = library.dense(embedder.embed_queries(["When do I save?"])[0], 1)[0]
    chunk = library.chunks([match.chunk_id])[match.chunk_id]
    assert match.question == "When do I save?"
    assert chunk.heading[-1] == "2.3 When open is cheaper"
    assert chunk.url == "https://example.org/article#2.3"
    assert "Article, section" not in chunk.text
    whole = library.document("guide/02-cost.md")
    assert whole
    assert whole.text[chunk.start : chunk.end] == chunk.text


def test_shipped_vectors_spare_the_model(knowledge: Path, tmp_path: Path) -> None:
    maker = WordEmbedder()
    ship(knowledge, maker)
    embedder = WordEmbedder()
    prepared = Prepared(embedder, shipped_vectors(knowledge, embedder.name))
    events = list(
        sync([guide(knowledge)], LocalShelf(tmp_path / "l", "words@1"), prepared, today=TODAY)
    )
    assert isinstance(events[-1], Report)
    assert events[-1].stored == 1
    assert embedder.embedded == []
    asked = ["What does it cost?", "never seen"]
    mixed, own = prepared.encode_passages(asked), maker.encode_passages(asked)
    assert embedder.embedded == ["never seen"]
    for one, other in zip(mixed, own, strict=True):
        assert one.vector == pytest.approx(other.vector, abs=1e-3)
        assert (one.signs == other.signs).all()


def test_vectors_of_another_model_are_not_used(knowledge: Path) -> None:
    assert shipped_vectors(knowledge, "words@1") == {}
    ship(knowledge, WordEmbedder())
    assert shipped_vectors(knowledge, "other@1") == {}
    assert shipped_vectors(knowledge, "words@1") != {}


def test_a_broken_vectors_file_is_told(knowledge: Path) -> None:
    (knowledge / VECTORS).write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(KnowledgeFileError, match="cannot be read"):
        shipped_vectors(knowledge, "words@1")


def test_questions_of_a_section_the_guide_lacks_are_told(knowledge: Path) -> None:
    with (knowledge / SOURCE / "sections.toml").open("a") as file:
        file.write('["9.9"]\nquestions = ["What?"]\n')
    with pytest.raises(KnowledgeFileError, match=r"9\.9"):
        guide(knowledge)


def test_the_real_guide_finds_a_place_for_every_question(tmp_path: Path) -> None:
    found = guide(KNOWLEDGE)
    listed = [q for known in found.sections.values() for one in known for q in one.questions]
    embedder = WordEmbedder()
    list(sync([found], LocalShelf(tmp_path, embedder.name), embedder, today=TODAY))
    library = LocalLibrary(tmp_path, embedder.name)
    (guide_source,) = library.shelved()
    assert guide_source.questions == len(listed) > 0
    rows = library.store.rows("SELECT DISTINCT url FROM chunks")
    addresses = {one.url for known in found.sections.values() for one in known}
    assert {row[0] for row in rows} == addresses


def test_the_shipped_vectors_are_current(real_embedder: MiniLM) -> None:
    """Run `make vectors` when this fails: the guide or the splitting has changed."""
    texts = built_in_texts(KNOWLEDGE, real_embedder)
    assert set(shipped_vectors(KNOWLEDGE, real_embedder.name)) == set(texts)


def test_the_shipped_vectors_are_the_models_own(real_embedder: MiniLM) -> None:
    shipped = shipped_vectors(KNOWLEDGE, real_embedder.name)
    texts = built_in_texts(KNOWLEDGE, real_embedder)
    few = [key for key in texts if key in shipped][::50]
    made = real_embedder.encode_passages([texts[key] for key in few])
    for key, own in zip(few, made, strict=True):
        assert shipped[key].vector @ own.vector >= 0.999
        assert (np.unpackbits(shipped[key].signs) == np.unpackbits(own.signs)).mean() > 0.98

"""What every embedder keeps, the real ones and the one the other tests use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import WordEmbedder

from advisor.backends.embedder import MiniLM
from advisor.backends.sentence_model import SentenceModel
from advisor.ports import Embedder

TEXTS = [
    "Open weights run on your own machines.",
    "A vendor bills by the token.",
    "",
    "Ünïcode 東京 🚀",
]


@pytest.fixture(scope="session")
def sentence_model(small_encoder: Path) -> SentenceModel:
    return SentenceModel(str(small_encoder))


@pytest.fixture(params=["words", "MiniLM", "sentence-transformers"])
def embedder(
    request: pytest.FixtureRequest, real_embedder: MiniLM, sentence_model: SentenceModel
) -> Embedder:
    embedders: dict[str, Embedder] = {
        "words": WordEmbedder(),
        "MiniLM": real_embedder,
        "sentence-transformers": sentence_model,
    }
    return embedders[request.param]


def test_vectors_are_unit_float32_one_per_text(embedder: Embedder) -> None:
    for vectors in (embedder.embed_queries(TEXTS), embedder.embed_passages(TEXTS)):
        assert vectors.shape == (len(TEXTS), embedder.dimensions)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-4)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed_queries([]).shape == (0, embedder.dimensions)
    assert embedder.embed_passages([]).shape == (0, embedder.dimensions)
    assert embedder.count([]) == []


def test_a_text_has_the_same_vector_as_query_and_in_any_batch(embedder: Embedder) -> None:
    alone = np.concatenate([embedder.embed_queries([text]) for text in TEXTS])
    together = embedder.embed_passages(TEXTS[::-1])[::-1]
    assert (alone * together).sum(axis=1) == pytest.approx(1.0, abs=1e-3)


def test_count_includes_special_pieces_and_cuts_nothing(embedder: Embedder) -> None:
    assert embedder.count(["", "cost", "cost " * 1000]) == [2, 3, 1002]


def test_of_a_long_text_everything_is_read(embedder: Embedder) -> None:
    long = "Is my data private? " * 150
    for embed in (embedder.embed_queries, embedder.embed_passages):
        asked, plain, other = embed(["Is my data private?", long, f"{long}{'Who pays? ' * 150}"])
        assert asked @ plain > 0.5
        assert plain @ other < 0.999
    (passage,) = embedder.encode_passages([long])
    assert len(passage.signs) >= 5 * 150


def test_nearer_in_meaning_is_nearer_in_angle(embedder: Embedder) -> None:
    asked, near, far = embedder.embed_queries(
        ["What does the GPU server cost?", "the cost of a GPU server", "a recipe for apple pie"]
    )
    assert asked @ near > asked @ far


def test_a_question_keeps_a_unit_vector_for_each_token_with_its_word(embedder: Embedder) -> None:
    (query,) = embedder.encode_queries(["Is self-hosting cheaper?"])
    assert query.vector == pytest.approx(embedder.embed_queries(["Is self-hosting cheaper?"])[0])
    assert query.tokens.shape == (len(query.words), embedder.dimensions)
    assert np.linalg.norm(query.tokens, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert {"cheaper", "?"} <= {word.lower() for word in query.words}


def test_a_passage_keeps_the_signs_of_its_tokens(embedder: Embedder) -> None:
    query, passage = embedder.encode_queries(TEXTS), embedder.encode_passages(TEXTS)
    assert len(passage) == len(TEXTS)
    for asked, held in zip(query, passage, strict=True):
        assert held.vector == pytest.approx(asked.vector, abs=2e-2)
        assert held.signs.shape == (len(asked.words), -(-embedder.dimensions // 8))
        signs = np.unpackbits(held.signs, axis=1, count=embedder.dimensions).astype(bool)
        if len(signs):
            assert (signs == (asked.tokens > 0)).mean() > 0.97


def test_of_a_long_question_the_first_tokens_are_kept(embedder: Embedder) -> None:
    (query,) = embedder.encode_queries(["Is my data private? " * 2500])
    assert len(query.tokens) == len(query.words) >= embedder.max_tokens - 2

"""What every embedder keeps, the real one and the one the other tests use."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import WordEmbedder

from advisor.backends.embedder import MiniLM
from advisor.ports import Embedder

TEXTS = [
    "Open weights run on your own machines.",
    "A vendor bills by the token.",
    "",
    "Ünïcode 東京 🚀",
]


@pytest.fixture(params=["words", "MiniLM"])
def embedder(request: pytest.FixtureRequest, real_embedder: MiniLM) -> Embedder:
    return WordEmbedder() if request.param == "words" else real_embedder


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


def test_a_passage_the_model_would_cut_is_refused(embedder: Embedder) -> None:
    embedder.embed_passages(["cost " * (embedder.max_tokens - 2)])
    with pytest.raises(ValueError, match=r"longer than|word pieces"):
        embedder.embed_passages(["cost " * (embedder.max_tokens - 1)])


def test_a_question_of_any_length_has_a_vector(embedder: Embedder) -> None:
    vector = embedder.embed_queries(["Is my data private? " * 2500])[0]
    assert float(vector @ embedder.embed_queries(["Is my data private?"])[0]) > 0.5


def test_nearer_in_meaning_is_nearer_in_angle(embedder: Embedder) -> None:
    asked, near, far = embedder.embed_queries(
        ["What does the GPU server cost?", "the cost of a GPU server", "a recipe for apple pie"]
    )
    assert asked @ near > asked @ far

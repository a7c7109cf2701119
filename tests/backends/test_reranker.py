"""What every reranker keeps, and what the real one tells when it cannot be used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import PhraseReranker
from small_models import save_cross_encoder

from advisor.backends.reranker import CrossReader
from advisor.errors import NamedModelError
from advisor.ports import Reranker

QUESTION = "Who pays for idle machines?"
TEXTS = [
    "Idle machines cost as much as busy ones.",
    "",
    "A vendor bills by the token. " * 100,
    "Ünïcode 東京 🚀",
]


@pytest.fixture(scope="session")
def cross_reader(small_cross_encoder: Path) -> CrossReader:
    return CrossReader(str(small_cross_encoder))


@pytest.fixture(params=["phrase", "cross-encoder"])
def reranker(request: pytest.FixtureRequest, cross_reader: CrossReader) -> Reranker:
    return PhraseReranker("Idle") if request.param == "phrase" else cross_reader


def test_each_text_has_a_finite_score(reranker: Reranker) -> None:
    scores = reranker.scores(QUESTION, TEXTS)
    assert len(scores) == len(TEXTS)
    assert np.isfinite(scores).all()
    assert len(set(scores)) > 1


def test_no_texts_have_no_scores(reranker: Reranker) -> None:
    assert reranker.scores(QUESTION, []) == []


def test_a_score_does_not_depend_on_the_other_texts(reranker: Reranker) -> None:
    together = reranker.scores(QUESTION, TEXTS * 3)
    alone = [reranker.scores(QUESTION, [text])[0] for text in TEXTS]
    assert together == pytest.approx(alone * 3, abs=1e-4)


def test_scores_are_the_models_own_before_any_squeezing(
    cross_reader: CrossReader, small_cross_encoder: Path
) -> None:
    import torch
    from sentence_transformers import CrossEncoder

    theirs = CrossEncoder(str(small_cross_encoder), device="cpu", local_files_only=True)
    pairs = [(QUESTION, text) for text in TEXTS]
    expected = theirs.predict(pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False)
    assert cross_reader.scores(QUESTION, TEXTS) == pytest.approx(expected.tolist(), abs=1e-4)


def test_a_reranker_that_is_not_here_is_told_with_a_way_out() -> None:
    with pytest.raises(NamedModelError, match="'no-such-model', which is not on") as caught:
        CrossReader("no-such-model").warm()
    assert "ADVISOR_RERANKER" in caught.value.hint


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(NamedModelError, match="holds no model"):
        CrossReader(str(tmp_path)).scores(QUESTION, TEXTS)


def test_a_model_that_sorts_into_classes_is_no_reranker(tmp_path: Path) -> None:
    with pytest.raises(NamedModelError, match="gives 3 scores to a pair"):
        CrossReader(str(save_cross_encoder(tmp_path, labels=3))).warm()

from __future__ import annotations

import pytest

from advisor.evaluate.metrics import OF_DOCUMENTS, OF_PASSAGES, scored


def test_a_ranking_scores_as_trec_eval_scores_it() -> None:
    found = scored({"q": {"a": 1, "b": 1}}, {"q": ["x", "a", "x", "b"]}, OF_DOCUMENTS)["q"]
    assert found["nDCG@10"] == pytest.approx((0.63093 + 0.5) / 1.63093, abs=1e-4)
    assert (found["Recall@5"], found["MRR@10"]) == (1.0, 0.5)


def test_a_question_without_results_or_without_anything_relevant_scores_nothing() -> None:
    found = scored({"q": {"a": 1}, "r": {}}, {"r": ["x"]}, OF_PASSAGES)
    assert [set(values.values()) for values in found.values()] == [{0.0}, {0.0}]

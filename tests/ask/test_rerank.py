from __future__ import annotations

from dataclasses import replace

from fakes import PhraseReranker

from advisor.ask.find import find
from advisor.ask.pipeline import Parts
from advisor.ask.rerank import BEST, reranked

QUESTION = "Is an open model cheaper at 300 calls a week?"


def test_the_passage_a_reranker_prefers_comes_first(parts: Parts) -> None:
    plain = find(QUESTION, 6, parts)
    preferred = plain.ranked[15]
    assert preferred not in plain.chosen
    reranker = PhraseReranker(preferred.chunk.text)
    found = find(QUESTION, 6, replace(parts, reranker=reranker))
    assert found.ranked[0].chunk == found.chosen[0].chunk == preferred.chunk
    assert found.ranked[0].score == plain.ranked[0].score
    assert reranker.asked == [(QUESTION, BEST)]


def test_passages_behind_the_best_stay_where_they_are(parts: Parts) -> None:
    plain = find(QUESTION, 6, parts).ranked
    found = reranked(QUESTION, plain, PhraseReranker("licence"))
    assert {hit.chunk.id for hit in found[:BEST]} == {hit.chunk.id for hit in plain[:BEST]}
    assert tuple(found[BEST:]) == plain[BEST:]
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_what_no_passage_answers_is_declined_with_a_reranker_too(parts: Parts) -> None:
    reranker = PhraseReranker("licence")
    found = find("What is the capital of France?", 6, replace(parts, reranker=reranker))
    assert (reranker.asked, found.enough) == ([("What is the capital of France?", BEST)], False)


def test_a_reranker_without_an_opinion_changes_nothing(parts: Parts) -> None:
    class Undecided(PhraseReranker):
        def scores(self, question: str, texts: object) -> list[float]:
            return [0.5] * BEST

    plain = find(QUESTION, 6, parts).ranked
    assert reranked(QUESTION, plain, Undecided("")) == list(plain)


def test_one_passage_or_none_is_not_read_again(parts: Parts) -> None:
    reranker = PhraseReranker("")
    ranked = find(QUESTION, 6, parts).ranked
    assert reranked(QUESTION, (), reranker) == []
    assert reranked(QUESTION, ranked[:1], reranker) == [ranked[0]]
    assert reranker.asked == []

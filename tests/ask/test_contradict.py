from __future__ import annotations

import pytest

from advisor.ask.clauses import Clause, clauses
from advisor.ask.contradict import contradictions
from advisor.ask.ground import Ground


def against(said: str, *passage: str) -> frozenset[str]:
    held: list[Clause] = []
    for sentence in passage:
        held += clauses(sentence, held)
    return contradictions(clauses(said), Ground(held, {}, (), frozenset(), (), frozenset()))


HYBRID = "The proprietary API takes general tasks, while open models take sensitive data."


@pytest.mark.parametrize(
    ("said", "passage", "reason"),
    [
        ("Keys cannot be managed by users.", "Keys can be managed by users.", "denial"),
        ("The plan covers modified output.", "The plan does not cover modified output.", "degree"),
        ("Batch jobs are dearer.", "Batch jobs are cheaper.", "degree"),
        ("Chat is cheaper than batch.", "Batch is cheaper than chat.", "degree"),
        ("Open models take general tasks.", HYBRID, "side"),
        ("The customer owns the output.", "The provider owns the output.", "party"),
        ("A card is needed.", "No card is needed.", "denial"),
        ("Fees apply per key, not per team.", "Fees apply per team, not per key.", "denial"),
    ],
)
def test_what_differs_is_named(said: str, passage: str, reason: str) -> None:
    assert reason in against(said, passage)


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        ("Reselling is forbidden.", "You may not resell access."),
        ("VAT is not included in the fees.", "Fees are exclusive of VAT."),
        ("Data stays in the region.", "Data does not leave the region."),
        ("Batch jobs are cheaper than chats.", "Chats are dearer than batch jobs."),
        ("Open models take sensitive data.", HYBRID),
        ("Customers are defended by the provider.", "The provider defends customers."),
        ("Nothing is trained without an opt-in.", "Nothing is trained unless you opt in."),
    ],
)
def test_other_words_for_the_same_are_no_contradiction(said: str, passage: str) -> None:
    assert not against(said, passage)

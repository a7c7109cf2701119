from __future__ import annotations

import pytest

from advisor.ask.clauses import clauses
from advisor.ask.polarity import Polarity, polarity


def compared(said: str, passage: str) -> Polarity:
    return polarity(clauses(said), clauses(passage), {})


@pytest.mark.parametrize(
    ("said", "passage", "odd"),
    [
        ("Savings should be expected.", "Savings should not be expected.", True),
        ("Reselling is forbidden.", "Reselling is allowed.", True),
        ("Reselling is not allowed.", "Reselling is forbidden.", False),
        ("Prices never rise.", "Prices do not rise.", False),
    ],
)
def test_an_odd_number_of_denials_turns_a_sentence_round(
    said: str, passage: str, *, odd: bool
) -> None:
    assert compared(said, passage).odd is odd


def test_only_is_held_against_also() -> None:
    passage = "The agreement is offered only for the enterprise edition."
    assert compared("The agreement is offered for every edition.", passage).only
    assert not compared("Only the enterprise edition offers the agreement.", passage).only
    assert not compared("The agreement is offered for the enterprise edition.", passage).only

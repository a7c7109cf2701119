from __future__ import annotations

import pytest

from advisor.ask.order import compared, likest


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        ("The developer plan has no limit.", "The professional plan has no limit."),
        ("Administrators can export logs as XML.", "Administrators can export logs as CSV."),
        ("In the second phase the team kept it.", "In the first phase the team kept it."),
    ],
)
def test_a_noun_in_the_place_of_another_is_found(said: str, passage: str) -> None:
    assert compared(said, passage).slot > 0.6


def test_a_verb_in_the_place_of_another_is_no_other_thing() -> None:
    assert compared("Admins may see the logs here.", "Admins may read the logs here.").slot == 0


def test_an_opposite_in_a_place_is_found() -> None:
    assert compared("The price of tokens rose again.", "The price of tokens fell again.").opposite


def test_two_words_that_have_changed_places_are_found() -> None:
    said = "Customers defend the provider against claims."
    assert compared(said, "The provider must defend customers against claims.").swap > 0
    assert compared(said, said).swap == 0


def test_the_likest_sentence_has_the_words_in_the_same_order() -> None:
    others = ["Logs hold users and models.", "Users and models hold logs."]
    assert likest("Users and models hold the logs.", others) == others[1]

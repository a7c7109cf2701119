"""Names of clients are data: whatever they hold, the folder is a plain one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.clients.names import checked, client_id
from advisor.errors import ClientNameError


@pytest.mark.parametrize("name", ["", "   ", "...", "\x00", "/", "x" * 121, "\u200b"])
def test_what_is_no_name_is_told(name: str) -> None:
    with pytest.raises(ClientNameError):
        client_id(name)


def test_case_spaces_and_forms_of_a_letter_make_no_other_client() -> None:
    names = ["Café Nord", "café  nord", " CAFÉ NORD", "Cafe\u0301 Nord"]
    assert len({client_id(name) for name in names}) == 1
    assert client_id("Cafe Nord") != client_id("Café Nord")


def test_marks_that_turn_the_text_are_left_out() -> None:
    assert checked("Acme\u202egro\n\x07") == "Acme gro"


@given(st.text(max_size=120))
def test_an_id_is_a_plain_folder_name(name: str) -> None:
    try:
        one = client_id(name)
    except ClientNameError:
        return
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", one)
    assert len(one) <= 40

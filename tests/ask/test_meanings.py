from __future__ import annotations

import tomllib
from collections import Counter

from advisor.ask.meanings import entries, meanings
from advisor.shipped import data_folder


def test_a_word_stands_in_one_line_only() -> None:
    text = (data_folder("knowledge") / "meanings.toml").read_text(encoding="utf-8")
    counted = Counter(word for word, _ in entries(tomllib.loads(text)))
    assert [word for word, times in counted.items() if times > 1] == []


def test_synonyms_share_a_key_and_opposites_differ_in_sign() -> None:
    read = meanings().of
    assert read("vendors") == read("provider")
    cheaper, dearer = read("cheaper"), read("dearer")
    assert cheaper is not None
    assert dearer is not None
    assert (cheaper.key, cheaper.sign) == (dearer.key, -dearer.sign)


def test_a_word_is_not_taken_for_one_with_the_same_stem() -> None:
    option = meanings().of("option")
    assert option is not None
    assert option.sign == 0


def test_an_irregular_form_is_read_as_its_word() -> None:
    read = meanings().of
    assert read("resold") == read("resell")
    assert read("written") == read("write")

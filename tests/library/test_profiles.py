"""Profiles of vendors as sources: each fact a passage with its own address and date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fakes import WordEmbedder

from advisor.backends.library import LocalLibrary
from advisor.backends.shelf import LocalShelf
from advisor.errors import KnowledgeFileError
from advisor.library.profiles import aspect_questions, profiles
from advisor.library.sync import sync

TODAY = date(2026, 11, 27)
ASPECTS = """
[training]
title = "Training on customers' data"
questions = ["Does the vendor train on our data?"]
[certifications]
title = "Certifications"
questions = ["Which certifications does the vendor have?"]
[none]
title = ""
questions = ["Who leads the vendor?"]
"""
PROFILE = """
vendor = "acme"
title = "Acme"
side = "proprietary"
as_of = 2026-11-27
profile = "Acme hosts models. It is a company."
[facts.training]
says = "Acme does not train on inputs of its API."
source = "https://example.com/terms"
as_of = 2025-06-01
[facts.certifications]
not_stated = "The pages of Acme read here name no certification."
source = "https://example.com/privacy"
as_of = 2025-02-03
"""


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    (tmp_path / "vendors").mkdir()
    (tmp_path / "vendors" / "aspects.toml").write_text(ASPECTS)
    (tmp_path / "vendors" / "acme.toml").write_text(PROFILE)
    (tmp_path / "vendors.toml").write_text('[acme]\nname = "Acme Inc"\nalso = []\n')
    return tmp_path


def test_each_fact_is_a_passage_with_its_own_address_and_date(
    knowledge: Path, tmp_path: Path
) -> None:
    embedder = WordEmbedder()
    shelf = LocalShelf(tmp_path / "l", embedder.name)
    list(sync(profiles(knowledge), shelf, embedder, today=TODAY))
    library = LocalLibrary(tmp_path / "l", embedder.name)
    about, training, certified = library.passages("profile-acme")
    assert (about.heading, about.as_of) == (("Acme",), TODAY)
    assert training.text == "Acme does not train on inputs of its API."
    assert training.url == "https://example.com/terms"
    assert training.as_of == date(2025, 6, 1)
    assert certified.heading[-1] == "Certifications (not stated)"
    assert certified.as_of == date(2025, 2, 3)
    assert {chunk.vendor for chunk in (about, training, certified)} == {"Acme Inc"}
    assert {chunk.party for chunk in (about, training, certified)} == {"vendor"}
    assert training.stance == "proprietary"


def test_a_new_date_of_a_fact_alone_is_brought_in(knowledge: Path, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    shelf = LocalShelf(tmp_path / "l", embedder.name)
    list(sync(profiles(knowledge), shelf, embedder, today=TODAY))
    file = knowledge / "vendors" / "acme.toml"
    file.write_text(PROFILE.replace("2025-06-01", "2026-06-01"))
    list(sync(profiles(knowledge), shelf, embedder, today=TODAY))
    library = LocalLibrary(tmp_path / "l", embedder.name)
    assert library.passages("profile-acme")[1].as_of == date(2026, 6, 1)


def test_how_people_ask_is_read_with_the_aspect(knowledge: Path, tmp_path: Path) -> None:
    asked = {text: aspect for aspect, text in aspect_questions(knowledge)}
    assert asked["Does the vendor train on our data?"] == "training"
    assert asked["Who leads the vendor?"] == "none"
    assert aspect_questions(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("2025-06-01", "someday"), ('says = "Acme', 'tells = "Acme'), ('"proprietary"', '"evil"')],
)
def test_a_profile_out_of_form_is_told(knowledge: Path, right: str, wrong: str) -> None:
    file = knowledge / "vendors" / "acme.toml"
    file.write_text(PROFILE.replace(right, wrong))
    with pytest.raises(KnowledgeFileError, match=r"acme\.toml"):
        profiles(knowledge)

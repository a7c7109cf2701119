"""Interviews on the disk, the card they are shown as, and who reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.decide.framework import read_framework
from advisor.decide.interview import Interview
from advisor.decide.reading import Stated
from advisor.shipped import data_folder
from advisor.web.intents import intent
from advisor.web.interviews import Interviews, card
from advisor.web.reader import COOKIE, reader

FRAMEWORK = read_framework(data_folder("knowledge"))
NAME = "n" * 32


@pytest.fixture
def interviews(tmp_path: Path) -> Interviews:
    return Interviews(tmp_path / "interviews", FRAMEWORK)


def test_an_interview_is_found_again_by_its_reader_only(interviews: Interviews) -> None:
    begun = Interview(FRAMEWORK).answer("use-case", "edge")
    interviews.keep("one", begun)
    assert interviews.of("one") == begun
    assert interviews.of("two") == Interview(FRAMEWORK)
    interviews.forget("one")
    assert interviews.of("one") == Interview(FRAMEWORK)


def test_a_reader_without_a_name_leaves_nothing(interviews: Interviews) -> None:
    interviews.keep("", Interview(FRAMEWORK).answer("use-case", "edge"))
    assert not interviews.folder.exists()
    assert interviews.of("") == Interview(FRAMEWORK)


def test_a_broken_file_is_a_new_interview(interviews: Interviews) -> None:
    interviews.folder.mkdir()
    (interviews.folder / "one.json").write_text("{")
    assert interviews.of("one") == Interview(FRAMEWORK)


def test_the_card_confirms_what_was_said_before_it_asks() -> None:
    heard = Interview(FRAMEWORK).heard([Stated("data", "stays", "must not leave")])
    shown = card(heard)
    assert shown["understood"] == [
        {
            "id": "data",
            "title": "Data sensitivity",
            "label": "No, none of it may leave",
            "words": "must not leave",
        }
    ]
    assert (shown["number"], shown["of"]) == (2, 14)
    assert card(heard.confirm())["understood"] == []
    json.dumps(shown)


def test_the_card_keeps_answers_to_change_them() -> None:
    ended = card(Interview(FRAMEWORK).answer("use-case", "edge").skip("data"), ended=True)
    assert ended["question"] is None
    assert ended["settled"] == [
        {"id": "use-case", "title": "Use case", "label": "On a device or at the edge"},
        {"id": "data", "title": "Data sensitivity", "label": "not known"},
    ]
    again = card(Interview(FRAMEWORK).answer("use-case", "edge"), at=FRAMEWORK.questions[0])
    assert isinstance(again["question"], dict)
    assert (again["question"]["id"], again["question"]["chosen"]) == ("use-case", "edge")


def test_a_reader_is_the_digest_of_a_cookie() -> None:
    known = reader({"HTTP_COOKIE": f"a=b; {COOKIE}={NAME}"})
    assert len(known) == 32
    assert NAME not in known
    assert known == reader({"HTTP_COOKIE": f"{COOKIE}={NAME}"})


@pytest.mark.parametrize("cookie", ["", "a=b", f"{COOKIE}=../../etc/passwd", f"{COOKIE}=short"])
def test_another_cookie_names_nobody(cookie: str) -> None:
    assert reader({"HTTP_COOKIE": cookie}) == ""


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Start the interview", "interview"),
        ("please start the interview!", "interview"),
        ("Help me decide.", "interview"),
        ("Let's continue my interview", "interview"),
        ("Should we interview vendors?", "ask"),
        ("Which questions decide?", "ask"),
        ("What does the interview ask?", "ask"),
        ("", "ask"),
    ],
)
def test_only_a_plain_request_opens_the_interview(said: str, wanted: str) -> None:
    assert intent(said) == wanted

"""The interview as a state: nothing known is asked, everything can be taken back and resumed."""

from __future__ import annotations

import json

import pytest

from advisor.decide.framework import Framework
from advisor.decide.interview import Interview, Origin, resumed
from advisor.decide.reading import Stated
from advisor.errors import ProfileError


def test_questions_come_in_order_and_end(framework: Framework) -> None:
    interview = Interview(framework)
    asked = []
    while question := interview.current:
        asked.append(question.id)
        interview = interview.answer(question.id, question.options[0].id)
    assert asked == [one.id for one in framework.questions]
    assert interview.done
    assert len(interview.profile) == len(asked)


def test_what_the_conversation_told_is_confirmed_and_never_asked(framework: Framework) -> None:
    heard = Interview(framework).heard([Stated("use-case", "edge", "on the device")])
    assert heard.current
    assert heard.current.id == "data"
    assert heard.to_confirm == {"use-case": ("edge", "on the device")}
    assert heard.profile == {"use-case": "edge"}
    confirmed = heard.confirm()
    assert not confirmed.to_confirm
    assert confirmed.answers == {"use-case": "edge"}


def test_the_users_word_wins_over_what_was_read(framework: Framework) -> None:
    interview = Interview(framework).answer("use-case", "research")
    heard = interview.heard([Stated("use-case", "edge", "on the device")])
    assert heard.profile == {"use-case": "research"}
    denied = Interview(framework).heard([Stated("data", "stays", "stay")]).deny("data")
    assert denied.profile == {}


def test_what_is_heard_besides_changes_nothing_known(framework: Framework) -> None:
    told = [Stated("use-case", "edge", "on the device")]
    known = Interview(framework).heard(told).answer("volume", "low").skip("gpus")
    more = [Stated(name, "none", "so") for name in ("gpus", "expertise")]
    more += [Stated("volume", "large", "so"), Stated("use-case", "research", "so")]
    assert known.heard_besides(more) == known.heard([Stated("expertise", "none", "so")])


def test_each_answer_tells_where_it_comes_from(framework: Framework) -> None:
    told = [Stated("use-case", "edge", "on the device"), Stated("data", "stays", "stay here")]
    interview = Interview(framework).heard(told).answer("volume", "low")
    assert interview.origins == {
        "use-case": Origin("said", "on the device"),
        "data": Origin("said", "stay here"),
        "volume": Origin("answered"),
    }
    changed = interview.confirm().answer("data", "leaves")
    assert changed.origins["use-case"] == Origin("confirmed", "on the device")
    assert changed.origins["data"] == Origin("answered")


def test_back_takes_back_the_last_step_and_asks_it_again(framework: Framework) -> None:
    interview = Interview(framework).answer("use-case", "edge").skip("data")
    assert interview.back().current == framework.question("data")
    assert interview.back().back().profile == {}
    assert Interview(framework).back() == Interview(framework)


def test_a_skipped_question_is_unknown_until_it_is_answered(framework: Framework) -> None:
    skipped = Interview(framework).skip("use-case")
    assert skipped.current == framework.question("data")
    assert skipped.profile == {}
    assert skipped.answer("use-case", "edge").skipped == ()


def test_an_answer_can_be_changed(framework: Framework) -> None:
    changed = Interview(framework).answer("volume", "low").answer("volume", "large")
    assert changed.profile == {"volume": "large"}
    assert changed.path == ("volume",)


def test_an_interview_survives_being_saved(framework: Framework) -> None:
    interview = (
        Interview(framework)
        .heard([Stated("data", "stays", "must stay")])
        .answer("use-case", "edge")
        .skip("volume")
    )
    assert resumed(json.loads(json.dumps(interview.saved())), framework) == interview


def test_what_the_framework_no_longer_asks_is_left_out(framework: Framework) -> None:
    saved = Interview(framework).answer("use-case", "edge").saved()
    saved["answers"] = {"use-case": "edge", "weather": "fine", "volume": "gone"}
    assert resumed(saved, framework).profile == {"use-case": "edge"}


@pytest.mark.parametrize("saved", [{}, {"answers": 3}, {"answers": {}, "hints": {"a": 1}}])
def test_what_is_no_saved_interview_is_told(saved: dict[str, object], framework: Framework) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        resumed(saved, framework)

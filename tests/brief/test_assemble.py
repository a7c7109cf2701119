from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.brief.assemble import assemble
from advisor.brief.case import Case
from advisor.brief.docx import SECTIONS
from advisor.brief.records import (
    Block,
    Brief,
    Bullets,
    Callout,
    Chart,
    Note,
    Paragraph,
    Run,
    Scores,
    Subheading,
    Table,
    flat,
)
from advisor.brief.write import FORMATS, Format, render
from advisor.decide.recommend import recommend
from brief.cases import CLINIC, answer, clinic, empty, framework, guide, with_told, words

ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        one.id: st.sampled_from([option.id for option in one.options])
        for one in framework().questions
    },
)


def test_a_client_of_whom_nothing_is_known_gets_every_section() -> None:
    brief = _brief(empty())
    assert tuple(section.id for section in brief.sections) == SECTIONS
    assert all(section.blocks for section in brief.sections)
    missing = words().missing
    assert missing["cost"].says in _said(brief, "cost")
    for name in ("decision", "cost"):
        assert missing[name].asks in _said(brief, "questions")


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_missing_is_no_fault_in_any_format(form: Format) -> None:
    assert render(_brief(empty()), form).data


def test_the_recommendation_is_said_first_and_with_its_scorecard() -> None:
    brief = _brief(clinic())
    first = brief.sections[0].blocks[0]
    assert first == Callout(
        "Recommendation", (Run("Hybrid: split the work by data sensitivity."),), "hybrid"
    )
    charts = [one for one in _section(brief, "recommendation") if isinstance(one, Chart)]
    assert len(charts) == 1
    assert isinstance(charts[0].data, Scores)
    assert {label for label, _ in charts[0].data.rows} == {
        one.title for one in framework().questions if one.id in CLINIC
    }


def test_what_would_change_it_names_the_answers_in_words() -> None:
    tables = [one for one in _section(_brief(clinic()), "recommendation") if isinstance(one, Table)]
    then, now, _ = tables[-1].rows[0]
    assert ": " in flat(then)
    assert flat(now) in {option.label for one in framework().questions for option in one.options}


def test_a_reason_quotes_the_sentence_it_rests_on() -> None:
    brief = _brief(clinic())
    reason = "Healthcare and other regulated work should use open models for the sake of data "
    cited = next(run for run in _runs(brief) if run.text.startswith(reason))
    notes = {note.number: note for note in _notes(brief)}
    assert notes[cited.notes[0]].quote == cited.text
    assert notes[cited.notes[0]].heading.startswith("8.3 ")


def test_a_reason_that_no_section_says_is_marked_as_a_judgement() -> None:
    own = next(
        run for run in _runs(_brief(clinic())) if run.text.startswith("Without special rules")
    )
    assert (own.mark, own.notes) == ("judged", ())


def test_an_unsupported_sentence_is_an_open_question_and_no_fact() -> None:
    brief = _brief(clinic())
    told = [section.id for section in brief.sections if "bankrupt" in _said(brief, section.id)]
    assert told == ["questions"]
    assert "to be confirmed: “The vendor is bankrupt.”" in _said(brief, "questions")


def test_a_sentence_that_is_partly_supported_is_marked() -> None:
    partly = [run for run in _runs(_brief(clinic())) if run.mark == "partly"]
    assert [run.text for run in partly] == ["Backups are kept for long."]


def test_a_label_over_nothing_and_an_empty_row_are_left_out() -> None:
    evidence = _section(_brief(clinic()), "evidence")
    assert Paragraph((Run("Proprietary", mark="strong"),)) not in evidence
    tables = [one for one in evidence if isinstance(one, Table)]
    assert tables[0].head == ("Vendor", "Trains")
    assert [flat(row[0]) for row in tables[0].rows] == ["A"]


def test_a_question_without_an_answer_stays_open() -> None:
    refused = replace(answer(), grounded=False, question="Who will win?")
    brief = _brief(with_told(clinic(), kept=(refused,)))
    assert "Who will win?" in _said(brief, "questions")
    assert "Who will win?" not in _said(brief, "evidence")


def test_a_question_kept_twice_and_a_kept_recommendation_are_told_once() -> None:
    decided = replace(answer(), model="decision", question="What should we choose?")
    brief = _brief(with_told(clinic(), kept=(answer(), answer(), decided)))
    asked = [one.text for one in _section(brief, "evidence") if isinstance(one, Subheading)]
    assert asked == ["Where do records go?", "Notes"]
    assert _said(brief, "questions").count("bankrupt") == 1


def test_the_roadmap_is_that_of_the_pattern() -> None:
    assert "Sensitive path" in _said(_brief(clinic()), "roadmap")


def test_what_a_client_says_is_not_filled_in() -> None:
    case = with_told(clinic(), client="$model", said=("$count ${sentence} $$",))
    assert "$count ${sentence} $$" in _said(_brief(case), "situation")


@given(ANSWERS)
def test_any_answers_make_a_sound_brief(answers: dict[str, str]) -> None:
    found = recommend(answers, framework())
    case = replace(with_told(clinic(), answers=answers), recommendation=found)
    brief = _brief(case)
    assert brief == _brief(case)
    assert all(section.blocks for section in brief.sections)
    cited = [number for run in _runs(brief) for number in run.notes]
    assert list(dict.fromkeys(cited)) == [note.number for note in _notes(brief)]


def _brief(case: Case) -> Brief:
    return assemble(case, words(), guide())


def _section(brief: Brief, name: str) -> tuple[Block, ...]:
    return next(section.blocks for section in brief.sections if section.id == name)


def _said(brief: Brief, name: str) -> str:
    return "\n".join(one for block in _section(brief, name) for one in _texts(block))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _runs(brief: Brief) -> Iterator[Run]:
    for section in brief.sections:
        for block in section.blocks:
            match block:
                case Paragraph(runs) | Callout(_, runs):
                    yield from runs
                case Bullets(items):
                    yield from (run for item in items for run in item)
                case Table():
                    yield from (run for row in block.rows for cell in row for run in cell)
                case Subheading() | Chart() | Note():
                    pass


def _notes(brief: Brief) -> list[Note]:
    return [block for block in _section(brief, "evidence") if isinstance(block, Note)]

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advice.briefing import shortlisted
from advisor.brief.assemble import assemble
from advisor.brief.case import Case
from advisor.brief.needed import need_of
from advisor.brief.records import Brief, Bullets, Note, Paragraph, Subheading, Table, flat
from advisor.brief.write import FORMATS, Format, render
from advisor.catalogue.records import Clause, Fact, Model
from advisor.costs.records import Workload
from advisor.decide.recommend import recommend
from advisor.shortlist.choose import shortlist
from advisor.shortlist.records import Need, TokenPrice
from brief.cases import DAY, empty, framework, guide, with_told, words

PAGE, TERMS, SHOP = (f"https://example.org/{name}" for name in ("heron", "terms", "shop"))
SEEN = date(2026, 11, 1)
LOAD = Workload(Decimal(10_000), 1200, 350)
OWN = {
    ("use-case", "edge"), ("data", "stays"), ("regulation", "secret"), ("region", "premises"),
    ("latency", "offline"),
}  # fmt: skip
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        one.id: st.sampled_from([option.id for option in one.options])
        for one in framework().questions
    },
)


def _fact(value: Any) -> Fact[Any]:
    return Fact(value, PAGE, SEEN)


BLANK = Model(
    id="blank", name="Blank", vendor="nobody", side="open", also=(), prices=(), licence=None,
    commercial=None, clauses=(), total=None, active=None, context=None, modalities=None,
    languages=None, tasks=None, released=None, attention=None,
)  # fmt: skip
HERON = replace(
    BLANK,
    id="heron", name="Heron 70B", vendor="heron", licence=Fact("Heron Licence", TERMS, SEEN),
    commercial=Fact(True, TERMS, SEEN), tasks=_fact(("chat",)), total=_fact(70.0),
    context=_fact(128_000), modalities=_fact(("text", "image")), released=_fact(date(2026, 5, 1)),
    clauses=(Clause("attribution", "Its name is shown.", TERMS, SEEN),),
)  # fmt: skip
CLOSED = replace(HERON, id="closed", name="Closed 1", side="proprietary", total=None)


def test_each_answer_that_keeps_work_inside_asks_for_weights_to_run() -> None:
    """They are the answers that decide for an open model by themselves."""
    every = {(one.id, option.id): option for one in framework().questions for option in one.options}
    asked = {(name, value) for name, value in every if _need({name: value}).self_hosted}
    assert asked == OWN
    assert asked == {key for key, option in every.items() if option.forces == "open"}


def test_only_research_need_not_be_commercial() -> None:
    uses = next(one for one in framework().questions if one.id == "use-case").options
    assert [one.id for one in uses if not _need({"use-case": one.id}).commercial] == ["research"]
    assert _need({"data": "leaves"}).commercial


def test_what_must_be_read_follows_from_modality_and_workload() -> None:
    assert _need({"modality": "images"}).modalities == ("image",)
    assert _need({"modality": "text"}).modalities == ()
    assert need_of({"data": "mixed"}, words().needs, LOAD) == Need(
        task="chat", context=1550, commercial=True, workload=LOAD
    )


def test_the_rules_name_answers_of_the_interview() -> None:
    rules = words().needs
    named = [
        *((one.question, one.option) for one in rules.checks),
        *(("modality", name) for name in rules.modalities),
        *((name, one) for name, ids in rules.not_commercial.items() for one in ids),
    ]
    questions = {one.id: one for one in framework().questions}
    assert all(questions[name].option(value) for name, value in named)


def test_without_a_profile_nothing_is_shortlisted() -> None:
    assert shortlisted(empty().told, DAY, words().needs) is None
    brief = assemble(empty(), words(), guide())
    assert _said(brief) == words().missing["shortlist"].says
    assert words().missing["shortlist"].asks in _said(brief, "questions")


def test_data_that_stay_leave_only_models_with_weights() -> None:
    brief = _brief({"data": "stays"}, HERON, CLOSED)
    assert [row[:2] for row in _rows(brief)] == [["Heron 70B", "open"]]
    said = _said(brief)
    assert "runs on machines of one's own (Data sensitivity: No, none of it may leave)." in said
    assert "known to be met by 1 of the 2 models in the catalogue" in said
    assert "Its weights are not published; ask the vendor for a private deployment. (1)" in said
    assert "$" not in said


def test_data_that_may_leave_have_both_sides_with_dated_prices() -> None:
    brief = _brief({"data": "mixed"}, HERON, CLOSED)
    assert [row[1] for row in _rows(brief)] == ["open", "proprietary"]
    notes = _notes(brief)
    heron, closed = (row[3] for row in _rows(brief))
    assert heron == f"$0.50 read, $1.25 written [{notes[SHOP]}]; from 44 GB [{notes[PAGE]}]"
    assert closed == f"$0.50 read, $1.25 written [{notes[SHOP]}]"
    assert "known on 2026-11-01" in _said(brief)
    assert "are for the part of the data that may leave." in _said(brief)
    assert "Prices of\n2026-11-01" in _said(brief, "method")


def test_a_workload_is_priced_by_the_month() -> None:
    assert _rows(_brief({"data": "leaves"}, CLOSED, load=LOAD))[0][3].startswith("$1,234 a month: ")


def test_each_licence_and_each_of_its_clauses_has_its_page() -> None:
    brief = _brief({"data": "mixed"}, HERON)
    terms = _notes(brief)[TERMS]
    assert _rows(brief)[0][2] == f"Heron Licence [{terms}]"
    assert f"Heron 70B: Its name is shown. [{terms}]" in _said(brief)


def test_what_no_page_states_is_told_and_to_be_confirmed() -> None:
    brief = _brief({"data": "mixed"}, replace(BLANK, prices=()))
    assert _rows(brief) == [["Blank", "open", "not stated", "not stated",
                             "Task chat: not stated. Commercial use: not stated."]]  # fmt: skip
    assert "Blank: Task chat: not stated. Commercial use: not stated." in _said(brief)
    assert "of the other 1, something asked is not stated" in _said(brief)
    assert "Confirm what no page states of Blank." in _said(brief, "questions")


def test_a_reason_that_holds_for_each_is_told_once_with_every_page() -> None:
    other = replace(HERON, id="o", name="Egret", vendor="egret", tasks=Fact(("chat",), SHOP, SEEN))
    brief = _brief({"data": "stays"}, HERON, other)
    notes = _notes(brief)
    pages = "".join(f" [{number}]" for number in sorted((notes[PAGE], notes[SHOP])))
    assert f"Why each of them is here: It is described for chat.{pages} " in _said(brief)
    assert all(row[4].startswith("Its context is 128,000 tokens.") for row in _rows(brief))


def test_a_required_region_is_to_be_checked_unless_all_runs_inside() -> None:
    asks = "Which hosts of the shortlisted models process data in the region required?"
    outside = _brief({"region": "region"}, HERON)
    assert "Where a host processes the data is to be checked" in _said(outside)
    assert asks in _said(outside, "questions")
    assert asks not in _said(_brief({"region": "region", "data": "stays"}, HERON), "questions")


def test_few_rows_and_no_vendor_twice_on_a_side() -> None:
    many = [
        replace(one, id=f"{one.id}{n}{m}", name=f"{one.name} {n}{m}", vendor=f"v{n}")
        for one in (HERON, CLOSED)
        for n in range(7)
        for m in range(2)
    ]
    rows = _rows(_brief({"data": "leaves"}, *many))
    assert [row[1] for row in rows] == ["open"] * 5 + ["proprietary"] * 3
    assert [row[0] for row in rows][:2] == ["Heron 70B 00", "Heron 70B 10"]


def test_where_every_model_fails_no_table_is_shown() -> None:
    brief = _brief({"data": "stays"}, CLOSED)
    assert words().sentences["none_fits"] in _said(brief)
    assert "The table" not in _said(brief)


@pytest.mark.parametrize("form", FORMATS)
def test_the_whole_catalogue_is_shortlisted_in_every_format(form: Format) -> None:
    brief = _catalogue({"data": "mixed", "modality": "images", "region": "region"})
    assert len(_rows(brief)) == 8
    assert all(row[2] != "" for row in _rows(brief))
    assert render(brief, form).data


@settings(max_examples=25, deadline=None)
@given(ANSWERS)
def test_any_answers_number_their_notes_in_order(answers: dict[str, str]) -> None:
    brief = _catalogue(answers)
    assert brief == _catalogue(answers)
    cited = [
        number
        for section in brief.sections
        for block in section.blocks
        for run in _runs(block)
        for number in run.notes
    ]
    assert list(dict.fromkeys(cited)) == list(_notes(brief).values())


def _need(answers: Mapping[str, str]) -> Need:
    need = need_of(answers, words().needs, None)
    assert need
    return need


def _case(answers: Mapping[str, str]) -> Case:
    found = recommend(answers, framework()) if answers else None
    return replace(with_told(empty(), answers=answers), recommendation=found)


def _brief(answers: Mapping[str, str], *models: Model, load: Workload | None = None) -> Brief:
    need = need_of(answers, words().needs, load)
    assert need
    month = Decimal(1234) if load else None
    price = TokenPrice("shop:x", Decimal("0.5"), Decimal("1.25"), month, SHOP, SEEN)
    found = shortlist(need, models, lambda model, _: () if model.id == "blank" else (price,))
    return assemble(replace(_case(answers), shortlist=found), words(), guide())


def _catalogue(answers: Mapping[str, str]) -> Brief:
    case = _case(answers)
    found = shortlisted(case.told, DAY, words().needs)
    return assemble(replace(case, shortlist=found), words(), guide())


def _rows(brief: Brief) -> list[list[str]]:
    table = next(one for one in _blocks(brief, "shortlist") if isinstance(one, Table))
    return [[flat(cell) for cell in row] for row in table.rows]


def _said(brief: Brief, section: str = "shortlist") -> str:
    lines = []
    for block in _blocks(brief, section):
        match block:
            case Paragraph(runs):
                lines.append(flat(runs))
            case Bullets(items):
                lines += [flat(item) for item in items]
            case Subheading(title):
                lines.append(title)
            case Table():
                lines += [flat(cell) for row in block.rows for cell in row]
    return "\n".join(lines)


def _blocks(brief: Brief, section: str) -> tuple[Any, ...]:
    return next(one.blocks for one in brief.sections if one.id == section)


def _runs(block: Any) -> list[Any]:
    match block:
        case Bullets(items):
            return [run for item in items for run in item]
        case Table():
            return [run for row in block.rows for cell in row for run in cell]
    return list(getattr(block, "runs", ()))


def _notes(brief: Brief) -> dict[str, int]:
    """The number of each note by its page; by itself where a passage is quoted."""
    notes = [one for one in _blocks(brief, "evidence") if isinstance(one, Note)]
    return {f"{one.number}" if one.quote else one.url: one.number for one in notes}

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from advisor.catalogue.records import Model
from advisor.costs.records import Workload
from advisor.library.profiles import VendorFact
from advisor.shortlist.choose import shortlist
from advisor.shortlist.records import Need

from .conftest import DAY, NOTHING, PAGE, Choose, clause, fact, gpus

ASKED: tuple[dict[str, object], ...] = (
    {"task": "chat"},
    {"context": 1000},
    {"languages": ("German",)},
    {"modalities": ("image",)},
    {"commercial": True},
    {"users": 5},
    {"train_on_outputs": True},
    {"region": "eu"},
    {"gpus": gpus(8)},
    {"budget": Decimal(10), "workload": Workload(Decimal(10), 100, 10)},
)
UNMET: tuple[tuple[dict[str, object], str], ...] = (
    ({"task": "embedding"}, "It is made for chat, not embedding."),
    ({"context": 131073}, "Its context is 131,072 tokens."),
    ({"modalities": ("audio",)}, "It takes text and image, not audio."),
    ({"gpus": gpus(1)}, "At int4 it takes 47 GB: too much for 1 × small (24 GB)."),
)


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: next(iter(asked)))
def test_what_is_not_stated_never_fits(choose: Choose, asked: dict[str, object]) -> None:
    found = choose(NOTHING, **asked)
    (blank,) = found.candidates
    assert (blank.fits, blank.reasons, found.fitting) == (False, (), 0)
    assert "not stated" in " ".join(blank.unknowns)


def test_a_model_fits_when_everything_asked_is_known_to_be_met(choose: Choose) -> None:
    needs = {key: value for asked in ASKED for key, value in asked.items()}
    found = choose(monthly="9.99", **needs)
    (heron,) = found.candidates
    assert heron.fits
    assert (found.fitting, found.excluded) == (1, ())
    assert len(heron.reasons) == len(ASKED)
    assert {one.source for one in heron.reasons if one.source} == {PAGE}


def test_nothing_asked_leaves_every_model_in(choose: Choose, egret: Model) -> None:
    assert [one.model.name for one in choose(NOTHING, egret).candidates] == ["Egret", "Blank"]


@pytest.mark.parametrize(("asked", "why"), UNMET)
def test_a_model_that_does_not_meet_a_need_is_left_out_with_the_reason(
    choose: Choose, heron: Model, asked: dict[str, object], why: str
) -> None:
    if "gpus" in asked:
        small = replace(gpus(1)[0].gpu, name="small", memory_gb=24)
        asked = {"gpus": gpus(1, small)}
    found = choose(heron, **asked)
    assert found.candidates == ()
    assert [one.text for one in found.excluded[0].why] == [why]


def test_every_reason_against_a_model_is_told(choose: Choose) -> None:
    (heron,) = choose(task="embedding", modalities=("audio",)).excluded
    assert len(heron.why) == 2


def test_a_task_no_page_names_is_unknown_for_a_chat_model_and_denied_to_an_embedder(
    choose: Choose, heron: Model
) -> None:
    embedder = replace(heron, name="Vector", tasks=fact(("embedding",)))
    found = choose(heron, embedder, task="translation")
    assert [one.unknowns for one in found.candidates] == [("Task translation: not stated.",)]
    assert [one.model.name for one in found.excluded] == ["Vector"]


def test_a_model_made_for_chat_takes_text(choose: Choose, heron: Model) -> None:
    silent = replace(heron, modalities=None)
    vector = replace(silent, tasks=fact(("embedding",)))
    assert choose(silent, modalities=("text",)).fitting == 1
    assert choose(silent, modalities=("text", "image")).fitting == 0
    assert choose(vector, modalities=("text",)).fitting == 0


def test_a_list_of_languages_does_not_deny_the_others(choose: Choose) -> None:
    (heron,) = choose(languages=("German", "Thai")).candidates
    assert heron.unknowns == ("It is published for English and German, not Thai.",)


def test_a_long_list_of_languages_is_told_in_short(choose: Choose, heron: Model) -> None:
    many = replace(heron, languages=fact(tuple(f"L{number}" for number in range(20))))
    (candidate,) = choose(many, languages=("Thai",)).candidates
    assert "L10, L11 and 8 more, not Thai" in candidate.unknowns[0]


@pytest.mark.parametrize(("users", "in_it"), [(1_000_000, True), (1_000_001, False)])
def test_a_limit_of_users_leaves_out_who_is_above_it(
    choose: Choose, heron: Model, users: int, in_it: bool
) -> None:
    limited = replace(heron, clauses=(clause("user-count", limit=1_000_000),))
    found = choose(limited, users=users)
    assert bool(found.candidates) == in_it
    told = found.candidates[0].reasons if in_it else found.excluded[0].why
    assert [(one.text, one.source, one.as_of) for one in told] == [("About user-count.", PAGE, DAY)]


@pytest.mark.parametrize("forbids", [True, False])
def test_training_on_outputs_is_left_out_only_where_it_is_forbidden(
    choose: Choose, heron: Model, forbids: bool
) -> None:
    model = replace(heron, clauses=(clause("outputs-training", forbids=forbids),))
    assert bool(choose(model, train_on_outputs=True).excluded) == forbids
    assert not choose(model).excluded


def test_a_non_commercial_licence_is_left_out_with_its_clause(choose: Choose, heron: Model) -> None:
    model = replace(heron, commercial=fact(value=False), clauses=(clause("non-commercial"),))
    assert choose(model, commercial=True).excluded[0].why[0].text == "About non-commercial."
    assert choose(model).fitting == 1


def test_a_region_is_left_out_only_where_the_licence_excludes_it(
    choose: Choose, heron: Model
) -> None:
    model = replace(heron, clauses=(clause("region", excludes=("eu",)),))
    assert choose(model, region="eu").excluded
    assert choose(model, region="us").fitting == 1


@pytest.mark.parametrize(
    "asked", [{"users": 5}, {"train_on_outputs": True}, {"region": "eu"}], ids=str
)
def test_what_a_licence_read_in_part_does_not_say_is_unknown(
    choose: Choose, heron: Model, asked: dict[str, object]
) -> None:
    (candidate,) = choose(replace(heron, partly_read=True), **asked).candidates
    assert not candidate.fits
    assert "not stated in the terms that were read" in candidate.unknowns[0]


def test_data_can_stay_where_one_runs_an_open_model_and_a_page_is_named_for_the_rest(
    heron: Model, egret: Model
) -> None:
    said = VendorFact("In the EU and elsewhere.", stated=True, source=PAGE, as_of=DAY)
    mute = replace(said, stated=False)
    for kept, end in [(said, f"; on where data goes see {PAGE} ({DAY})."), (mute, ".")]:
        found = shortlist(Need(data_in="eu"), (heron, egret), lambda *_: (), {"v": kept})
        assert [(one.model.name, one.fits) for one in found.candidates] == [
            ("Heron", True),
            ("Egret", False),
        ]
        assert found.candidates[1].unknowns == (f"Data in EU: not stated for this model{end}",)


def test_own_machines_need_published_weights(choose: Choose, heron: Model, egret: Model) -> None:
    found = choose(heron, egret, self_hosted=True)
    assert [one.model.name for one in found.candidates] == ["Heron"]
    assert "weights are not published" in found.excluded[0].why[0].text


def test_clauses_of_the_licence_are_warnings(choose: Choose, heron: Model) -> None:
    terms = (clause("attribution"), clause("acceptable-use"))
    assert choose(replace(heron, clauses=terms)).candidates[0].warnings == terms


@pytest.mark.parametrize(("monthly", "fitting"), [("10", 1), ("10.01", 0)])
def test_a_budget_is_held_against_the_cheapest_host(
    choose: Choose, monthly: str, fitting: int
) -> None:
    asked = {"budget": Decimal(10), "workload": Workload(Decimal(10), 100, 10)}
    assert choose(monthly=monthly, **asked).fitting == fitting
    assert choose(monthly=monthly, self_hosted=True, **asked).fitting == 1


def test_candidates_stand_in_the_order_stated(choose: Choose, heron: Model) -> None:
    def named(name: str, **more: object) -> Model:
        return replace(heron, name=name, **more)  # type: ignore[arg-type]

    warned = (clause("attribution"),)
    models = [
        named("Unsure", languages=None),
        named("Warned", clauses=warned),
        named("Undated", released=None),
        named("old B", released=fact(date(2024, 1, 1))),
        named("Old A", released=fact(date(2024, 1, 1))),
        named("New"),
        named("Most unsure", languages=None, tasks=None),
    ]
    expected = ["New", "Old A", "old B", "Undated", "Warned", "Unsure", "Most unsure"]
    for order in (models, models[::-1]):
        found = choose(*order, task="chat", languages=("German",))
        assert [one.model.name for one in found.candidates] == expected

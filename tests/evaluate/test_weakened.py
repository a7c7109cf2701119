"""Each thing taken away makes the figure fall that it is there for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from advising import chooses
from scripted_model import FakeChatModel

from advisor.ask.pipeline import Parts, Wish
from advisor.evaluate.answers import answer_all, score_answers
from advisor.evaluate.gold import Asked, read_asked
from advisor.evaluate.measure import Wanted, measure
from advisor.evaluate.run import Run
from advisor.evaluate.scratch import Scratch
from advisor.evaluate.weakened import VARIANTS

SEARCHING = ("full", "no-lexical", "no-dense", "no-headings", "no-floor")


@pytest.fixture(scope="module")
def runs(scratch: Scratch, pages: Path, questions: Path) -> dict[str, Run]:
    wanted = Wanted(questions=[questions], over=[str(pages)], answers=True)
    return {name: measure(replace(wanted, variant=name), scratch)[0] for name in SEARCHING}


def of_kind(run: Run, system: str, kind: str, metric: str) -> float:
    scores = next(one for one in run.scores if one.system == system)
    return scores.by_kind()[kind][metric].value


@pytest.mark.parametrize(
    ("variant", "kind"),
    [("no-lexical", "words"), ("no-dense", "meaning"), ("no-headings", "heading")],
)
def test_a_search_without_it_finds_less(runs: dict[str, Run], variant: str, kind: str) -> None:
    for metric in ("hit@1", "MRR@10"):
        full = of_kind(runs["full"], "ours", kind, metric)
        assert of_kind(runs[variant], "ours", kind, metric) < full - 0.1


def test_without_the_floor_nothing_is_declined(runs: dict[str, Run]) -> None:
    assert of_kind(runs["full"], "answers", "outside", "declined") == 1.0
    assert of_kind(runs["no-floor"], "answers", "outside", "declined") == 0.0
    answered = of_kind(runs["full"], "answers", "words", "answered")
    assert of_kind(runs["no-floor"], "answers", "words", "answered") >= answered


@pytest.fixture
def parts(scratch: Scratch, pages: Path) -> Iterator[Parts]:
    advisor, _ = scratch.of_targets([str(pages)])
    yield advisor.parts()
    advisor.close()


def test_without_the_support_check_false_sentences_pass(parts: Parts, questions: Path) -> None:
    asked = [one for one in read_asked(questions)[0] if one.id == "Lisbon"]
    truth, lie = "The doors open at 6 and close 6 hours later", "The doors open at 9 on Sundays"
    model = FakeChatModel([f"{truth} [S1]. {lie} [S1]."])
    wish = Wish(choose=chooses(model))

    def rightly_shown(variant: str) -> float:
        weakened = VARIANTS["no-floor"](VARIANTS[variant](parts))
        scores = score_answers("s", answer_all("s", asked, weakened, wish), parts)
        assert scores.by_question["Lisbon"]["supported"] == 0.5
        return scores.by_question["Lisbon"]["rightly shown"]

    assert (rightly_shown("full"), rightly_shown("no-support-check")) == (1.0, 0.5)


def test_the_support_check_is_what_catches(scratch: Scratch, tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(
        '{"passage": "Inputs are kept for 30 days.", "sentence": "Inputs are kept for 30 days.",'
        ' "support": true, "kind": "same"}\n'
        '{"passage": "Inputs are kept for 30 days.", "sentence": "Inputs are kept for 90 days.",'
        ' "support": false, "kind": "number"}\n',
        "utf-8",
    )
    figures = {
        variant: measure(Wanted(support=[file], variant=variant), scratch)[0].scores[0].figures()
        for variant in ("full", "no-support-check")
    }
    assert {m: f.value for m, f in figures["full"].items()} == {
        "kept": 1.0,
        "precision": 1.0,
        "caught": 1.0,
    }
    assert {m: f.value for m, f in figures["no-support-check"].items()} == {
        "kept": 1.0,
        "precision": 0.5,
        "caught": 0.0,
    }


def test_every_variant_is_one_that_the_command_names() -> None:
    from advisor.cli.evaluate import _VARIANTS

    assert tuple(VARIANTS) == tuple(_VARIANTS.split(", "))


def test_the_questions_cover_what_is_taken_away(questions: Path) -> None:
    asked: list[Asked] = read_asked(questions)[0]
    assert {one.kind for one in asked} == {"words", "meaning", "heading", "outside"}

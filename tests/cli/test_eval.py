from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluate.sets import DOCUMENTS, GRADES, QUERIES, write_lines, write_set

from cli.commands import Advise

ASKED: list[dict[str, object]] = [
    {"id": "a", "question": "Is an open model cheaper at 300 calls a week?", "sections": ["2.3"]},
    {"id": "b", "question": "How do I bake bread?", "answerable": False, "kind": "outside"},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_set(tmp_path_factory.mktemp("sets") / "small", DOCUMENTS, QUERIES, GRADES)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    documents = [*DOCUMENTS, {"id": "dog", "text": "again"}]
    return write_set(tmp_path_factory.mktemp("sets") / "odd", documents, QUERIES, GRADES)


def test_eval_measures_a_set_and_gives_the_same_figures_again(
    advise: Advise, own_home: Path, folder: Path
) -> None:
    first = advise("eval", "--json", str(folder), home=own_home)
    results = {result["system"]: result for result in first.json["results"]}
    assert (first.err, first.json["problems"], len(results)) == ("", [], 7)
    assert results["passages, ours"]["figures"]["nDCG@10"]["value"] > 0.8
    assert set(results["passages, ours"]["questions"]) == {"q1", "q2", "q3"}
    again = advise("eval", "--json", str(folder), home=own_home).json
    assert [r["figures"] for r in again["results"]] == [r["figures"] for r in first.json["results"]]


def test_eval_goes_on_past_faults_or_stops_as_told(
    advise: Advise, own_home: Path, broken: Path
) -> None:
    fault = "odd/corpus.jsonl:5: document 'dog' was given before"
    lenient = advise("eval", str(broken), home=own_home)
    assert (lenient.code, lenient.err) == (0, f"Left out: {fault}\n")
    strict = advise("eval", str(broken), "--strict", home=own_home)
    assert strict.code == 2
    assert f"Error: {fault}" in strict.err


def test_eval_answers_saves_reports_and_compares(
    advise: Advise, own_home: Path, tmp_path: Path
) -> None:
    asked = str(write_lines(tmp_path / "asked.jsonl", ASKED))
    command = ("eval", "--questions", asked, "--answers")
    saved = str(tmp_path / "run.json")
    shown = advise(*command, "--out", saved, home=own_home)
    assert shown.code == 0
    for word in ("MRR@10", "answered", "declined", "supported"):
        assert word in shown.out
    compared = advise(*command, "--against", saved, "--json", home=own_home).json["compared"]
    assert {one["change"] for one in compared} == {0.0}
    weaker = advise(*command, "--against", saved, "--variant", "no-floor", home=own_home)
    assert " b " in weaker.out.split("Compared")[1]
    report = advise(*command, "--out", str(tmp_path / "report"), home=own_home)
    assert "index.html" in report.err
    assert len(list((tmp_path / "report" / "pages").iterdir())) == 2
    assert json.loads(Path(saved).read_text())["variant"] == "full"


def test_eval_takes_several_pages_after_over(
    advise: Advise, own_home: Path, tmp_path: Path
) -> None:
    quote = "Heron weights may be resold after two years."
    (tmp_path / "one.md").write_text("# Crane\n\nCrane weights are for research only.\n")
    (tmp_path / "two.md").write_text(f"# Heron\n\n{quote}\n")
    gold = [{"path": "two.md", "quote": quote}]
    asked = {"id": "a", "question": "When may Heron weights be resold?", "gold": gold}
    file = str(write_lines(tmp_path / "asked.jsonl", [asked]))
    pages = (str(tmp_path / "one.md"), str(tmp_path / "two.md"))
    given = advise("eval", "--json", "--questions", file, "--over", *pages, home=own_home).json
    (ours,) = [one for one in given["results"] if one["system"] == "ours"]
    assert given["problems"] == []
    assert ours["figures"]["hit@5"]["value"] == 1.0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "Give a folder"),
        (("--over", "x", "."), "go with --questions"),
        (("--variant", "no-brain", "."), "--variant is one of"),
        ((".",), "There is nothing to measure"),
        ((".", "--against", "none.json"), "none.json cannot be read"),
    ],
)
def test_eval_refuses_what_it_cannot_do(advise: Advise, args: tuple[str, ...], said: str) -> None:
    refused = advise("eval", *args, COLUMNS="200")
    assert refused.code == 2
    assert said in refused.err

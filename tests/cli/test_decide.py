"""`advisor decide`: the contract for machines, the interview in a pipe, slips and bad files."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest
from ollama_server import Model, OllamaServer, says

from cli.commands import ADVISOR, Advise, environment, typed

ANSWERS = {"use-case": "high-volume", "data": "mixed", "volume": "large", "expertise": "some"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(ANSWERS))
    return path


def test_the_questions_are_listed_with_what_their_answers_favour(advise: Advise) -> None:
    listed = advise("decide", "--list", "--json").json["questions"]
    assert len(listed) == 14
    for question in listed:
        for option in question["options"]:
            assert {"id", "label", "favours"} <= set(option)
            assert option["favours"] in {"open", "proprietary", "neutral"}
    data = next(one for one in listed if one["id"] == "data")
    assert [(o["id"], o["favours"]) for o in data["options"]] == [
        ("stays", "open"), ("mixed", "neutral"), ("contract", "proprietary"),
        ("leaves", "proprietary"),
    ]  # fmt: skip


def test_answers_of_a_file_give_the_recommendation(advise: Advise, file: Path) -> None:
    found = advise("decide", "--answers", str(file), "--json").json
    assert (found["recommendation"], found["pattern"]) == ("open", None)
    # (3 · 1 + 3 · 0 + 2 · 0.4 + 2 · -0.2) / (3 + 0.8 + 0.4 + doubt 4)
    assert found["score"] == 0.4146
    assert 0 < found["confidence"] < 1
    assert found["constraints"][0]["question"] == "data"
    for reason in found["reasons"]:
        assert reason["judgement"] is False
        (cited,) = reason["citations"]
        assert cited["title"].startswith(cited["section"])
        assert cited["url"].startswith("https://")
        assert (cited["party"], cited["as_of"]) == ("article", "2026-03-30")
    assert {"changes", "to"} == set(found["flips"][0])
    assert {one["question"] for one in found["unknown"]} == {
        q["id"] for q in advise("decide", "--list", "--json").json["questions"]
    } - set(ANSWERS)
    assert found["risks"][0]["mitigation"]


def test_words_are_read_and_the_file_wins(advise: Advise, file: Path) -> None:
    said = "3k calls a day, on-device"
    told = advise("decide", "--said", said, "--json").json
    assert told["recommendation"] == "open"
    assert told["constraints"][0]["question"] == "use-case"
    assert told["understood"] == [
        {"question": "use-case", "words": "on-device"},
        {"question": "volume", "words": "3k calls a day"},
    ]
    both = advise("decide", "--said", said, "--answers", str(file), "--json").json
    assert (both["score"], both["understood"]) == (0.4146, [])


def test_the_interview_goes_by_numbers_back_and_to_the_end(home: Path) -> None:
    done = typed(home, "8\nb\n2\n?\nnonsense\n4\ne\n", "decide")
    assert done.code == 0
    assert "'nonsense' is none of the answers" in done.err
    assert done.out.strip().startswith("Recommendation: open")
    assert "A million or more" in done.out
    assert "Something else" not in done.out.split("What would change this")[0]


def test_an_interview_is_kept_and_resumed(home: Path, tmp_path: Path) -> None:
    state = tmp_path / "kept.json"
    first = typed(home, "2\n4\n", "decide", "--state", str(state))
    assert first.code == 0
    assert json.loads(state.read_text())["answers"] == {"use-case": "high-volume", "data": "leaves"}
    again = typed(home, "1\ne\n", "decide", "--state", str(state))
    assert "2 settled" in again.err
    assert json.loads(state.read_text())["answers"]["volume"] == "low"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is not JSON"),
        ('{"volume": "huge"}', "'huge' is no answer to 'volume'"),
        ('{"volum": "low"}', "'volume' may be meant"),
        ("[]", "must be an object"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(
    advise: Advise, tmp_path: Path, content: str | None, told: str
) -> None:
    path = tmp_path / "answers.json"
    if content is not None:
        path.write_text(content)
    failed = advise("decide", "--answers", str(path), "--json")
    assert failed.code == 2
    assert told in failed.err
    assert "advisor decide --list" in failed.err
    assert failed.out == ""


def test_a_file_that_is_no_interview_is_kept_as_it_is(home: Path, tmp_path: Path) -> None:
    state = tmp_path / "notes.txt"
    state.write_text("my notes")
    failed = typed(home, "2\n", "decide", "--state", str(state))
    assert failed.code == 2
    assert state.read_text() == "my notes"


def test_a_slip_in_a_questions_name_is_told(home: Path) -> None:
    done = typed(home, "c volum\nc volume\n4\ne\n", "decide")
    assert "There is no question 'volum': use-case, data, volume," in done.err
    assert "A million or more" in done.out


def test_an_interrupted_interview_ends_cleanly_and_is_kept(home: Path, tmp_path: Path) -> None:
    state = tmp_path / "kept.json"
    process = subprocess.Popen(
        [ADVISOR, "decide", "--state", str(state)],
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stderr
    process.stdin.write("2\n")
    process.stdin.flush()
    while "2/14" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.strip().endswith("Stopped.")
    assert "Traceback" not in err
    assert json.loads(state.read_text())["answers"] == {"use-case": "high-volume"}


def test_a_model_reads_what_the_rules_do_not(advise: Advise) -> None:
    said = "X-ray triage for two radiology centres, 3k calls a day"
    read = {
        "use-case": {"answer": "regulated", "words": "X-ray triage"},
        "volume": {"answer": "very-high", "words": "3k calls a day"},
        "data": {"answer": "stays", "words": "nobody said this"},
    }
    with OllamaServer((Model("advisor-small", behaviour=says(json.dumps(read))),)) as server:
        told = advise(
            *("decide", "--said", said, "--model", "ollama:advisor-small", "--json"),
            OLLAMA_HOST=server.url,
        )
    known = {one["question"]: one["answer"] for one in told.json["reasons"] + told.json["against"]}
    assert known == {
        "use-case": "Healthcare, finance or other regulated work",
        "volume": "Fewer than 10,000",
    }
    assert "The model read besides the rules: use-case." in told.err


def test_a_model_that_is_off_leaves_what_the_rules_read(advise: Advise) -> None:
    told = advise("decide", "--said", "3k calls a day", "--model", "ollama:gone", "--json")
    assert [one["question"] for one in told.json["reasons"]] == ["volume"]
    assert "The model read besides the rules: nothing." in told.err

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from ollama_server import Faults, OllamaServer

from cli.commands import QUESTION, Advise, Outcome
from cli.test_doctor import filled_by

ANSWER = """question standalone_question answer grounded model sentences sources suggestions notice
usage timings_ms""".split()
SOURCE = "id title heading url path party as_of quote start end score".split()


def asked(folder: Path, *lines: str) -> str:
    """A file with these lines; its path."""
    file = folder / "asked.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


def test_the_first_question_fills_the_library_and_is_answered(
    first: tuple[Path, Outcome],
) -> None:
    answer = first[1].json
    assert first[1].err == ""
    assert list(answer) == ANSWER
    assert answer["question"] == answer["standalone_question"] == QUESTION
    assert (answer["grounded"], answer["model"], answer["notice"]) == (True, "extract", "")
    ids = [source["id"] for source in answer["sources"]]
    assert ids == [f"S{n}" for n in range(1, len(ids) + 1)]
    for sentence in answer["sentences"]:
        assert sentence.keys() == {"text", "support", "citations"}
        assert set(sentence["citations"]) <= set(ids)
    for source in answer["sources"]:
        assert source.keys() >= set(SOURCE)
        assert source["end"] - source["start"] == len(source["quote"])


def test_an_answer_in_a_pipe_is_text_alone(advise: Advise) -> None:
    answer = advise("ask", QUESTION)
    assert (answer.code, answer.err) == (0, "")
    assert "[S1] " in answer.out
    assert "Extract mode" in answer.out
    assert answer.out.replace("\n", "").isprintable()


def test_a_question_outside_the_library_is_refused(advise: Advise) -> None:
    answer = advise("ask", "--json", "Who won the football match last night?").json
    assert not answer["grounded"]
    assert answer["sources"] == []


def test_each_line_of_a_file_is_answered_with_its_id(advise: Advise, tmp_path: Path) -> None:
    history = [
        {"role": "user", "content": "What does running an open model cost?"},
        {"role": "assistant", "content": "Hardware, engineers and daily operation."},
    ]
    lines = [
        json.dumps({"id": "first", "question": QUESTION}),
        json.dumps({"id": 2, "question": "And a proprietary API?", "history": history}),
        "",
        json.dumps({"id": "empty", "question": " ?"}),
        '{"id": "odd\u2028", "question": "What is vendor lock-in\u2028 \\ud83d?", "history": null}',
    ]
    out = tmp_path / "answers.jsonl"
    told = advise("ask", "--questions", asked(tmp_path, *lines), "--out", str(out))
    assert (told.code, told.out, told.err) == (0, "", "")
    answers = [json.loads(line) for line in out.read_text("utf-8").splitlines(keepends=False)[:3]]
    assert [answer["id"] for answer in answers] == ["first", 2, "empty"]
    assert list(answers[0]) == ["id", *ANSWER]
    assert "cost" in answers[1]["standalone_question"].lower()
    assert answers[2].keys() == {"id", "question", "error", "hint"}
    assert out.read_text("utf-8").count("\n") == 4


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"question": "q"}', "`id` is missing"),
        ('{"id": true, "question": "q"}', "`id` is missing"),
        ('{"id": "a"}', "`question` is missing"),
        ('{"id": "a", "question": 3}', "`question` is missing or not text"),
        ('{"id": "a", "question": "q", "history": "h"}', "`history` is not a list"),
        ('{"id": "a", "question": "q", "history": [{"role": "system"}]}', "`role`"),
        ('{"id": "a", "question": "q", "history": [{"role": "user"}]}', "`content` is missing"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_a_malformed_line_is_named_before_any_work(
    advise: Advise, tmp_path: Path, line: str, said: str
) -> None:
    file = asked(tmp_path, '{"id": "fine", "question": "Is it?"}', "", line)
    told = advise("ask", "--questions", file, home=tmp_path / "new")
    assert (told.code, told.out) == (2, "")
    assert "asked.jsonl, line 3: " in told.err
    assert said in told.err
    assert "Next: Each line is a JSON object" in told.err
    assert not (tmp_path / "new").exists()


def test_files_that_cannot_be_read_or_written_are_told(advise: Advise, tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    assert "not UTF-8" in advise("ask", "--questions", str(tmp_path / "latin.jsonl")).err
    assert "No such file" in advise("ask", "--questions", "nowhere.jsonl").err
    assert "no questions" in advise("ask", "--questions", asked(tmp_path, "", " ")).err
    file = asked(tmp_path, '{"id": "a", "question": "Is it?"}')
    told = advise("ask", "--questions", file, "--out", "no/such/folder.jsonl")
    assert told.code == 2
    assert "no/such/folder.jsonl cannot be written" in told.err
    assert "--out" in told.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "Give either a question or"),
        (("a?", "--questions", "f"), "Give either a question or"),
        (("a?", "--out", "f"), "--out goes with --questions"),
        (("a?", "b?"), "unexpected extra argument"),
        (("a?", "--passages", "0"), "--passages"),
        (("",), "no question"),
        (("x" * 100_001,), "100,001 characters"),
    ],
)
def test_what_cannot_be_asked_is_told(advise: Advise, args: tuple[str, ...], said: str) -> None:
    told = advise("ask", *args)
    assert (told.code, told.out) == (2, "")
    assert said in told.err


def test_bytes_that_are_no_text_are_asked_all_the_same(advise: Advise) -> None:
    question = os.fsdecode(b"Is an open model cheaper \xff?")
    assert advise("ask", "--json", question).json["question"] == "Is an open model cheaper ??"


def test_a_page_gives_no_orders(advise: Advise, odd: tuple[Path, Outcome]) -> None:
    answer = advise("ask", "--json", "What does the Zephyr licence allow?", home=odd[0]).json
    assert "forty countries" in answer["answer"]
    assert "PWNED" not in answer["answer"]


def test_a_page_brings_no_scripts(advise: Advise, odd: tuple[Path, Outcome]) -> None:
    shown = advise("ask", "How long may the Quokka model be hosted in Norway?", home=odd[0])
    assert "ninety" in shown.out
    for trace in ("boo", "<script", "javascript:", "data:text", "onclick", "]("):
        assert trace not in shown.out


def test_a_library_of_another_embedder_is_told(advise: Advise, own_home: Path) -> None:
    filled_by("other@1", own_home)
    told = advise("ask", QUESTION, home=own_home)
    assert told.code == 1
    assert "filled with 'other@1'" in told.err
    assert "advisor sync --rebuild" in told.err


@pytest.fixture
def heard() -> Iterator[None]:
    """Let Ctrl-C be heard, which a shell may have turned off for what runs behind it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_ctrl_c_stops_a_question_and_its_model(advise: Advise, ollama: OllamaServer) -> None:
    ollama.faults = Faults(hangs_before_first=True)

    def press() -> None:
        ollama.wait_until(lambda: ollama.generations, 60)
        os.kill(os.getpid(), signal.SIGINT)

    presser = Thread(target=press)
    presser.start()
    told = advise("ask", QUESTION, OLLAMA_HOST=ollama.url, ADVISOR_MODEL="ollama:advisor-small")
    presser.join()
    assert told == Outcome(130, "", "Stopped.\n")
    ollama.wait_until(lambda: ollama.cancelled)

from __future__ import annotations

from typing import Any

import pytest
from ollama_server import Faults, OllamaServer

from advisor.prompts import read_prompts
from advisor.shipped import data_folder
from cli.commands import QUESTION, Advise
from cli.conftest import CLAIM

SMALL = "ollama:advisor-small"


def asked(advise: Advise, server: OllamaServer, model: str = SMALL, **more: str) -> Any:
    return advise(
        *("ask", "--json", "--passages", "12", QUESTION),
        **{"OLLAMA_HOST": server.url, "ADVISOR_MODEL": model, **more},
    ).json


def test_a_model_writes_and_is_cited(advise: Advise, ollama: OllamaServer) -> None:
    answer = asked(advise, ollama)
    assert (answer["model"], answer["grounded"], answer["notice"]) == (SMALL, True, "")
    assert answer["sentences"] == [
        {"text": f"{CLAIM}.", "support": "supported", "citations": ["S1"]}
    ]
    assert answer["usage"]["completion_tokens"] > 0
    assert answer["usage"]["passages_left_out"] == 0


@pytest.mark.parametrize(
    ("faults", "happened", "next_step"),
    [
        ({"runner_dies_after": 2}, "stopped before its answer was complete", "Ask again"),
        ({"server_dies_after": 2}, "stopped before its answer was complete", "restart the model"),
        ({"hangs_after": 2}, "within 0.5 seconds", "ADVISOR_NEXT_TOKEN_SECONDS"),
        ({"hangs_before_first": True}, "did not begin to write", "ADVISOR_FIRST_TOKEN_SECONDS"),
        ({"cut_by_length": 2}, "cut off after", "ADVISOR_MAX_ANSWER_TOKENS"),
        ({"queue_full": True}, "is busy", "Try again"),
    ],
)
def test_a_model_that_fails_is_told_and_the_library_answers(
    advise: Advise, ollama: OllamaServer, faults: dict[str, Any], happened: str, next_step: str
) -> None:
    ollama.faults = Faults(**faults, once=True)
    limits = {"ADVISOR_NEXT_TOKEN_SECONDS": "0.5"}
    if ollama.faults.hangs_before_first:
        limits = {"ADVISOR_FIRST_TOKEN_SECONDS": "0.5"}
    answer = asked(advise, ollama, **limits)
    assert (answer["model"], answer["grounded"]) == ("extract", True)
    assert answer["sources"]
    for said in (happened, next_step, "composed from the library instead"):
        assert said in answer["notice"]


@pytest.mark.parametrize(
    ("model", "happened", "next_step"),
    [
        ("missing", "ollama:missing is not on the server", "ollama pull missing"),
        ("nomic-embed-text", "is not a chat model", "Name a chat model in ADVISOR_MODEL"),
    ],
)
def test_a_model_that_cannot_write_is_told_and_the_library_answers(
    advise: Advise, ollama: OllamaServer, model: str, happened: str, next_step: str
) -> None:
    answer = asked(advise, ollama, f"ollama:{model}")
    assert (answer["model"], answer["grounded"]) == ("extract", True)
    assert happened in answer["notice"]
    assert next_step in answer["notice"]


def test_a_server_that_is_away_is_told_and_the_library_answers(
    advise: Advise, ollama: OllamaServer
) -> None:
    ollama.kill()
    answer = asked(advise, ollama)
    assert answer["model"] == "extract"
    assert f"No model server answers at {ollama.url}" in answer["notice"]
    assert "ollama serve" in answer["notice"]


def test_no_server_at_all_is_no_failure_where_none_was_named(
    advise: Advise, ollama: OllamaServer
) -> None:
    ollama.kill()
    answer = asked(advise, ollama, "auto")
    assert (answer["model"], answer["notice"]) == ("extract", "")


def test_a_short_context_loses_passages_but_never_the_instructions(
    advise: Advise, ollama: OllamaServer
) -> None:
    answer = asked(advise, ollama, "ollama:advisor-tiny")
    assert answer["usage"]["passages_left_out"] > 0
    body = next(r.body for r in ollama.requests if r.path == "/api/chat")
    assert body["options"]["num_ctx"] == 2048
    system, user = body["messages"]
    assert system["content"] == read_prompts(data_folder("prompts")).answer
    assert user["content"].count("\n\n[S") + 1 >= answer["usage"]["passages"]
    assert QUESTION in user["content"]


def test_a_prompt_cut_in_silence_is_asked_again_with_fewer_passages(
    advise: Advise, ollama: OllamaServer
) -> None:
    ollama.faults = Faults(silently_truncates=300, once=True)
    answer = asked(advise, ollama)
    assert answer["model"] == SMALL
    assert answer["usage"]["passages_left_out"] == 6


def test_a_draft_is_streamed_where_asked_for(advise: Advise, ollama: OllamaServer) -> None:
    more = {"OLLAMA_HOST": ollama.url, "ADVISOR_MODEL": SMALL}
    shown = advise("ask", "--stream", QUESTION, **more)
    assert shown.out.startswith(f"{CLAIM} [S1].")
    assert shown.out.count(CLAIM) == 2
    assert SMALL in shown.out.splitlines()[-1]


def test_a_hosted_model_without_its_key_is_refused(advise: Advise) -> None:
    told = advise("ask", QUESTION, ADVISOR_MODEL="openai:gpt-4o-mini")
    assert told.code == 2
    assert "no key for openai" in told.err
    assert "ADVISOR_API_KEY" in told.err

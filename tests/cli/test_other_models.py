from __future__ import annotations

from pathlib import Path

import pytest

from cli.commands import QUESTION, Advise, Outcome


def finding(told: Outcome, name: str) -> tuple[str, str]:
    return next((c["state"], c["text"]) for c in told.json["checks"] if c["name"] == name)


def test_a_library_of_the_packaged_embedder_is_told_and_embedded_anew(
    advise: Advise, own_home: Path, small_encoder: Path
) -> None:
    model = str(small_encoder)
    for command in (("ask", QUESTION), ("search", QUESTION), ("sync",)):
        told = advise(*command, home=own_home, ADVISOR_EMBEDDER=model)
        assert told.code == 1
        assert "filled with 'all-MiniLM-L6-v2@53aa51172d14', not 'model@" in told.err
        assert "advisor sync --rebuild" in told.err
    assert advise("sync", "--rebuild", home=own_home, ADVISOR_EMBEDDER=model).code == 0
    found = advise("search", "--json", QUESTION, home=own_home, ADVISOR_EMBEDDER=model)
    assert found.code == 0
    assert found.json
    told = advise("doctor", "--json", home=own_home, ADVISOR_EMBEDDER=model)
    assert told.json["ok"]
    state, text = finding(told, "Embedder")
    assert state == "ok"
    assert text.startswith("model@")
    assert text.endswith("set by ADVISOR_EMBEDDER")
    told = advise("ask", QUESTION, home=own_home)
    assert told.code == 1
    assert "filled with 'model@" in told.err


def test_an_embedder_that_is_not_here_is_told_once(advise: Advise) -> None:
    told = advise("doctor", "--json", ADVISOR_EMBEDDER="no-such-model")
    assert told.code == 1
    faults = [check for check in told.json["checks"] if check["state"] == "fault"]
    assert [check["name"] for check in faults] == ["Embedder"]
    assert "ADVISOR_EMBEDDER is 'no-such-model', which is not on this machine." in faults[0]["text"]
    told = advise("ask", QUESTION, ADVISOR_EMBEDDER="no-such-model")
    assert told.code == 1
    assert "`hf download OWNER/NAME`" in told.err


def test_the_packaged_embedder_may_be_named(advise: Advise) -> None:
    told = advise("search", "--json", QUESTION, ADVISOR_EMBEDDER="all-MiniLM-L6-v2")
    assert told.json == advise("search", "--json", QUESTION).json


def test_search_shows_the_order_of_a_reranker(advise: Advise, small_cross_encoder: Path) -> None:
    own = advise("search", "-k", "20", "--json", QUESTION)
    told = advise(
        "search", "-k", "20", "--json", QUESTION, ADVISOR_RERANKER=str(small_cross_encoder)
    )
    assert told.code == 0
    assert told.json != own.json
    told = advise("doctor", "--json", ADVISOR_RERANKER=str(small_cross_encoder))
    assert finding(told, "Reranker")[1].startswith("model@")


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_reranker_that_is_not_here_is_told(advise: Advise, command: str) -> None:
    told = advise(command, QUESTION, ADVISOR_RERANKER="no-such-model")
    assert told.code == 1
    assert "ADVISOR_RERANKER is 'no-such-model', which is not on this machine." in told.err
    assert "Next: Set ADVISOR_RERANKER" in told.err


def test_doctor_tells_of_a_reranker_only_where_one_is_named(advise: Advise) -> None:
    names = [check["name"] for check in advise("doctor", "--json").json["checks"]]
    assert "Reranker" not in names
    told = advise("doctor", "--json", ADVISOR_RERANKER="no-such-model")
    assert finding(told, "Reranker")[0] == "fault"

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from ollama_server import Model, OllamaServer

from cli.commands import SECRET, Advise, Outcome


def filled_by(embedder: str, home: Path) -> None:
    """Have the library say that another embedder filled it."""
    with closing(sqlite3.connect(home / "library" / "library.db")) as db, db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'embedder'", (embedder,))


def states(told: Outcome) -> dict[str, str]:
    return {check["name"]: check["state"] for check in told.json["checks"]}


def hint(told: Outcome, name: str) -> str:
    return next(str(c["hint"]) for c in told.json["checks"] if c["name"] == name)


def test_all_is_well_without_a_model_server(advise: Advise) -> None:
    told = advise("doctor", "--json")
    assert (told.code, told.json["ok"], told.err) == (0, True, "")
    assert states(told).pop("Ollama") == "remark"
    assert set(states(told).values()) == {"ok", "remark"}
    assert "ollama serve" in hint(told, "Ollama")


def test_lost_vectors_are_a_fault_that_repair_mends(advise: Advise, own_home: Path) -> None:
    shutil.rmtree(own_home / "library" / "chroma")
    told = advise("doctor", "--json", home=own_home)
    assert (told.code, states(told)["Vectors"]) == (1, "fault")
    assert hint(told, "Vectors") == "Run `advisor doctor --repair`."
    assert states(advise("doctor", "--repair", "--json", home=own_home))["Vectors"] == "ok"
    assert advise("doctor", home=own_home).code == 0


def test_vectors_of_another_embedder_are_a_fault_that_repair_leaves(
    advise: Advise, own_home: Path
) -> None:
    filled_by("other@1", own_home)
    told = advise("doctor", "--json", home=own_home)
    assert (told.code, states(told)["Vectors"]) == (1, "fault")
    assert "advisor sync --rebuild" in hint(told, "Vectors")
    told = advise("doctor", "--repair", home=own_home)
    assert told.code == 1
    assert "filled with 'other@1'" in told.err
    assert "advisor sync --rebuild" in told.err


@pytest.mark.parametrize("args", [(), ("--repair",)])
def test_a_damaged_library_is_told(advise: Advise, own_home: Path, args: tuple[str, ...]) -> None:
    shutil.rmtree(own_home / "library")
    (own_home / "library").mkdir()
    (own_home / "library" / "library.db").write_bytes(b"no database " * 1000)
    told = advise("doctor", *args, home=own_home)
    assert told.code == 1
    assert "cannot be read: file is not a database" in told.out + told.err
    assert "Move the file away" in told.out + told.err


def test_a_home_that_is_a_file_is_a_fault(advise: Advise, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = advise("doctor", "--json", home=tmp_path / "file")
    assert (told.code, states(told)["Folder"]) == (1, "fault")
    assert "ADVISOR_HOME" in hint(told, "Folder")


def test_the_models_of_a_server_are_named_with_their_context(
    advise: Advise, ollama: OllamaServer
) -> None:
    told = advise("doctor", OLLAMA_HOST=ollama.url)
    assert told.code == 0
    assert "advisor-small:latest (context 8192), advisor-tiny:latest (context 2048)" in told.out
    assert "nomic" not in told.out
    assert "ollama:advisor-small:latest writes (on this machine)" in told.out


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("ollama:nomic-embed-text", "is not a chat model"),
        ("ollama:missing", "not on the server (chat models there: advisor-small:latest"),
        ("nonsense", "ADVISOR_MODEL"),
        ("openai:gpt-4o-mini", "needs a key"),
    ],
)
def test_a_model_that_cannot_write_is_a_fault(
    advise: Advise, ollama: OllamaServer, model: str, said: str
) -> None:
    told = advise("doctor", OLLAMA_HOST=ollama.url, ADVISOR_MODEL=model)
    assert told.code == 1
    fault = next(line for line in told.out.splitlines() if line.startswith("fault"))
    assert said in fault


def test_a_server_without_a_chat_model_is_a_remark(advise: Advise) -> None:
    with OllamaServer([Model("nomic-embed-text", capabilities=("embedding",))]) as server:
        told = advise("doctor", OLLAMA_HOST=server.url)
    assert told.code == 0
    assert "no local chat model" in told.out
    assert "ollama pull" in told.out


def test_keys_are_named_and_never_shown(advise: Advise) -> None:
    told = advise("doctor", ADVISOR_API_KEY=SECRET, GROQ_API_KEY=SECRET)
    assert "present: ADVISOR_API_KEY, GROQ_API_KEY" in told.out
    assert SECRET not in told.out + told.err


def test_a_slip_of_the_pen_is_a_remark(advise: Advise) -> None:
    told = advise("doctor", ADVISOR_MODLE="none")
    assert told.code == 0
    assert "ADVISOR_MODLE is no setting and changes nothing; ADVISOR_MODEL may be meant" in told.out

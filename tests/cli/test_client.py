"""`advisor client`: papers and conversation of one are never found by another, nor by all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.commands import Advise

NAME = "Example / Nord"
ASKED = "Where is the zebra protocol kept?"


@pytest.fixture
def spaces(own_home: Path, advise: Advise, tmp_path: Path) -> Advise:
    """A home with two clients, one of which has a paper."""

    def act(*args: str, **more: str) -> object:
        return advise(*args, home=own_home, ADVISOR_MODEL="none", **more)

    paper = tmp_path / "zebra.md"
    paper.write_text("# Policy\n\nThe clinic keeps the zebra protocol in building seven, always.\n")
    assert advise("client", "new", NAME, home=own_home).code == 0
    assert advise("client", "new", "Other", home=own_home).code == 0
    synced = advise("client", "sync", NAME.upper(), str(paper), home=own_home)
    assert "1 papers stored" in synced.err
    return act  # type: ignore[return-value]


def test_a_paper_is_found_in_its_clients_conversation_only(spaces: Advise) -> None:
    own = spaces("client", "ask", NAME, ASKED, "--keep", "--json").json
    assert "building seven" in own["answer"]
    assert not spaces("client", "ask", "Other", ASKED, "--json").json["grounded"]
    assert not spaces("ask", ASKED, "--json").json["grounded"]
    assert "zebra" not in spaces("search", "zebra protocol", "--json").out.split('"hits"')[1]
    assert "zebra" not in spaces("library", "--json").out
    shown = spaces("client", "show", NAME, "--json").json
    assert shown["turns"][0] == {"role": "user", "content": ASKED}
    assert len(shown["kept"]) == 1
    assert shown["papers"] == ["zebra.md"]
    assert spaces("client", "show", "Other", "--json").json["kept"] == []


def test_a_deleted_client_is_gone_for_good(spaces: Advise, own_home: Path) -> None:
    assert spaces("client", "delete", NAME, "--yes").code == 0
    assert [one["name"] for one in spaces("client", "list", "--json").json["clients"]] == ["Other"]
    assert not any(b"zebra" in path.read_bytes() for path in own_home.rglob("*") if path.is_file())
    assert spaces("client", "show", NAME).code == 2
    assert not spaces("ask", ASKED, "--json").json["grounded"]


def test_a_clients_brief_holds_what_is_kept(spaces: Advise, tmp_path: Path) -> None:
    costs = "requests_per_day=3k input_tokens=800 output_tokens=200 api_model=openai:gpt-4o"
    said = spaces("client", "set", NAME, "data=stays", *costs.split(), "open_model=llama 70b")
    assert said.code == 0, said.err
    spaces("client", "ask", NAME, ASKED, "--keep")
    assert spaces("client", "decide", NAME).out.strip().startswith("Recommendation: open")
    out = tmp_path / "brief.md"
    assert spaces("brief", NAME, "--out", str(out)).code == 0
    text = out.read_text()
    assert "building seven" in text
    assert "3,000 requests a day" in text
    assert "Data that may not leave your systems settles the choice" in text
    exported = tmp_path / "kept.json"
    assert spaces("client", "export", NAME, "--out", str(exported)).code == 0
    kept = json.loads(exported.read_text())
    assert kept["profile"] == {"data": "stays"}
    assert kept["decisions"][0]["choice"] == "open"
    again = spaces("client", "export", NAME, "--out", str(exported))
    assert (again.code, json.loads(exported.read_text())) == (2, kept)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("new", "example / NORD"), "There is a client 'Example / Nord' already"),
        (("new", "///"), "needs a name"),
        (("show", "Nobody"), "Clients: Example / Nord, Other"),
        (("set", NAME, "data=gold"), "'gold' is no answer to 'data'"),
        (("set", NAME, "data"), "KEY=VALUE"),
        (("sync", NAME, "nowhere.md"), "Skipped"),
    ],
)
def test_what_cannot_be_done_is_told(spaces: Advise, args: tuple[str, ...], told: str) -> None:
    failed = spaces("client", *args)
    assert failed.code in {1, 2}
    assert told in failed.err
    assert spaces("client", "show", NAME, "--json").json["profile"] == {}


def test_an_archived_client_answers_nothing_until_restored(spaces: Advise) -> None:
    spaces("client", "archive", NAME)
    assert "is archived" in spaces("client", "ask", NAME, ASKED).err
    spaces("client", "restore", NAME)
    assert spaces("client", "ask", NAME, ASKED).code == 0

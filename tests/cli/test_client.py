"""`advisor client`: papers and conversation of one are never found by another, nor by all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cli.commands import Advise, Outcome, here, typed

NAME = "Example / Nord"
PAPER = "# Policy\n\nThe clinic keeps the zebra protocol in building seven, always.\n"
ASKED = "Where is the zebra protocol kept?"


@pytest.fixture(scope="module")
def two_clients(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two clients, one of which has a paper."""
    folder = tmp_path_factory.mktemp("two")
    own, paper = Path(shutil.copytree(home, folder / "home")), folder / "zebra.md"
    paper.write_text(PAPER)
    assert here(own, "client", "new", NAME).code == 0
    assert here(own, "client", "new", "Other").code == 0
    synced = here(own, "client", "sync", NAME.upper(), str(paper))
    assert "1 papers stored" in synced.err
    return own


@pytest.fixture
def own_home(two_clients: Path, tmp_path: Path) -> Path:
    """Such a home that a test may change."""
    return Path(shutil.copytree(two_clients, tmp_path / "home"))


@pytest.fixture
def spaces(own_home: Path, advise: Advise) -> Advise:
    """Run a command over it."""

    def act(*args: str, **more: str) -> Outcome:
        return advise(*args, home=own_home, ADVISOR_MODEL="none", **more)

    return act


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
    (paper,) = spaces("client", "papers", NAME, "--json").json["papers"]
    assert shown["papers"] == [paper]
    assert (paper["path"], paper["source"]) == ("zebra.md", "client-zebra-md")
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
        (("set", NAME, "data=stays", "colour=red"), "no assumption 'colour'"),
        (("set", NAME, "data=stays", "requests_per_day=-3"), "below zero"),
        (("set", NAME, "data=stays", "cost.latency=never"), "latency"),
        (("new", "x" * 5000), "5000 characters"),
        (("show", "../../library"), "no client '../../library'"),
        (("ask", NAME, "???"), "no question"),
        (("ask", "Nobody", ASKED), "no client 'Nobody'"),
        (("decide", NAME), "nothing to decide from"),
        (("drop", NAME, "1"), "no kept answer 1"),
        (("note", NAME, " "), "nothing to write down"),
        (("sync", NAME), "Name a file"),
        (("papers", NAME, "--remove", "zebra"), "no source 'zebra'"),
        (("delete", "Nobody", "--yes"), "no client 'Nobody'"),
        (("sync", NAME, "nowhere.md"), "Skipped"),
    ],
)
def test_what_cannot_be_done_is_told(spaces: Advise, args: tuple[str, ...], told: str) -> None:
    failed = spaces("client", *args)
    assert failed.code in {1, 2}
    assert told in failed.err
    assert spaces("client", "show", NAME, "--json").json["profile"] == {}


def test_an_archived_client_rests_until_it_is_restored(spaces: Advise, tmp_path: Path) -> None:
    spaces("client", "archive", NAME)
    for command in (("ask", NAME, ASKED), ("set", NAME, "data=stays"), ("note", NAME, "x"),
                    ("sync", NAME, str(tmp_path)), ("decide", NAME), ("drop", NAME, "1"),
                    ("papers", NAME, "--remove", "client-zebra-md")):  # fmt: skip
        refused = spaces("client", *command)
        assert (refused.code, "is archived" in refused.err) == (2, True), command
    spaces("client", "restore", NAME)
    assert spaces("client", "ask", NAME, ASKED).code == 0


def test_where_both_have_a_key_the_costs_have_a_prefix(spaces: Advise) -> None:
    said = spaces("client", "set", NAME, "latency=interactive", "requests-per-day=3k",
                  "cost.latency=batch", "data=stays")  # fmt: skip
    assert said.code == 0, said.err
    assert spaces("client", "set", NAME, "latency=").code == 0
    shown = spaces("client", "show", NAME, "--json").json
    assert shown["profile"] == {"data": "stays"}
    assert shown["costs"] == {"latency": "batch", "requests_per_day": "3k"}


def test_the_conversation_goes_on_and_what_is_kept_is_shown(spaces: Advise) -> None:
    spaces("client", "ask", NAME, "Is an open model cheaper at high volume?", "--keep")
    asked = spaces("client", "ask", NAME, "And for privacy?", "--keep", "--json").json
    assert asked["standalone_question"] != "And for privacy?"
    assert spaces("client", "drop", NAME, "1").code == 0
    assert spaces("client", "note", NAME, "Ask the board.").code == 0
    shown = spaces("client", "show", NAME).out
    assert "1. And for privacy?" in shown
    assert "Conversation, 2 questions asked" in shown
    assert "Ask the board." in shown
    assert "2. " not in shown


def test_a_questionnaire_is_answered_from_the_clients_papers(
    spaces: Advise, tmp_path: Path
) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text(f"Question\n{ASKED}\nWhat is a hybrid approach?\n")
    out = tmp_path / "answers.jsonl"
    assert spaces("batch", str(asked), "--out", str(out), "--client", NAME).code == 0
    own, general = (json.loads(line) for line in out.read_text().splitlines())
    assert "building seven" in own["text"]
    assert general["person"] == ""
    assert spaces("client", "show", NAME, "--json").json["turns"] == []
    shared = tmp_path / "shared.jsonl"
    assert spaces("batch", str(asked), "--out", str(shared)).code == 0
    assert "building seven" not in shared.read_text()
    unknown = spaces("batch", str(asked), "--out", str(tmp_path / "u.md"), "--client", "Nobody")
    assert (unknown.code, "no client 'Nobody'" in unknown.err) == (2, True)


def test_a_paper_is_taken_out(spaces: Advise) -> None:
    assert spaces("client", "papers", NAME, "--remove", "client-zebra-md").code == 0
    assert spaces("client", "papers", NAME, "--json").json == {"papers": []}
    assert not spaces("client", "ask", NAME, ASKED, "--json").json["grounded"]


def test_deletion_is_asked_about(own_home: Path) -> None:
    for lines in ("n\n", ""):
        assert typed(own_home, lines, "client", "delete", NAME).code == 1
        assert len(list((own_home / "clients").iterdir())) == 2
    assert typed(own_home, "y\n", "client", "delete", NAME).code == 0
    assert len(list((own_home / "clients").iterdir())) == 1


def test_a_damaged_client_is_told_and_can_be_deleted(spaces: Advise, own_home: Path) -> None:
    (broken,) = (own_home / "clients").glob("other-*")
    (broken / "client.db").write_bytes(b"no database" * 400)
    listed = spaces("client", "list", "--json").json
    assert [one["name"] for one in listed["clients"]] == [NAME]
    assert listed["broken"] == [broken.name]
    assert "cannot be used" in spaces("client", "show", "Other").err
    assert spaces("client", "delete", "Other", "--yes").code == 0
    assert spaces("client", "list", "--json").json["broken"] == []

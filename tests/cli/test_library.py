from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from cli.commands import Advise, Outcome, run, start


def test_library_lists_sources_and_documents(advise: Advise) -> None:
    listed = advise("library", "--json").json
    first, *others = listed["sources"]
    assert first["id"] == "guide"
    assert others
    assert all(one["id"].startswith("profile-") and one["documents"] == 1 for one in others)
    assert first["documents"] + len(others) == len(listed["documents"])
    for document in listed["documents"]:
        assert document["source"] == "guide" or document["source"].startswith("profile-")
        assert document["path"].endswith(".md")
        assert document["chunks"] > 0
        assert date.fromisoformat(document["as_of"])


def test_library_shows_the_documents_of_a_source_unfolded(advise: Advise) -> None:
    shown = advise("library", "guide")
    assert (shown.code, shown.err) == (0, "")
    listed = advise("library", "--json").json["documents"]
    own = [document for document in listed if document["source"] == "guide"]
    assert len(shown.out.splitlines()) == 1 + len(own)
    whole = advise("library").out
    assert len(whole.splitlines()) == 3
    assert "Profiles of vendors, built in" in whole


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_reader_who_leaves_is_no_error(home: Path, form: tuple[str, ...]) -> None:
    process = start(home, "library", *form)
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert err == ""
    assert process.returncode in {1, 141}


def test_a_screen_without_a_letter_shows_another(home: Path) -> None:
    named = run(home, "library", "guide", PYTHONIOENCODING="ascii")
    assert (named.code, named.err) == (0, "")


@pytest.mark.parametrize("command", ["remove", "library"])
def test_an_unknown_source_is_told_with_the_next_step(advise: Advise, command: str) -> None:
    told = advise(command, "nowhere")
    assert told.code == 2
    assert "no source 'nowhere'" in told.err
    assert "Next: Run `advisor library`" in told.err


def test_remove_takes_a_source_out(
    advise: Advise, odd: tuple[Path, Outcome], tmp_path: Path
) -> None:
    own = Path(shutil.copytree(odd[0], tmp_path / "home"))
    assert "Removed odd (3 pages)" in advise("remove", "odd", home=own).err
    left = advise("library", "--json", home=own).json
    assert "odd" not in [source["id"] for source in left["sources"]]
    assert advise("doctor", home=own).code == 0
    assert not [
        hit
        for hit in advise("search", "Quokka model", "--json", home=own).json["hits"]
        if hit["source"] == "odd"
    ]

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.brief.records import Brief, Bullets, Callout, Note, Section, Table, text
from advisor.brief.write import FORMATS, Format, Written, file_name, format_of, render, save
from advisor.errors import BriefExistsError, BriefFileError
from brief.sample import DAY, sample

STARTS: dict[Format, bytes] = {
    "docx": b"PK",
    "pdf": b"%PDF-",
    "md": b"# Open",
    "html": b"<!doctype html>",
}


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_takes_a_brief_as_people_wrote_it(form: Format) -> None:
    assert render(sample(), form).data.startswith(STARTS[form])


@pytest.mark.parametrize("form", ["pdf", "md", "html"])
def test_the_same_brief_is_the_same_file(form: Format) -> None:
    assert render(sample(), form).data == render(sample(), form).data


@pytest.mark.parametrize("form", FORMATS)
def test_endless_words_are_written(form: Format) -> None:
    word = "x" * 3000
    blocks = (
        Callout(word, text(word), "open"),
        Bullets((text(word, 1),)),
        Table(word, (word, "b"), ((text(word), text(word)),), (1,), (0.9, 0.1)),
        Note(1, word, word, word, f"https://example.org/{word}", word, DAY),
    )
    brief = Brief(word, word, DAY, (Section("summary", "Summary", blocks),))
    assert render(brief, form).data


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text("mine")
    with pytest.raises(BriefExistsError, match="nothing was written"):
        save(Written(b"new"), file)
    assert file.read_text() == "mine"
    save(Written(b"new"), file, force=True)
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"new"]


def test_a_place_that_cannot_be_written_is_told_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BriefFileError, match="cannot be written"):
        save(Written(b"new"), tmp_path / "nowhere" / "brief.md")
    with pytest.raises(BriefFileError, match="cannot be written"):
        save(Written(b"new"), tmp_path / "folder", force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(
    ("client", "name"),
    [
        ("../../etc/passwd", "brief-etc-passwd-2026-11-27.md"),
        ("C:\\Users\\x", "brief-c-users-x-2026-11-27.md"),
        ("Łódź Klinik GmbH & Co.", "brief-łódź-klinik-gmbh-co-2026-11-27.md"),
        ("...", "brief-client-2026-11-27.md"),
        ("a" * 500, f"brief-{'a' * 60}-2026-11-27.md"),
        ("a\x00b\nc", "brief-a-b-c-2026-11-27.md"),
    ],
)
def test_a_clients_name_is_no_path(client: str, name: str) -> None:
    assert file_name(client, DAY, "md") == name


def test_the_ending_names_the_format() -> None:
    assert format_of(Path("a/b.DOCX")) == "docx"
    assert format_of(Path("a.htm")) == "html"
    assert format_of(Path("a.odt")) is None


def test_cleaning_takes_out_control_characters_and_bad_links(brief: Brief) -> None:
    assert "\x07" not in brief.client
    assert "\u202e" not in brief.client
    assert "javascript:alert(1)" not in str(brief)

"""The profiles of vendors: one format, pages that exist, and words of our own."""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
FOLDER = KNOWLEDGE / "vendors"
SIDES = {"open", "proprietary", "both", "infrastructure"}
SHORTEST, LONGEST = 150, 350  # words of the prose
RUN = 12  # words in a row that would be a quotation
MARKUP = re.compile(r"<(script|style).*?</\1>|<[^>]*>|\]\([^)]*\)", re.DOTALL)
ENDS = re.compile(r"(?<=\.)\s+(?=[A-Z])")

VENDORS = sorted(file.stem for file in FOLDER.glob("*.toml") if file.stem != "aspects")


@pytest.fixture(scope="module")
def aspects() -> list[str]:
    table = _toml(FOLDER / "aspects.toml")
    return [key for key, aspect in table.items() if aspect["title"]]


@pytest.fixture(scope="module")
def addresses(shared: Path) -> set[tuple[str, str]]:
    """Give each page that was read, as (its vendor's folder, its public address)."""
    manifest = shared / "vendor-docs" / "MANIFEST.tsv"
    with manifest.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["local_path"].split("/")[0], row["public_url"]) for row in rows}


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_profile_tells_of_every_aspect_in_order(vendor: str, aspects: list[str]) -> None:
    profile = _profile(vendor)
    assert profile["vendor"] == vendor
    assert vendor in _toml(KNOWLEDGE / "vendors.toml")
    assert profile["title"]
    assert profile["side"] in SIDES
    assert type(profile["as_of"]) is date
    assert list(profile["facts"]) == aspects


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_prose_is_short_and_plain(vendor: str) -> None:
    prose = _profile(vendor)["profile"]
    assert SHORTEST <= len(prose.split()) <= LONGEST
    assert not re.search(r"^\s*([-*#>]|\d+\.)\s|https?://", prose, re.MULTILINE)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_fact_is_said_or_not_stated_on_a_dated_page(vendor: str) -> None:
    profile = _profile(vendor)
    for aspect, fact in profile["facts"].items():
        assert set(fact) - {"says", "not_stated"} == {"source", "as_of"}, aspect
        assert ("says" in fact) != ("not_stated" in fact), aspect
        assert fact["source"].startswith("https://"), aspect
        assert type(fact["as_of"]) is date, aspect
        assert fact["as_of"] <= profile["as_of"], aspect
        sentences = ENDS.split(_text(fact))
        assert len(sentences) <= 3, aspect
        assert sentences[-1].endswith("."), aspect


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_fact_names_whom_it_is_about(vendor: str) -> None:
    profile, names = _profile(vendor), _toml(KNOWLEDGE / "vendors.toml")[vendor]
    known = {profile["title"], names["name"], *names["also"]}
    for aspect, fact in profile["facts"].items():
        assert any(name.casefold() in _text(fact).casefold() for name in known), aspect


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_source_is_a_page_of_this_vendor(vendor: str, addresses: set[tuple[str, str]]) -> None:
    for aspect, fact in _profile(vendor)["facts"].items():
        assert (vendor, fact["source"]) in addresses, aspect


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.usefixtures("addresses")
def test_nothing_is_copied_from_the_pages(vendor: str, shared: Path) -> None:
    pages = (shared / "vendor-docs" / vendor).rglob("*.*")
    texts = [page.read_text("utf-8") for page in pages if page.suffix not in {".pdf", ".docx"}]
    theirs = {run for text in texts for run in _runs(MARKUP.sub(" ", unescape(text)))}
    profile = _profile(vendor)
    ours = [profile["profile"], *map(_text, profile["facts"].values())]
    assert [run for text in ours for run in _runs(text) if run in theirs] == []


def _runs(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return [" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


def _text(fact: dict[str, Any]) -> str:
    text: str = fact.get("says") or fact["not_stated"]
    return text


def _profile(vendor: str) -> dict[str, Any]:
    return _toml(FOLDER / f"{vendor}.toml")


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))

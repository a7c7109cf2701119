"""The list of sources names who speaks, for which side, under which licence, and when."""

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FIELDS = {"id", "title", "party", "stance", "url", "licence", "as_of"}
PARTIES = {"article", "vendor", "independent"}
STANCES = {"open", "proprietary", "both", "infrastructure"}
ARTICLE_DATE = date(2026, 3, 30)
LIST_CHECKED = date(2026, 11, 22)


def test_guide_and_article_come_first(sources: list[dict[str, Any]]) -> None:
    guide, article, *rest = sources
    assert (guide["id"], guide["party"], guide["stance"]) == ("guide", "article", "both")
    assert guide["licence"] == "Apache-2.0 (own words)"
    assert article["id"] == "article"
    assert article["url"].endswith("/wp-json/wp/v2/posts/2860")
    assert guide["as_of"] == article["as_of"] == ARTICLE_DATE
    assert all(entry["party"] != "article" for entry in rest)


def test_every_source_has_every_field_filled(sources: list[dict[str, Any]]) -> None:
    for entry in sources:
        expected = FIELDS if entry["party"] == "article" else FIELDS | {"vendor"}
        assert set(entry) == expected, entry["id"]
        assert all(str(text).strip() for text in entry.values())


def test_ids_and_addresses_are_unique(sources: list[dict[str, Any]]) -> None:
    assert len({entry["id"] for entry in sources}) == len(sources)
    assert len({entry["url"] for entry in sources}) == len(sources)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["id"]) for entry in sources)


def test_parties_and_stances_are_known(sources: list[dict[str, Any]]) -> None:
    assert {entry["party"] for entry in sources} == PARTIES
    assert {entry["stance"] for entry in sources} == STANCES


def test_addresses_are_https_and_free_of_spaces(sources: list[dict[str, Any]]) -> None:
    for entry in sources:
        parts = urlsplit(entry["url"])
        assert parts.scheme == "https", entry["id"]
        assert parts.netloc
        assert " " not in entry["url"]


def test_github_pages_are_taken_raw(sources: list[dict[str, Any]]) -> None:
    assert not [entry["id"] for entry in sources if "//github.com/" in entry["url"]]


def test_at_least_thirty_addresses_of_at_least_twenty_eight_vendors(
    sources: list[dict[str, Any]],
) -> None:
    vendors = [entry["vendor"] for entry in sources if entry["party"] == "vendor"]
    assert len(vendors) >= 30
    assert len(set(vendors)) >= 28


def test_osi_and_the_transparency_index_are_independent(sources: list[dict[str, Any]]) -> None:
    independent = {entry["vendor"] for entry in sources if entry["party"] == "independent"}
    assert independent == {"osi", "fmti"}


def test_dates_are_dates_of_the_last_check(sources: list[dict[str, Any]]) -> None:
    dates = {entry["as_of"] for entry in sources if entry["party"] != "article"}
    assert dates == {LIST_CHECKED}


def test_both_sides_have_sources(sources: list[dict[str, Any]]) -> None:
    for stance in ("open", "proprietary", "infrastructure"):
        assert sum(entry["stance"] == stance for entry in sources) >= 10


def test_addresses_and_unclear_licences_agree_with_the_list_of_vendor_pages(
    sources: list[dict[str, Any]], shared: Path
) -> None:
    manifest = shared / "vendor-docs" / "MANIFEST.tsv"
    if not manifest.exists():
        return  # the vendors' pages lie only beside a developer's checkout; they are not ours
    with manifest.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    known = {_raw(row["public_url"]): row for row in rows}
    for entry in sources:
        if entry["party"] != "article":
            row = known[entry["url"]]
            assert entry["vendor"] == row["vendor"]
            assert (entry["licence"] == "unclear") == row["licence"].startswith("unclear")


def _raw(url: str) -> str:
    """Give the address of the plain file behind a page of GitHub."""
    return re.sub(
        r"^https://github\.com/(.+?)/blob/", r"https://raw.githubusercontent.com/\1/", url
    )

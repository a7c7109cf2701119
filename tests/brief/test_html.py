from __future__ import annotations

from base64 import b64decode

import pytest
from bs4 import BeautifulSoup

from advisor.brief.html import html
from advisor.brief.records import Brief
from brief.sample import SHOWN


@pytest.fixture(scope="module")
def page(brief: Brief) -> BeautifulSoup:
    return BeautifulSoup(html(brief), "lxml")


def test_it_is_one_file_that_loads_and_runs_nothing(page: BeautifulSoup) -> None:
    assert not page.find_all(["script", "link", "iframe", "object", "form"])
    assert all(str(one["src"]).startswith("data:image/png;base64,") for one in page("img"))
    policy = page.select_one("meta[http-equiv]")
    assert policy
    assert str(policy["content"]).startswith("default-src 'none'")


def test_what_clients_write_stays_text(page: BeautifulSoup) -> None:
    assert SHOWN in [item.text.strip() for item in page("li")]
    assert not [a for a in page("a", href=True) if str(a["href"]).startswith("javascript")]


def test_every_link_inside_leads_somewhere(page: BeautifulSoup) -> None:
    ids = {str(one["id"]) for one in page.select("[id]")}
    inside = {str(a["href"])[1:] for a in page.select('a[href^="#"]')}
    assert {"summary", "cost", "evidence", "note-1", "note-2"} <= inside <= ids


def test_charts_have_a_name_and_their_figures_in_a_table(page: BeautifulSoup) -> None:
    figures = page("figure")
    assert len(figures) == 4
    for figure in figures:
        assert figure.img
        assert figure.figcaption
        assert figure.img["alt"] == figure.figcaption.text
        assert b64decode(str(figure.img["src"]).partition(",")[2]).startswith(b"\x89PNG")
        assert figure.find("table")


def test_numbers_are_set_right(page: BeautifulSoup) -> None:
    cell = page.find("td", string="39,000")
    assert cell
    assert cell.get("class") == ["n"]

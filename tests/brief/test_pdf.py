from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from advisor.brief.pdf import Pdf, pdf
from advisor.brief.records import Brief, Paragraph, Section, text
from brief.sample import DAY, SHOWN


@pytest.fixture(scope="module")
def made(brief: Brief) -> Pdf:
    return pdf(brief)


@pytest.fixture(scope="module")
def paper(made: Pdf) -> PdfReader:
    return PdfReader(BytesIO(made.data))


def test_the_outline_leads_to_each_section_and_subheading(paper: PdfReader, brief: Brief) -> None:
    outline: list[Any] = paper.outline
    titles = [one["/Title"] for one in outline if not isinstance(one, list)]
    assert titles == [section.title for section in brief.sections]
    assert [one["/Title"] for one in outline if isinstance(one, list) for one in one] == [
        "Three ways"
    ]


def test_the_contents_name_the_page_that_a_section_is_on(paper: PdfReader) -> None:
    cover = paper.pages[0].extract_text()
    entry = next(line for line in cover.splitlines() if line.startswith("Evidence"))
    page = int(entry.split()[-1])
    assert "Numbered." in paper.pages[page - 1].extract_text()


def test_pages_are_numbered(paper: PdfReader) -> None:
    assert f"Page 2 of {len(paper.pages)}" in paper.pages[1].extract_text()


def test_what_clients_write_stays_text(paper: PdfReader) -> None:
    assert SHOWN in paper.pages[1].extract_text()


def test_links_lead_to_notes_and_to_pages_only(paper: PdfReader) -> None:
    actions = [
        annotation.get_object().get("/A", {})
        for page in paper.pages
        for annotation in page.get("/Annots", [])
    ]
    assert {one["/URI"] for one in actions if "/URI" in one} == {
        "https://example.org/privacy?a=1&b=2"
    }
    inside = [
        annotation.get_object()
        for annotation in paper.pages[1].get("/Annots", [])
        if "/Dest" in annotation.get_object()
    ]
    assert len(inside) == 3
    evidence = [
        page.indirect_reference for page in paper.pages if "Numbered." in page.extract_text()
    ]
    assert [one["/Dest"].get_object()[0].indirect_reference for one in inside] == evidence[:1] * 3


def test_letters_the_font_lacks_are_told(made: Pdf) -> None:
    assert set(made.unshown) == set("株式会社")
    plain = Brief("T", "Łódź", DAY, (Section("summary", "S", (Paragraph(text("Ω é ž")),)),))
    assert not pdf(plain).unshown

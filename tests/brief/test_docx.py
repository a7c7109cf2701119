from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from advisor.brief.docx import OWN_TEMPLATE, docx
from advisor.brief.records import Brief, Section
from advisor.errors import TemplateError
from brief.sample import DAY, SHOWN


@pytest.fixture(scope="module")
def word(brief: Brief) -> WordDocument:
    return Document(BytesIO(docx(brief)))


def test_sections_are_real_headings_in_order(word: WordDocument, brief: Brief) -> None:
    headings = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [section.title for section in brief.sections]


def test_no_field_and_no_mark_is_left(word: WordDocument) -> None:
    xml = word.element.xml
    assert "{{ client }}" not in xml
    assert "{{ summary }}" not in xml
    assert "[summary-" not in xml


def test_what_clients_write_is_never_run(word: WordDocument) -> None:
    said = [p.text.strip() for p in word.paragraphs]
    assert SHOWN in said
    assert f"for Łódź Klinik 株式会社 {SHOWN}" in said
    assert SHOWN in word.sections[0].header.paragraphs[0].text


def test_charts_have_alternative_texts(word: WordDocument) -> None:
    about = [shape._inline.docPr for shape in word.inline_shapes]
    assert len(about) == 4
    assert about[0].get("descr").startswith("Six of seven answers pull towards open models. ")
    assert "Question Data sensitivity, Score +1.00" in about[0].get("descr")


def test_notes_lead_to_the_evidence(word: WordDocument) -> None:
    xml = word.element.xml
    assert xml.count('w:anchor="note_1"') == 2
    assert 'w:name="note_1"' in xml
    links = [one.target_ref for one in word.part.rels.values() if one.is_external]
    assert links == ["https://example.org/privacy?a=1&b=2"]


def test_bookmarks_of_a_template_are_not_counted_twice(brief: Brief, tmp_path: Path) -> None:
    firm = tmp_path / "firm.docx"
    template = Document(str(OWN_TEMPLATE))
    mark = template.element.makeelement(qn("w:bookmarkStart"), {qn("w:id"): "1"})
    template.paragraphs[0]._p.append(mark)
    template.save(str(firm))
    word = Document(BytesIO(docx(brief, firm)))
    ids = [one.get(qn("w:id")) for one in word.element.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len(set(ids)) == 1 + len(brief.sections) + 2


def test_the_file_is_of_the_brief_and_of_nobody_else(word: WordDocument) -> None:
    about = word.core_properties
    assert (about.title, about.author) == ("Open or proprietary AI", "")
    assert about.created
    assert about.created.date() == DAY


def test_pages_are_numbered_and_the_contents_are_a_field(word: WordDocument) -> None:
    assert 'w:instr="PAGE"' in word.sections[0].footer._element.xml
    assert 'TOC \\o "1-1" \\h \\z' in word.element.xml


def test_table_heads_come_again_on_each_page(word: WordDocument) -> None:
    table = word.tables[-1]
    assert len(table.rows) == 41
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert table.style
    assert table.style.name == "Brief Table"


def test_a_second_numbered_list_starts_at_one(brief: Brief) -> None:
    cost = brief.sections[1]
    twice = Brief("T", "C", brief.date, (cost, Section("roadmap", "R", cost.blocks[-1:])))
    word = Document(BytesIO(docx(twice)))
    lists = [p._p for p in word.paragraphs if p.style and p.style.name == "List Number"]
    numbers = {one.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val for one in lists}
    assert len(numbers) == 2


def test_a_template_with_missing_fields_is_told_which(brief: Brief, tmp_path: Path) -> None:
    firm = _changed(tmp_path, ("{{ cost }}", ""), ("{{ date }}", "{{ logo }}"))
    with pytest.raises(TemplateError, match=r"\{\{ cost \}\}, \{\{ date \}\}.*: logo"):
        docx(brief, firm)


def test_a_template_with_missing_styles_is_told_which(brief: Brief, tmp_path: Path) -> None:
    firm = tmp_path / "firm.docx"
    word = Document(str(OWN_TEMPLATE))
    word.styles["Brief Note"].delete()
    word.save(str(firm))
    with pytest.raises(TemplateError, match="lacks the styles: Brief Note"):
        docx(brief, firm)


@pytest.mark.parametrize("words", ["{{ cost", "{{ ''.__class__.__mro__[1].__subclasses__() }}"])
def test_a_template_that_runs_code_is_refused(brief: Brief, tmp_path: Path, words: str) -> None:
    firm = _changed(tmp_path, ("for {{ client }}", f"for {{{{ client }}}} {words}"))
    with pytest.raises(TemplateError, match="cannot be read"):
        docx(brief, firm)


def test_a_field_inside_a_sentence_is_refused(brief: Brief, tmp_path: Path) -> None:
    firm = _changed(tmp_path, ("{{ cost }}", "Cost: {{ cost }}"))
    with pytest.raises(TemplateError, match=r"must have \{\{ cost \}\} alone"):
        docx(brief, firm)


@pytest.mark.parametrize("content", [b"", b"no document", None])
def test_what_is_no_document_is_told(brief: Brief, tmp_path: Path, content: bytes | None) -> None:
    firm = tmp_path / "firm.docx"
    if content is not None:
        firm.write_bytes(content)
    else:
        with ZipFile(firm, "w") as archive:
            archive.writestr("a.txt", "a")
    with pytest.raises(TemplateError, match="no Word document"):
        docx(brief, firm)


def test_a_firm_may_set_a_field_in_a_table(brief: Brief, tmp_path: Path) -> None:
    firm = tmp_path / "firm.docx"
    word = Document(str(OWN_TEMPLATE))
    place = next(p for p in word.paragraphs if "{{ summary }}" in p.text)
    place.runs[0].text = ""
    word.add_table(1, 1).cell(0, 0).paragraphs[0].text = "{{ summary }}"
    word.save(str(firm))
    filled = Document(BytesIO(docx(brief, firm)))
    assert filled.tables[-1].cell(0, 0).paragraphs[0].text == "Executive summary"


def _changed(folder: Path, *changes: tuple[str, str]) -> Path:
    """Give our template with some of its words changed."""
    firm = Path(shutil.copy(OWN_TEMPLATE, folder / "firm.docx"))
    word = Document(str(firm))
    for old, new in changes:
        for paragraph in word.paragraphs + word.sections[0].footer.paragraphs:
            for run in paragraph.runs:
                run.text = run.text.replace(old, new)
    word.save(str(firm))
    return firm

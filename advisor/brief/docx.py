"""A brief as a Word document: a template's fields filled, its own styles used.

The template's Jinja fields get short names only. A section's text never meets Jinja: its field
becomes a mark, and the paragraphs are built where the mark stands.
"""

# ruff: noqa: SLF001 - what python-docx has no words for is done on its XML elements

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import BadZipFile

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.shared import Cm, Length
from docx.text.paragraph import Paragraph as WordParagraph
from docxtpl import DocxTemplate
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment

from advisor.brief.charts import COLOURS, described, draw
from advisor.brief.records import (
    REMARKS,
    Block,
    Brief,
    Bullets,
    Callout,
    Chart,
    Note,
    Paragraph,
    Run,
    Section,
    Subheading,
    Table,
    Text,
)
from advisor.brief.word_xml import colour_edge, element, field_around, keep_rows_whole
from advisor.errors import TemplateError

SECTIONS = (
    "summary", "situation", "recommendation", "options", "cost", "risks", "shortlist", "roadmap",
    "questions", "evidence", "method",
)  # fmt: skip
"""The fields of a template that hold sections, in the order of the brief."""
FIELDS = frozenset({"title", "client", "date", *SECTIONS})
OWN_TEMPLATE = Path(__file__).parent / "assets" / "brief.docx"
_OPTIONAL = frozenset({"contents"})
_STYLES = (
    "Heading 1", "Heading 2", "List Bullet", "List Number", "Caption", "Brief Table", "Brief Cell",
    "Brief Callout", "Brief Note", "Brief Contents",
)  # fmt: skip
_TEXT_CM = 16.5
_PROPERTY = 255  # characters that a property may have
_SHORT = 12  # rows of a table that stays on one page


def docx(brief: Brief, template: Path = OWN_TEMPLATE) -> bytes:
    """Fill a template with a brief; a template that cannot hold it is a `TemplateError`."""
    marks = {name: f"[{name}-{uuid4().hex}]" for name in (*SECTIONS, *_OPTIONAL)}
    filled = _filled(template, {**marks, **_words(brief)})
    writer = _Writer(filled)
    by_id = {section.id: section for section in brief.sections}
    for name, mark in marks.items():
        for place in _places(filled, mark, name, template):
            if name == "contents":
                writer.contents(brief.sections, place)
            elif name in by_id:
                writer.section(by_id[name], place)
            place._p.getparent().remove(place._p)
    return _saved(filled, brief)


def _places(word: Document, mark: str, name: str, template: Path) -> list[WordParagraph]:
    """The paragraphs of the body, in tables too, that a mark stands for."""
    every = (WordParagraph(p, word._body) for p in word.element.body.iter(qn("w:p")))
    places = [one for one in every if mark in one.text]
    if any(one.text.strip() != mark for one in places) or (name in SECTIONS and not places):
        raise TemplateError(
            template, f"must have {{{{ {name} }}}} alone in a paragraph of its text"
        )
    return places


def _words(brief: Brief) -> dict[str, str]:
    return {"title": brief.title, "client": brief.client, "date": brief.day}


def _filled(template: Path, values: dict[str, str]) -> Document:
    """Fill the fields; Jinja runs in its sandbox, since a template may come from anywhere."""
    jinja = SandboxedEnvironment(autoescape=True)
    try:
        filling = DocxTemplate(template)
        _check(template, filling, filling.get_undeclared_template_variables(jinja))
        filling.render(values, jinja, autoescape=True)
    except JinjaError as error:
        raise TemplateError(template, f"has a field that cannot be read: {error}") from error
    except (OSError, OpcError, BadZipFile, KeyError, ValueError) as error:
        raise TemplateError(template, f"is no Word document (.docx): {error}") from error
    document: Document = filling.docx  # get_docx would read the template again
    return document


def _check(template: Path, filling: DocxTemplate, found: set[str]) -> None:
    """Name every field and style that is missing, and every field that nothing fills."""
    filling.init_docx()
    have = {style.name for style in filling.get_docx().styles}
    faults = {
        "lacks the fields": [f"{{{{ {name} }}}}" for name in sorted(FIELDS - found)],
        "asks for what a brief has not": sorted(found - FIELDS - _OPTIONAL),
        "lacks the styles": [name for name in _STYLES if name not in have],
    }
    said = "; ".join(f"{fault}: {', '.join(names)}" for fault, names in faults.items() if names)
    if said:
        raise TemplateError(template, said)


def _saved(word: Document, brief: Brief) -> bytes:
    about = word.core_properties
    about.title, about.subject = brief.title[:_PROPERTY], brief.client[:_PROPERTY]
    about.author = ""
    about.comments, about.keywords, about.last_modified_by = "", "", ""
    about.created = about.modified = datetime.combine(brief.date, time(), UTC)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


class _Writer:
    """Writes blocks into a document, before the paragraph that holds the place."""

    def __init__(self, document: Document) -> None:
        self._document = document
        used = document.element.body.iter(qn("w:bookmarkStart"))
        self._bookmarks = max((int(one.get(qn("w:id"))) for one in used), default=0)

    def section(self, section: Section, place: WordParagraph) -> None:
        """Write a section with its heading."""
        heading = place.insert_paragraph_before(section.title, "Heading 1")
        self._bookmark(heading, _anchor(section))
        for block, after in zip_longest(section.blocks, section.blocks[1:]):
            self._block(block, place)
            if isinstance(block, Paragraph) and isinstance(after, Table | Bullets):
                last = WordParagraph(place._p.getprevious(), place._parent)
                last.paragraph_format.keep_with_next = True

    def contents(self, sections: Sequence[Section], place: WordParagraph) -> None:
        """Write the table of contents: links now, page numbers once Word updates the field (F9)."""
        lines = [place.insert_paragraph_before(style="Brief Contents") for _ in sections]
        for line, section in zip(lines, sections, strict=True):
            self._link(line, Run(section.title), anchor=_anchor(section))
        if lines:
            field_around(lines[0], lines[-1], 'TOC \\o "1-1" \\h \\z')

    def _block(self, block: Block, place: WordParagraph) -> None:
        match block:
            case Subheading(words):
                place.insert_paragraph_before(words, "Heading 2")
            case Paragraph(runs):
                self._text(place.insert_paragraph_before(), runs)
            case Callout(label, runs, side):
                box = place.insert_paragraph_before(style="Brief Callout")
                colour_edge(box, COLOURS[side or "both"])
                self._text(box, (Run(f"{label}  ", mark="strong"), *runs))
            case Bullets(items, ordered):
                self._list(items, place, ordered=ordered)
            case Table():
                self._table(block, place)
            case Chart():
                self._chart(block, place)
            case Note():
                self._note(block, place)

    def _text(self, paragraph: WordParagraph, runs: Text) -> None:
        for run in runs:
            if run.url:
                self._link(paragraph, run, url=run.url)
            else:
                added = paragraph.add_run(run.text)
                added.bold = True if run.mark == "strong" else None
                added.italic = True if run.mark not in {"", "strong"} else None
            if remark := REMARKS.get(run.mark):
                paragraph.add_run(remark).italic = True
            for number in run.notes:
                self._link(paragraph, Run(f"[{number}]"), anchor=f"note_{number}", raised=True)

    def _list(self, items: Sequence[Text], place: WordParagraph, *, ordered: bool) -> None:
        style = "List Number" if ordered else "List Bullet"
        lines = [place.insert_paragraph_before(style=style) for _ in items]
        for line, item in zip(lines, items, strict=True):
            self._text(line, item)
        if ordered:
            _count_anew(self._document, lines)

    def _table(self, table: Table, place: WordParagraph) -> None:

        if table.title:
            place.insert_paragraph_before(table.title, "Caption")
        heads = tuple((Run(head),) for head in table.head)
        drawn = self._document.add_table(0, len(heads), "Brief Table")
        drawn.autofit = False
        for column, grid in enumerate(drawn.columns):
            grid.width = _width(table, column)
        together = len(table.rows) if len(table.rows) <= _SHORT else 0
        for number, row in enumerate((heads, *table.rows)):
            for column, (cell, runs) in enumerate(zip(drawn.add_row().cells, row, strict=True)):
                cell.width = _width(table, column)
                paragraph = cell.paragraphs[0]
                paragraph.style = "Brief Cell"
                paragraph.paragraph_format.keep_with_next = number < together
                if column in table.numeric:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self._text(paragraph, runs)
        keep_rows_whole(drawn)
        place._p.addprevious(drawn._tbl)
        place.insert_paragraph_before()  # two tables that touch would be one

    def _chart(self, chart: Chart, place: WordParagraph) -> None:

        place.insert_paragraph_before(chart.title, "Caption")
        paragraph = place.insert_paragraph_before()
        picture = paragraph.add_run().add_picture(BytesIO(draw(chart)), Cm(_TEXT_CM))
        about = picture._inline.docPr
        about.set("title", chart.title)
        about.set("descr", described(chart))

    def _note(self, note: Note, place: WordParagraph) -> None:
        line = place.insert_paragraph_before(style="Brief Note")
        self._text(line, (Run(f"[{note.number}] ", mark="strong"), Run(note.words + note.origin)))
        if note.url:
            self._text(line, (Run(" · "), Run(note.address, url=note.url)))
        self._bookmark(line, f"note_{note.number}")

    def _bookmark(self, paragraph: WordParagraph, name: str) -> None:
        self._bookmarks += 1
        number = str(self._bookmarks)
        paragraph._p.insert_element_before(
            element(paragraph._p, "bookmarkStart", id=number, name=name), "w:r"
        )
        paragraph._p.append(element(paragraph._p, "bookmarkEnd", id=number))

    def _link(
        self, paragraph: WordParagraph, run: Run, *, url: str = "", anchor: str = "",
        raised: bool = False,
    ) -> None:  # fmt: skip
        """Add words that lead to a page or to a bookmark."""
        link = element(paragraph._p, "hyperlink", **({"anchor": anchor} if anchor else {}))
        if url:
            target = self._document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, True)
            link.set(qn("r:id"), target)
        words = paragraph.add_run(run.text)
        words.font.superscript = True if raised else None
        if url:
            words.font.underline = True
        link.append(words._r)
        paragraph._p.append(link)


def _anchor(section: Section) -> str:
    return f"section_{section.id}"


def _width(table: Table, column: int) -> Length:
    return Cm(_TEXT_CM * table.shares[column])


def _count_anew(document: Document, lines: Sequence[WordParagraph]) -> None:
    """Start a numbered list at 1 again; Word would count on from the list before."""
    numbering = document.part.numbering_part.element
    style: Any = document.styles["List Number"].element
    number = style.find(f".//{qn('w:numId')}")
    if number is None:
        return
    kind = numbering.num_having_numId(number.val).abstractNumId.val
    anew = numbering.add_num(kind)
    anew.add_lvlOverride(ilvl=0).add_startOverride(1)
    for line in lines:
        properties = line._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = anew.numId

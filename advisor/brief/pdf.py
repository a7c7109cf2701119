"""A brief as a PDF: outline, contents, page numbers, links; the font travels in the file."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from io import BytesIO

from fpdf import FPDF, FontFace
from fpdf.enums import Align, CharVPos, MethodReturnValue, TableBordersLayout, VAlign, XPos, YPos
from fpdf.fonts import TTFFont
from fpdf.outline import TableOfContents

from advisor.brief.charts import COLOURS, described, draw, font_files
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
    flat,
)
from advisor.brief.room import ROW, fitting, least, table_height

_FONT = "dejavu"
_MARGIN, _LINE, _INDENT = 22.0, 5.2, 6.0  # millimetres
_BODY, _SMALL = 9.5, 8.0  # points
_EDGE, _SHORT = 120, 8  # letters that may fit half a line; rows of a table that stays on a page
_INK, _QUIET, _TEAL = (31, 41, 55), (75, 85, 99), (15, 118, 110)
_TINT, _RULE = (243, 244, 246), (209, 213, 219)


@dataclass(frozen=True, slots=True)
class Pdf:
    """The file's bytes, and the letters in the brief that its font cannot show."""

    data: bytes
    unshown: str


def pdf(brief: Brief) -> Pdf:
    """Write a brief as a PDF."""
    paper = _Paper(brief)
    paper.cover()
    for section in brief.sections:
        paper.section(section)
    logging.getLogger("fpdf").setLevel(logging.ERROR)  # what it would say is in `unshown`
    data = bytes(paper.output())
    fonts = [font for font in paper.fonts.values() if isinstance(font, TTFFont)]
    missing = {letter for font in fonts for letter in font.missing_glyphs}
    return Pdf(data, "".join(map(chr, sorted(missing))))


class _Paper(FPDF):
    """A4 with a header and a footer, and a method for each block."""

    def __init__(self, brief: Brief) -> None:
        super().__init__(format="A4")
        self._brief = brief
        self._links: dict[int, int] = {}
        for style, file in font_files().items():
            self.add_font(_FONT, style, file)
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(True, margin=_MARGIN)
        self.set_title(brief.title)
        self.set_subject(brief.client)
        self.set_lang("en")
        self.set_creation_date(datetime.combine(brief.date, time(), UTC))

    def header(self) -> None:
        """Say on every page but the first whose brief this is."""
        if self.page_no() > 1:
            self._edge(10, self._brief.title, self._brief.client)

    def footer(self) -> None:
        """Number the pages but the first."""
        if self.page_no() > 1:
            self._edge(-14, self._brief.day, f"Page {self.page_no()} of {{nb}}")

    def cover(self) -> None:
        """Write the first page: title, client, date and contents."""
        self.add_page()
        self.set_y(65)
        for words, size, style, colour in (
            (self._brief.title, 26, "B", _INK),
            (f"for {self._brief.client}", 13, "", _QUIET),
            (self._brief.day, 13, "", _QUIET),
        ):
            self._font(size, style, colour)
            self._lines(words, size * 0.48)
        if self.y > _MARGIN + 110:  # the contents must end on the page they begin on
            self.add_page()
        self.ln(16)
        self._font(11, "B")
        self._lines("Contents", 8)
        self._font(10)
        contents = TableOfContents(level_indent=0, line_spacing=1.9)
        self.insert_toc_placeholder(
            lambda paper, outline: contents.render_toc(
                paper, [one for one in outline if one.level == 0]
            ),
            reset_page_indices=False,
        )

    def section(self, section: Section) -> None:
        """Write a section with its heading."""
        self._need(20 + least(section.blocks))
        self.ln(0 if self._at_top() else 7)
        self.start_section(section.title)
        self._font(16, "B", _TEAL)
        self._lines(section.title, 8)
        self.ln(2)
        for number, block in enumerate(section.blocks):
            if isinstance(block, Subheading):
                self._need(least(section.blocks[number:]))
            self._block(block)

    def _block(self, block: Block) -> None:
        self._font(_BODY)
        match block:
            case Subheading(words):
                self.ln(3)
                self.start_section(words, level=1)
                self._font(11.5, "B")
                self._lines(words, 7)
            case Paragraph(runs):
                self._need(2.5 * _LINE)
                self._text(runs)
                self.ln(_LINE + 2)
            case Callout():
                self._callout(block)
            case Bullets(items, ordered):
                for number, item in enumerate(items, start=1):
                    self._item(f"{number}." if ordered else "•", item)
                self.ln(2)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case Note():
                self._note(block)

    def _text(self, runs: Text) -> None:
        """Write runs at the present place, their notes raised behind them."""
        height = self.font_size * 1.55
        for run in runs:
            remark = REMARKS.get(run.mark, "")
            self.set_font(style="B" if run.mark == "strong" else "I" if run.mark else "")
            self.set_text_color(*(_TEAL if run.url else _INK))
            first, space, last = f"{run.text}{remark}".rpartition(" ")
            self.write(height, first + space, run.url)
            self._keep_together(height, f"{last}{''.join(f'[{n}]' for n in run.notes)}")
            self.write(height, last, run.url)
            self.set_font(style="")
            self.set_text_color(*_TEAL)
            self.char_vpos = CharVPos.SUP
            for number in run.notes:
                self.write(height, f"[{number}]", self._link_to(number))
            self.char_vpos = CharVPos.LINE
            self.set_text_color(*_INK)

    def _keep_together(self, height: float, words: str) -> None:
        """Begin a new line if a word and its notes would not stand on this one."""
        end = self.x + self.get_string_width(words) + 2 * self.c_margin
        if self.x > self.l_margin + 1 and end > self.w - _MARGIN:
            self.ln(height)

    def _item(self, sign: str, item: Text) -> None:
        self._need(_LINE)
        self.set_x(_MARGIN + 1)
        self.cell(_INDENT, _LINE, sign)
        with self._indented(_INDENT):
            self._text(item)
        self.ln(_LINE + 1)

    def _callout(self, box: Callout) -> None:
        with self._indented(_INDENT):
            self._font(_BODY)
            tall = self.multi_cell(
                self.epw, _LINE, f"{box.label}    {flat(box.runs)}", dry_run=True,
                output=MethodReturnValue.HEIGHT,
            )  # fmt: skip
            height = 6 + (tall if isinstance(tall, float) else _LINE)
            self._need(height + 4)
            top = self.get_y()
            with self.local_context(fill_color=_TINT):
                self.rect(_MARGIN, top, self.w - 2 * _MARGIN, height, style="F")
            with self.local_context(fill_color=COLOURS[box.side or "both"]):
                self.rect(_MARGIN, top, 1.6, height, style="F")
            self.set_y(top + 3)
            self._text((Run(f"{box.label}  ", mark="strong"), *box.runs))
            self.set_y(top + height + 4)

    def _table(self, table: Table) -> None:
        self._font(_SMALL)
        self._need(
            table_height(table, self.epw, self.get_string_width)
            if len(table.rows) <= _SHORT
            else 30
        )
        if table.title:
            self._font(_BODY, "B")
            self._lines(table.title, _LINE + 1)
        self._font(_SMALL)
        self.set_draw_color(*_RULE)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD", fill_color=_TINT),
            col_widths=table.shares,
            line_height=ROW,
            padding=(1, 1.5),
            v_align=VAlign.T,
            text_align=tuple(
                Align.R if n in table.numeric else Align.L for n in range(len(table.head))
            ),
        ) as drawn:
            head = drawn.row()
            for words in table.head:
                head.cell(words)
            for cells in table.rows:
                row = drawn.row()
                for cell, share in zip(cells, table.shares, strict=True):
                    notes = [number for run in cell for number in run.notes]
                    link = self._link_to(notes[0]) if notes else None
                    row.cell(fitting(flat(cell), self.epw * share), link=link)
        self.ln(4)

    def _chart(self, chart: Chart) -> None:
        picture = draw(chart)
        self._need(least([chart]))
        self._font(_BODY, "B")
        self._lines(chart.title, _LINE + 1)
        self.image(BytesIO(picture), w=self.epw, alt_text=described(chart), title=chart.title)
        self.ln(4)

    def _note(self, note: Note) -> None:
        self._font(_SMALL)
        self._need(3 * _LINE)
        self.set_link(self._link_to(note.number), y=self.get_y())
        self._text((Run(f"[{note.number}] ", mark="strong"), Run(note.words + note.origin)))
        if note.url:
            self._text((Run(" · "), Run(note.address, url=note.url)))
        self.ln(_LINE + 0.6)

    def _link_to(self, number: int) -> int:
        if number not in self._links:
            self._links[number] = self.add_link()
        return self._links[number]

    def _font(self, size: float, style: str = "", colour: tuple[int, int, int] = _INK) -> None:
        self.set_font(_FONT, style, size)
        self.set_text_color(*colour)

    def _lines(self, words: str, height: float) -> None:
        self.multi_cell(0, height, words, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _edge(self, y: float, left: str, right: str) -> None:
        """Write a line at the top or at the bottom, cut where its halves would touch."""
        self._font(7.5, colour=_QUIET)
        half = self.w / 2 - _MARGIN - 2
        self.set_xy(_MARGIN, y)
        self.cell(half, 5, self._cut(left, half))
        self.set_x(self.w - _MARGIN - half)
        self.cell(half, 5, self._cut(right, half), align=Align.R)
        self.set_xy(self.l_margin, _MARGIN)

    def _cut(self, words: str, width: float) -> str:
        words = words[:_EDGE]
        while words and self.get_string_width(f"{words}…") > width:
            words = words[:-1]
            if self.get_string_width(f"{words}…") <= width:
                return f"{words}…"
        return words

    def _need(self, height: float) -> None:
        """Begin a new page unless that much of this one is left, or it is new."""
        if self.will_page_break(height) and not self._at_top():
            self.add_page()

    def _at_top(self) -> bool:
        return self.get_y() <= _MARGIN + 1

    @contextmanager
    def _indented(self, by: float) -> Iterator[None]:
        self.set_left_margin(_MARGIN + by)
        try:
            yield
        finally:
            self.set_left_margin(_MARGIN)

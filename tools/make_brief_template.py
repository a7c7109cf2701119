"""Write the brief's Word template, advisor/brief/assets/brief.docx.

Run it after a change of the look: `python tools/make_brief_template.py`. The fields in double
braces are what `advisor/brief/docx.py` fills in; a firm may set them in a document of its own.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from advisor.brief.docx import SECTIONS

OUT = Path(__file__).parents[1] / "advisor" / "brief" / "assets" / "brief.docx"
FONT = "Calibri"
INK, TEAL, QUIET = (
    RGBColor(0x1F, 0x29, 0x37),
    RGBColor(0x0F, 0x76, 0x6E),
    RGBColor(0x4B, 0x55, 0x63),
)
# name → points, colour, bold, points before, points after, stays with what follows
LOOKS = {
    "Normal": (10.5, INK, False, 0, 6, False),
    "Title": (28, INK, True, 150, 6, True),
    "Subtitle": (14, QUIET, False, 0, 4, False),
    "Heading 1": (18, TEAL, True, 22, 8, True),
    "Heading 2": (13, INK, True, 14, 4, True),
    "Caption": (10.5, INK, True, 10, 4, True),
    "List Bullet": (10.5, INK, False, 0, 3, False),
    "List Number": (10.5, INK, False, 0, 3, False),
    "Header": (8.5, QUIET, False, 0, 0, False),
    "Footer": (8.5, QUIET, False, 0, 0, False),
    "Brief Callout": (11, INK, False, 6, 10, False),
    "Brief Cell": (9, INK, None, 2, 2, False),
    "Brief Contents": (11, INK, False, 0, 4, False),
    "Brief Note": (9, INK, False, 0, 5, False),
}
TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="BriefTable">
  <w:name w:val="Brief Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
  <w:tblPr><w:tblStyleRowBandSize w:val="1"/>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:color="0F766E"/>
      <w:bottom w:val="single" w:sz="6" w:color="9CA3AF"/>
      <w:insideH w:val="single" w:sz="4" w:color="D1D5DB"/>
    </w:tblBorders>
    <w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E6F2F1"/></w:tcPr></w:tblStylePr>
</w:style>"""
SHADE = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F3F4F6"/>'
BOX = f"""
<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="36" w:space="8" w:color="4B5563"/></w:pBdr>"""


def main() -> None:
    """Build the template and write it."""
    word = Document()
    _page(word)
    for name, look in LOOKS.items():
        _style(word, name, *look)
    callout = word.styles["Brief Callout"].element.get_or_add_pPr()
    for part in (BOX, SHADE):
        callout.insert_element_before(parse_xml(part), "w:spacing", "w:ind", "w:jc", "w:rPr")
    word.styles.element.append(parse_xml(TABLE))
    _link_style(word)
    word.add_paragraph("{{ title }}", "Title")
    word.add_paragraph("for {{ client }}", "Subtitle")
    word.add_paragraph("{{ date }}", "Subtitle")
    word.add_paragraph("Contents", "Heading 2").paragraph_format.space_before = Pt(72)
    word.add_paragraph("{{ contents }}", "Brief Contents")
    word.add_page_break()
    for name in SECTIONS:
        word.add_paragraph(f"{{{{ {name} }}}}")
    _edges(word)
    word.save(str(OUT))


def _page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.25)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    section.different_first_page_header_footer = True


def _style(  # noqa: PLR0913, PLR0917 - a row of LOOKS
    word: WordDocument, name: str, size: float, colour: RGBColor, bold: bool | None, before: float,
    after: float, stays: bool,
) -> None:  # fmt: skip
    known = {style.name for style in word.styles}
    style = (
        word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in list(fonts.attrib):
        del fonts.attrib[kind]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.keep_with_next = stays
    style.paragraph_format.line_spacing = 1.0 if name in {"Title", "Brief Cell"} else 1.12
    properties = style.element.get_or_add_pPr()
    for inherited in ("w:pBdr", "w:tabs"):
        for one in properties.findall(qn(inherited)):
            properties.remove(one)


def _link_style(word: WordDocument) -> None:
    link = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.element.get_or_add_rPr()
    link.font.color.rgb, link.font.underline = TEAL, True  # type: ignore[attr-defined]


def _edges(word: WordDocument) -> None:
    """Set the header and the footer of all pages but the first."""
    section = word.sections[0]
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    for edge in (section.header, section.footer):
        edge.paragraphs[0].paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    section.header.paragraphs[0].add_run("{{ client }}")
    foot = section.footer.paragraphs[0]
    foot.add_run("{{ title }} · {{ date }}\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    shown = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "1"
    shown.append(words)
    field.append(shown)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


if __name__ == "__main__":
    main()

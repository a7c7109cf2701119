"""What python-docx has no words for: fields, edges, rows that stay whole, as Word's XML.

Paragraphs and tables are python-docx's; what is made here is a child of their elements.
"""

# ruff: noqa: SLF001 - an object of python-docx shows its element under a private name

from __future__ import annotations

from typing import Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def element(near: Any, tag: str, /, **attributes: str) -> Any:
    """Make an element for the document that `near` is in; its attributes are Word's too."""
    return near.makeelement(
        f"{_WORD}{tag}", {f"{_WORD}{key}": value for key, value in attributes.items()}
    )


def field_around(first: Any, last: Any, code: str) -> None:
    """Make the text between two paragraphs the present result of a field."""
    parts = []
    for kind in ("begin", "separate", "end"):
        run = element(first._p, "r")
        run.append(element(run, "fldChar", fldCharType=kind))
        parts.append(run)
    instruction = element(first._p, "r")
    words = element(instruction, "instrText")
    words.text = code
    instruction.append(words)
    for at, part in enumerate((parts[0], instruction, parts[1])):
        first._p.insert(1 + at, part)  # after the paragraph's properties
    last._p.append(parts[2])


def colour_edge(paragraph: Any, colour: str) -> None:
    """Draw a bar to the left of a paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    edges = element(properties, "pBdr")
    bar = {"val": "single", "sz": "36", "space": "8", "color": colour.lstrip("#")}
    edges.append(element(edges, "left", **bar))
    properties.insert_element_before(
        edges, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def keep_rows_whole(table: Any) -> None:
    """Break no row over two pages, and say the head again on each page."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(element(properties, "cantSplit"))
        if number == 0:
            properties.append(element(properties, "tblHeader"))

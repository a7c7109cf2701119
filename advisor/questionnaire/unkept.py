"""What a workbook holds that its filled copy cannot: openpyxl reads neither of these."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

_PARTS = {
    "xl/slicers/": "slicers",
    "xl/ctrlProps/": "form controls",
    "xl/activeX/": "ActiveX controls",
    "xl/embeddings/": "embedded files",
    "xl/threadedComments/": "threaded comments",
    "xl/diagrams/": "SmartArt",
}
_DRAWN = {"shapes and text boxes": re.compile(rb"<xdr:(?:sp|grpSp|cxnSp)[ >]")}
_SHEET = {
    "lists with their choices on another sheet": re.compile(rb"<x14:dataValidation[ >]"),
    "conditional formats of newer Excel": re.compile(rb"<x14:conditionalFormatting[ >]"),
    "sparklines": re.compile(rb"<x14:sparkline[ >]"),
}
_MACROS = "xl/vbaProject.bin"


def unkept(file: Path, out: Path) -> tuple[str, ...]:
    """Name what of the workbook `file` would be missing in `out`; nothing for other files."""
    if not {file.suffix.lower(), out.suffix.lower()} <= {".xlsx", ".xlsm"}:
        return ()
    try:
        with ZipFile(file) as book:
            names = book.namelist()
            found = [
                told for part, told in _PARTS.items() if any(n.startswith(part) for n in names)
            ]
            if _MACROS in names and out.suffix.lower() == ".xlsx":
                found.append("macros")
            for folder, kinds in (("xl/drawings/", _DRAWN), ("xl/worksheets/", _SHEET)):
                own = [name for name in names if name.startswith(folder) and name.endswith(".xml")]
                texts = [book.read(name) for name in own]
                found += [told for told, kind in kinds.items() if any(map(kind.search, texts))]
    except (OSError, BadZipFile):  # told where the questions are read
        return ()
    return tuple(found)

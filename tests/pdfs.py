"""Small PDFs for tests, written by hand: lines of text at places, in Helvetica."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIRST = (
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
)
TOP, LEFT, STEP = 720, 72, 14


@dataclass(frozen=True, slots=True)
class Text:
    """A line that is not simply the next one of the text."""

    text: str
    x: float = LEFT
    y: float | None = None
    size: float = 10
    bold: bool = False
    gap: float = 0


Page = Sequence[str | Text]
PROSE = (
    "The vendor keeps every request for thirty days and then deletes",
    "it, unless the law asks for more. Backups follow after a week.",
)


def drawn(lines: Page) -> bytes:
    """Content of a page: lines below each other; an empty one is a gap."""
    y, parts = float(TOP), list[str]()
    for line in lines:
        one = Text(line) if isinstance(line, str) else line
        y = (y - one.gap) if one.y is None else one.y
        words = one.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        font = "F2" if one.bold else "F1"
        if words:
            parts.append(f"BT /{font} {one.size} Tf 1 0 0 1 {one.x} {y} Tm ({words}) Tj ET")
        y -= STEP
    return "\n".join(parts).encode("cp1252")


def pdf(
    *pages: Page | bytes,
    info: Mapping[str, str] | None = None,
    root: str = "",
    extra: Sequence[bytes] = (),
    resources: str = "",
) -> bytes:
    """A PDF of such pages; `extra` objects are numbered from 6."""
    told = "".join(f"/{name}({value})" for name, value in (info or {}).items())
    objects = {3: FIRST[0], 4: FIRST[1], 5: f"<<{told}>>".encode()}
    objects |= {6 + place: one for place, one in enumerate(extra)}
    kids = [100 + 2 * place for place in range(len(pages))]
    used = f"<</Font<</F1 3 0 R/F2 4 0 R>>{resources}>>"
    for number, page in zip(kids, pages, strict=True):
        content = page if isinstance(page, bytes) else stream(drawn(page))
        objects[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources{used}"
            f"/Contents {number + 1} 0 R>>"
        ).encode()
        objects[number + 1] = content
    objects[1] = f"<</Type/Catalog/Pages 2 0 R{root}>>".encode()
    listed = " ".join(f"{number} 0 R" for number in kids)
    objects[2] = f"<</Type/Pages/Kids[{listed}]/Count {len(kids)}>>".encode()
    return _written(objects)


def stream(content: bytes, told: str = "", *, packed: bool = False) -> bytes:
    """A stream object."""
    content = zlib.compress(content, 9) if packed else content
    told += "/Filter/FlateDecode" if packed else ""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (told.encode(), len(content), content)


def _written(objects: Mapping[int, bytes]) -> bytes:
    body, places = b"%PDF-1.7\n", dict[int, int]()
    for number in sorted(objects):
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    table = b"".join(
        b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items()
    )
    trailer = b"trailer<</Size %d/Root 1 0 R/Info 5 0 R>>" % (max(objects) + 1)
    return b"%sxref\n%s%s\nstartxref\n%d\n%%%%EOF" % (body, table, trailer, len(body))

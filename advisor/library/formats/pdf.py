"""PDF: its text as Markdown, page by page; scripts, forms, images and attachments are not read."""

from __future__ import annotations

import io
import logging
import re
import struct
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from advisor.library.dates import date_in, stated_date
from advisor.library.formats.plain import readable_name
from advisor.library.headings import headings
from advisor.library.page import MAX_BYTES, Loaded, Outcome, Raw, Skipped
from advisor.library.pdf.frame import without_frame
from advisor.library.pdf.lines import Line, Lines, key_of
from advisor.library.pdf.order import in_reading_order
from advisor.library.pdf.text import to_markdown
from advisor.library.prose import plain

MAX_PAGES = 2000
DEADLINE = 120.0  # seconds for a whole file; a page of text takes about 0.03
_MAX_OPERANDS = 500_000  # of one page's drawing; a page full of text has about 10,000
_MAX_UNREADABLE = 0.2  # of the characters; more is a file whose fonts do not say their letters
_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff]|/[gcG]\d+")  # no letter, or a glyph's own name
_LIMITS = {
    "maximum_declared_stream_length": MAX_BYTES,
    "array_based_stream_maximum_output_length": MAX_BYTES,
    "lzw_maximum_output_length": MAX_BYTES,
    "run_length_maximum_output_length": MAX_BYTES,
    "zlib_maximum_output_length": MAX_BYTES,
    "brotli_maximum_output_length": MAX_BYTES,
    "stream_decoding_work_maximum_length": 3 * MAX_BYTES,
    "stream_parsing_work_maximum_count": _MAX_OPERANDS,
    "jbig2dec_binary": None,  # no other program is started
}
_BROKEN = (  # what pypdf raises over files that are not as they should be
    PyPdfError,
    DependencyError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_STAMP = re.compile(r"D?:?\s*(\d{4})(\d\d)(\d\d)")
_PROGRAM = re.compile(r"^Microsoft \w+ - |\s+-\s+(?:Google (?:Docs|Sheets|Slides)|Word)$")
_NOT_A_TITLE = re.compile(
    r".*\.(?:docx?|pdf|indd|tex|dvi|odt|rtf|pptx?|xlsx?|html?|txt|qxd)$"
    r"|\W*(?:untitled|title|document|slide|presentation|powerpoint presentation)?[\W\d]*$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 300  # characters


class _TooSlowError(Exception):
    """The time for one file is over."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What pypdf tells of a file."""

    pages: Sequence[Sequence[Line]]
    outline: Mapping[str, int]
    fields: Mapping[str, str]


def read(raw: Raw, *, within: float = DEADLINE) -> Outcome:
    """Read the text of a PDF that needs no password, `within` so many seconds."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells every oddity it has mended
    try:
        with apply_configuration(None, **_LIMITS):
            told = _told(raw, time.monotonic() + within)
    except FileNotDecryptedError:
        return Skipped(raw.path, "encrypted; it needs a password")
    except _TooSlowError:
        return Skipped(raw.path, f"takes more than {within:.0f} seconds to read")
    except _BROKEN as error:
        return Skipped(raw.path, f"a broken PDF ({_first_line(error)})")
    return told if isinstance(told, Skipped) else _document(raw, told)


def _told(raw: Raw, until: float) -> _Told | Skipped:
    reader = PdfReader(io.BytesIO(raw.content))
    count = len(reader.pages)
    if count > MAX_PAGES:
        return Skipped(raw.path, f"too long ({count:,} pages; the limit is {MAX_PAGES:,})")
    fields = {name: str(value) for name, value in (reader.metadata or {}).items()}
    return _Told(_pages(reader, until), _outline(reader), fields)


def _document(raw: Raw, told: _Told) -> Outcome:
    if _unreadable(told.pages):
        return Skipped(raw.path, "its fonts do not say which letters they draw")
    pages = without_frame([in_reading_order(page) for page in told.pages])
    text, starts = to_markdown(pages, told.outline)
    if not text:
        return Skipped(raw.path, "holds no text; it may be a scan")
    if len(text) > MAX_BYTES:
        return Skipped(raw.path, f"too long ({len(text) / 1e6:.0f} million characters of text)")
    title = _title(told.fields.get("/Title", ""), raw.path, text, (*starts, len(text))[1])
    as_of = stated_date(text) or _stamped(told.fields)
    return (Loaded(raw.path, title, text, as_of, raw.url, starts),)


def _pages(reader: PdfReader, until: float) -> list[list[Line]]:
    """Lines of each page as they are drawn; a page that is broken says so in its place."""
    pages, problems = list[list[Line]](), list[Exception]()
    for number, page in enumerate(reader.pages, 1):
        try:
            pages.append(_lines(page, until))
        except FileNotDecryptedError:
            raise
        except _BROKEN as error:
            problems.append(error)
            pages.append([Line(f"(Page {number} of this PDF cannot be read.)")])
    if problems and len(problems) == len(pages):
        raise problems[0]
    return pages


def _lines(page: PageObject, until: float) -> list[Line]:
    lines = Lines()

    def before(operator: bytes, *operands: object) -> None:
        if time.monotonic() > until:
            raise _TooSlowError
        lines.before(operator, *operands)

    page.extract_text(
        visitor_operand_before=before,
        visitor_operand_after=lines.after,
        visitor_text=lines.add,
    )
    return lines.finished()


def _unreadable(pages: Sequence[Sequence[Line]]) -> bool:
    text = "".join(line.text for page in pages for line in page)
    odd = sum(len(found[0]) for found in _UNREADABLE.finditer(text))
    return odd > _MAX_UNREADABLE * len(text)


def _outline(reader: PdfReader) -> dict[str, int]:
    """Level of every bookmark by its title; none where the outline is broken."""
    found = dict[str, int]()
    try:
        _walk(reader.outline, 1, found)
    except _BROKEN:
        return {}
    return found


def _walk(outline: Sequence[Any], level: int, found: dict[str, int]) -> None:
    for entry in outline:
        if isinstance(entry, list):
            _walk(entry, level + 1, found)
        else:
            found.setdefault(key_of(str(entry.title or "")), level)


def _title(stated: str, path: str, text: str, first_page: int) -> str:
    """Title that the file states if it is one, else its largest first heading, else its name."""
    title = _PROGRAM.sub("", " ".join(stated.split())[:_LONGEST_TITLE])
    file_like = key_of(title) == key_of(PurePosixPath(path).stem) and " " not in title
    if file_like or _NOT_A_TITLE.match(title):
        found = headings(text[:first_page]) or headings(text)
        title = plain(min(found, key=lambda heading: heading.level).title) if found else ""
    return title or readable_name(path)


def _stamped(fields: Mapping[str, str]) -> date | None:
    """Day on which the file was last changed, or else made."""
    for name in ("/ModDate", "/CreationDate"):
        stamp = _STAMP.match(fields.get(name, ""))
        found = date_in("-".join(stamp.groups())) if stamp else None
        if found:
            return found
    return None


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__

"""A brief as a file: in which format, under which name, and never over another one unasked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args
from uuid import uuid4

from advisor.brief.clean import clean
from advisor.brief.records import Brief
from advisor.errors import BriefExistsError, BriefFileError

Format = Literal["docx", "pdf", "md", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)
_NAME_LENGTH = 60  # characters of a client's name in a file's name


@dataclass(frozen=True, slots=True)
class Written:
    """A brief in a format, and what of it the format cannot show ("" for nothing)."""

    data: bytes
    unshown: str = ""


def render(brief: Brief, form: Format, template: Path | None = None) -> Written:
    """Render a brief; `template` is a firm's own Word document."""
    # Each format's libraries take up to a second to import.
    brief = clean(brief)
    match form:
        case "md":
            from advisor.brief.markdown import markdown  # noqa: PLC0415

            return Written(markdown(brief).encode())
        case "html":
            from advisor.brief.html import html  # noqa: PLC0415

            return Written(html(brief).encode())
        case "pdf":
            from advisor.brief.pdf import pdf  # noqa: PLC0415

            made = pdf(brief)
            return Written(made.data, made.unshown)
        case "docx":
            from advisor.brief.docx import OWN_TEMPLATE, docx  # noqa: PLC0415

            return Written(docx(brief, template or OWN_TEMPLATE))


def own_template() -> bytes:
    """Our Word template, for a firm to change."""
    return (Path(__file__).parent / "assets" / "brief.docx").read_bytes()


def refuse_existing(file: Path) -> None:
    """Say before any work that a file is in the way."""
    if file.exists():
        raise BriefExistsError(file)


def save(written: Written, file: Path, *, force: bool = False) -> None:
    """Write the file, whole or not at all; only `force` replaces another."""
    draft = file.with_name(f".{uuid4().hex}.part")
    try:
        if not force:
            file.touch(exist_ok=False)  # the name is ours from here on
        try:
            draft.write_bytes(written.data)
            draft.replace(file)
        except OSError:
            draft.unlink(missing_ok=True)
            if not force:
                file.unlink()
            raise
    except FileExistsError as error:
        raise BriefExistsError(file) from error
    except OSError as error:
        raise BriefFileError(f"{file} cannot be written: {error.strerror}.") from error


def file_name(client: str, day: date, form: Format) -> str:
    """A file's name for a client's brief: letters, digits and dashes, no path, nothing hidden."""
    plain = unicodedata.normalize("NFKC", client).lower()
    name = re.sub(r"[^\w]+|_+", "-", plain).strip("-")[:_NAME_LENGTH].strip("-")
    return f"brief-{name or 'client'}-{day.isoformat()}.{form}"


def format_of(file: Path) -> Format | None:
    """The format that a file's ending names."""
    ending = file.suffix.lower().lstrip(".")
    ending = {"markdown": "md", "htm": "html"}.get(ending, ending)
    return next((form for form in FORMATS if form == ending), None)

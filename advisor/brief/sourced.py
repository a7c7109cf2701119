"""Where a figure comes from, in a cell: a note where it is a page, else who says so."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from advisor.brief.notes import Notes
from advisor.brief.records import Run, Text


def sourced(source: str, as_of: date, notes: Notes) -> Text:
    """Name a source with its date."""
    if source.startswith(("https://", "http://")):
        host = urlsplit(source).hostname or source
        number = notes.page(host.removeprefix("www."), source, as_of)
        return (Run(as_of.isoformat(), (number,)),)
    return (Run(f"{source}, {as_of.isoformat()}" if source else as_of.isoformat()),)

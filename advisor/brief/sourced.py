"""Where a figure comes from: a note where it is a page, else who says so; links in a text."""

from __future__ import annotations

import re
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


def linked(words: str) -> Text:
    """A text in which an address is a link that shows its host only."""
    runs: list[Run] = []
    for part in re.split(r"(https?://[^\s<>]*[^\s<>.,;)])", words):
        host = urlsplit(part).hostname if part.startswith("http") else None
        runs.append(Run(host.removeprefix("www."), url=part) if host else Run(part))
    return tuple(run for run in runs if run.text)

"""Plain text: the text itself, titled by its file name."""

from __future__ import annotations

from pathlib import PurePosixPath

from advisor.library.dates import stated_date
from advisor.library.page import Loaded, Outcome, Raw


def read(raw: Raw, text: str) -> Outcome:
    """Take the text as it is."""
    return (Loaded(raw.path, readable_name(raw.path), text, stated_date(text), raw.url),)


def readable_name(path: str) -> str:
    """Title for a document that states none: "faq-long_list.md" → "faq long list"."""
    file = PurePosixPath(path)
    name = file.stem if file.stem.lower() not in {"index", "readme", ""} else file.parent.name
    return " ".join((name or file.stem or path).replace("-", " ").replace("_", " ").split())

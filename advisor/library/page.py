"""What passes from fetching to loading to splitting: a file, a document, or why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Raw:
    """A file as it was fetched; `path` is POSIX and relative to its source."""

    path: str
    content: bytes
    url: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document as Markdown; chunk offsets point into `text`.

    `as_of` is the date the document states of itself, None where it states none; `pages` are the
    offsets at which its pages begin, where it has pages.
    """

    path: str
    title: str
    text: str
    as_of: date | None
    url: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, page or source that could not be read, and why."""

    path: str
    reason: str


Outcome = tuple[Loaded, ...] | Skipped
Loader = Callable[[Raw], Outcome]
Reader = Callable[[Raw, str], Outcome]


def too_large(size: int) -> str:
    """Reason for leaving out a file of `size` bytes."""
    return f"too large ({size / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB)"

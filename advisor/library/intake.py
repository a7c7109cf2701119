"""A source and its pages as they are fetched, before anything is read from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.library.page import Raw, Skipped
from advisor.records import Source, Stance


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page; what is None is taken from the page itself or from its source."""

    raw: Raw
    title: str | None = None
    url: str | None = None
    licence: str | None = None
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """A source with its pages; they are read one by one, and only once.

    `whole` says that these are all its pages: one that is not here has gone.
    """

    source: Source
    pages: Iterable[Page | Skipped]
    whole: bool = True

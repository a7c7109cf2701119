"""The sources listed in knowledge/sources.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from advisor.errors import KnowledgeFileError
from advisor.library.vendors import Vendor, read_vendors, vendor_of
from advisor.records import PARTIES, STANCES, Source

_FILE = "sources.toml"
_VENDORS = "vendors.toml"
_TEXTS = ("id", "title", "party", "stance", "url", "licence")


def known_sources(folder: Path) -> dict[str, Source]:
    """Return the sources by id, each checked; a `KnowledgeFileError` names the one at fault."""
    path = folder / _FILE
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeFileError(f"{path} cannot be read: {error}") from error
    entries = found.get("source")
    if not isinstance(entries, list) or not entries:
        raise KnowledgeFileError(f"{path} has no [[source]].")
    vendors = read_vendors(folder / _VENDORS) if (folder / _VENDORS).exists() else {}
    known: dict[str, Source] = {}
    for number, entry in enumerate(entries, start=1):
        source = _source(f"{path}: source {number}", entry, vendors)
        if source.id in known:
            raise KnowledgeFileError(f"{path}: the id {source.id!r} is used twice.")
        known[source.id] = source
    return known


def _source(place: str, entry: object, vendors: Mapping[str, Vendor]) -> Source:
    if not isinstance(entry, Mapping):
        raise KnowledgeFileError(f"{place} is not a table.")
    texts = {name: _text(place, entry, name) for name in _TEXTS}
    vendor = vendor_of(_text(place, entry, "vendor"), vendors).name if "vendor" in entry else ""
    party = next((known for known in PARTIES if known == texts["party"]), None)
    stance = next((known for known in STANCES if known == texts["stance"]), None)
    if party is None or stance is None:
        raise KnowledgeFileError(f"{place} ({texts['id']}) has an unknown party or stance.")
    if not texts["url"].startswith(("https://", "http://")):
        raise KnowledgeFileError(f"{place} ({texts['id']}) has no web address.")
    as_of = _date(place, entry)
    return Source(
        texts["id"], texts["title"], party, stance, texts["url"], texts["licence"], as_of, vendor
    )


def _text(place: str, entry: Mapping[str, object], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise KnowledgeFileError(f"{place} has no {name}.")
    return value


def _date(place: str, entry: Mapping[str, object]) -> date:
    value = entry.get("as_of")
    if not isinstance(value, date) or isinstance(value, datetime):
        raise KnowledgeFileError(f"{place} has no date in as_of (such as 2026-03-30).")
    return value

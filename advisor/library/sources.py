"""What a user names (an id, a file, a folder, an address) → sources with their pages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import httpx

from advisor.library.fetch import LINK, File, list_files, read_file, read_url, shown
from advisor.library.intake import Intake, Page
from advisor.library.known import known_sources
from advisor.library.manifest import MANIFEST, manifest_intakes
from advisor.library.page import Raw, Skipped
from advisor.library.profiles import PREFIX as PROFILE
from advisor.library.vendors import Vendor
from advisor.records import Source

__all__ = ["Intake", "Page", "Source", "intakes", "known_sources"]

ARTICLE = "article"
GUIDE = "guide"
OF_CLIENT = "client-"  # begins the ids of a client's own sources
_MAX_ID = 60  # characters

Known = Mapping[str, Source]
Vendors = Mapping[str, Vendor]
ClientFactory = Callable[[], httpx.Client]


def intakes(
    targets: Sequence[str],
    known: Known,
    *,
    today: date,
    client_factory: ClientFactory,
    vendors: Vendors = MappingProxyType({}),
) -> Iterator[Intake | Skipped]:
    """Yield the sources that the targets name, in order; each id once.

    A known id goes before a file of that name (write ./name for the file). An address that cannot
    be fetched yields no intake, so that what the library has of it stays.
    """
    seen = set[str]()
    for target in targets:
        for found in _found(target, known, today, client_factory, vendors):
            if isinstance(found, Skipped):
                yield found
            elif found.source.id in seen:
                yield Skipped(target, f"a source with the id {found.source.id!r} was named before")
            else:
                seen.add(found.source.id)
                yield found


def _found(
    target: str, known: Known, today: date, client_factory: ClientFactory, vendors: Vendors
) -> Iterable[Intake | Skipped]:
    if target == GUIDE:
        return [Skipped(GUIDE, "built in; it needs no address")]
    if target in known:
        return [_at_address(known[target].url, known, today, client_factory, known[target])]
    if re.match(r"[a-z][a-z0-9+.-]+://", target, re.IGNORECASE):
        named = _by_address(known, target)
        return [_at_address(target, known, today, client_factory, named)]
    path = Path(target).expanduser()
    if not path.exists():
        return [Skipped(target, "not found")]
    if (path / MANIFEST).is_file():
        return manifest_intakes(path, today=today, vendors=vendors)
    return _local(path, known, today)


def _at_address(
    url: str, known: Known, today: date, client_factory: ClientFactory, named: Source | None
) -> Intake | Skipped:
    with client_factory() as client:
        raw = read_url(url, client=client)
    if isinstance(raw, Skipped):
        return raw
    source = named or _by_address(known, raw.url) or _of_post(known, raw)
    return Intake(source or _new(url_id(raw.url), _short(raw.url), raw.url, today), [Page(raw)])


def _local(path: Path, known: Known, today: date) -> Iterator[Intake | Skipped]:
    """Yield the known posts among the files by themselves, and the rest as one source."""
    rest = list[File | Skipped]()
    for file in list_files(path):
        raw = read_file(file) if isinstance(file, File) and file.name.endswith(".json") else None
        source = _of_post(known, raw) if isinstance(raw, Raw) else None
        if source and isinstance(raw, Raw):
            yield Intake(source, [Page(raw)])
        else:
            rest.append(file)
    if rest:
        source = _new(_local_id(path, known), _name(path), _address(path), today)
        unread = [file for file in rest if isinstance(file, Skipped) and file.reason != LINK]
        yield Intake(source, _read(rest), whole=not unread)


def _read(files: Iterable[File | Skipped]) -> Iterator[Page | Skipped]:
    for file in files:
        raw = read_file(file) if isinstance(file, File) else file
        yield raw if isinstance(raw, Skipped) else Page(raw, url=raw.path)


def _of_post(known: Known, raw: Raw) -> Source | None:
    """Known source of a WordPress post, by its REST address or by its page."""
    from advisor.library.formats.wordpress import addresses  # noqa: PLC0415 - as in `filing`

    for address in addresses(raw):
        source = _by_address(known, address)
        if source:
            return source
    return None


def _by_address(known: Known, url: str) -> Source | None:
    """Known source at an address; where the guide shares it, the article is meant."""
    found = [one for one in known.values() if _comparable(one.url) == _comparable(url)]
    if any(one.party == "article" for one in found):
        return known.get(ARTICLE) or found[0]
    return found[0] if found else None


def _comparable(url: str) -> str:
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"


def _new(source: str, title: str, url: str, today: date) -> Source:
    return Source(source, title, "independent", "both", url, "unclear", today)


def url_id(url: str) -> str:
    """Id of a page at an address; a digest keeps apart what is cut or lost."""
    slug = _slug(_short(url))
    plain = len(slug) <= _MAX_ID and not urlsplit(url).query
    return slug if plain else f"{slug[:_MAX_ID]}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def _local_id(path: Path, known: Known) -> str:
    slug = _slug(_name(path)) or "files"
    return f"{slug}-files" if slug in known or slug == GUIDE else slug


def _name(path: Path) -> str:
    """Name of a file or folder, never where it lies on this machine."""
    return shown(path.resolve().name) or "files"


def _address(path: Path) -> str:
    return _name(path) if path.is_file() else ""


def _short(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/")


def _slug(text: str) -> str:
    """Return a plain id that is neither a built-in profile's nor a client's."""
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return f"own-{slug}" if slug.startswith((PROFILE, OF_CLIENT)) else slug

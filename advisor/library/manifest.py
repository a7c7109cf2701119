"""A folder with MANIFEST.tsv: one source per vendor, one page per line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from advisor.library.decode import decode
from advisor.library.fetch import File, read_file
from advisor.library.intake import Intake, Page
from advisor.library.page import Raw, Skipped
from advisor.library.vendors import Vendor, vendor_of
from advisor.records import STANCES, Source, Stance

MANIFEST = "MANIFEST.tsv"
_NEEDED = ("local_path", "vendor", "kind", "licence", "public_url")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the manifest."""

    path: str
    vendor: str
    stance: Stance
    licence: str
    url: str


def manifest_intakes(
    folder: Path, *, today: date, vendors: Mapping[str, Vendor]
) -> Iterator[Intake | Skipped]:
    """Yield the vendors in the order of their names, after the lines that cannot be used."""
    raw = read_file(File(folder / MANIFEST, MANIFEST))
    text = raw if isinstance(raw, Skipped) else decode(raw)
    if isinstance(text, Skipped):
        yield text
        return
    rows, whole = list[Row](), True
    for row in _rows(text):
        if isinstance(row, Skipped):
            whole = False
            yield row
        else:
            rows.append(row)
    for vendor in sorted({row.vendor for row in rows}):
        own = [row for row in rows if row.vendor == vendor]
        source = _source(vendor_of(vendor, vendors), own, today)
        yield Intake(source, _pages(folder, own), whole=whole)


def _rows(text: str) -> Iterator[Row | Skipped]:
    lines = text.split("\n")
    columns = lines[0].split("\t")
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        yield Skipped(MANIFEST, f"line 1 lacks the columns {', '.join(missing)}")
        return
    seen = set[str]()
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            row = _row(columns, line.split("\t"), seen)
            yield Skipped(f"{MANIFEST} line {number}", row) if isinstance(row, str) else row


def _row(columns: Sequence[str], cells: Sequence[str], seen: set[str]) -> Row | str:
    """Row, or what is wrong with it."""
    if len(cells) != len(columns):
        return f"{len(cells)} columns, not {len(columns)}"
    row: Mapping[str, str] = {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
    stance = next((known for known in STANCES if known == row["kind"]), None)
    if stance is None:
        return f"unknown kind {row['kind']!r}"
    if not row["vendor"] or not row["local_path"]:
        return "no vendor or no path"
    if row["local_path"] in seen:
        return f"{row['local_path']} was listed before"
    if row["public_url"] and not row["public_url"].startswith(("https://", "http://")):
        return f"{row['public_url']!r} is not a web address"
    seen.add(row["local_path"])
    return Row(row["local_path"], row["vendor"], stance, row["licence"], row["public_url"])


def _source(vendor: Vendor, rows: Sequence[Row], today: date) -> Source:
    stances, licences = {row.stance for row in rows}, {row.licence for row in rows}
    return Source(
        id=vendor.id,
        title=vendor.name,
        party=vendor.party,
        stance=stances.pop() if len(stances) == 1 else "both",
        url=rows[0].url,
        licence=licences.pop() if len(licences) == 1 else "differs by page",
        as_of=today,
        vendor=vendor.name,
    )


def _pages(folder: Path, rows: Sequence[Row]) -> Iterator[Page | Skipped]:
    for row in sorted(rows, key=lambda row: row.path):
        raw = _read(folder, row.path)
        if isinstance(raw, Skipped):
            yield raw
        else:
            page = Raw(raw.path, raw.content, row.url)
            yield Page(page, url=row.url, licence=row.licence, stance=row.stance)


def _read(folder: Path, path: str) -> Raw | Skipped:
    """Read a file of the folder; a path that leads out of it is not followed."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\0" in path:
        return Skipped(path, "leads out of the folder")
    root, file = folder.resolve(), (folder / pure).resolve()
    if not file.is_relative_to(root):
        return Skipped(path, "leads out of the folder")
    return read_file(File(file, path)) if file.exists() else Skipped(path, "not found")

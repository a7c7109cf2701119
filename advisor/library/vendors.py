"""`knowledge/vendors.toml`: how vendors are called, and who of them is independent."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import KnowledgeFileError
from advisor.records import Party


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor by its id in manifests and lists; `also` are products and other spellings.

    `open` and `proprietary` are models that people name to mean a side.
    """

    id: str
    name: str
    party: Party
    also: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    proprietary: tuple[str, ...] = ()


def read_vendors(file: Path) -> dict[str, Vendor]:
    """Read all vendors by id."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        return {
            vendor: Vendor(
                vendor,
                table["name"],
                table.get("party", "vendor"),
                tuple(table["also"]),
                tuple(table.get("open", ())),
                tuple(table.get("proprietary", ())),
            )
            for vendor, table in tables.items()
        }
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error!r}.") from error


def vendor_of(vendor: str, known: Mapping[str, Vendor]) -> Vendor:
    """Return a vendor; one that is not listed gets a readable name ("some-ai" → "Some AI")."""
    words = vendor.replace("_", "-").split("-")
    spelled = " ".join("AI" if word == "ai" else word[:1].upper() + word[1:] for word in words)
    return known.get(vendor, Vendor(vendor, spelled, "vendor"))

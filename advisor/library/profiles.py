"""The built-in profiles of vendors: dated facts, each with the page that states it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from advisor.errors import KnowledgeFileError
from advisor.library.filing import Section
from advisor.library.intake import Intake, Page
from advisor.library.page import Raw
from advisor.library.sync import Sectioned
from advisor.library.vendors import read_vendors
from advisor.records import Source, Stance

FOLDER = "vendors"
ASPECTS = "aspects.toml"
PREFIX = "profile-"  # of the ids of these sources
NOT_STATED = " (not stated)"  # after the heading of what the pages do not say
_LICENCE = "Apache-2.0 (own words)"
_STANCES: dict[str, Stance] = {
    "open": "open",
    "proprietary": "proprietary",
    "both": "both",
    "infrastructure": "infrastructure",
}


@dataclass(frozen=True, slots=True)
class Aspect:
    """What a profile tells of a vendor; `questions` ask about it with "the vendor" for a name."""

    id: str
    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VendorFact:
    """What a vendor's page says on an aspect; not `stated` when it says nothing.

    `source` is the page's address, `as_of` its date.
    """

    text: str
    stated: bool
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Profile:
    """A vendor as its own pages describe it, in our words; `facts` by aspect, in their order."""

    vendor: str
    title: str
    side: Stance
    as_of: date
    text: str
    facts: Mapping[str, VendorFact]


def aspects(knowledge: Path) -> dict[str, Aspect]:
    """Read the aspects by id; the one without a title is of questions no profile answers."""
    file = knowledge / FOLDER / ASPECTS
    if not file.exists():
        return {}
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        return {
            key: Aspect(key, table["title"], tuple(table["questions"]))
            for key, table in tables.items()
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error!r}.") from error


def read_profiles(folder: Path) -> list[Profile]:
    """Read every profile of `knowledge/vendors`, by vendor."""
    files = [file for file in sorted(folder.glob("*.toml")) if file.name != ASPECTS]
    return [_profile(file) for file in files]


def profiles(knowledge: Path) -> list[Sectioned]:
    """Return each profile as the sync line takes it: a source with one page, a section a fact."""
    known = aspects(knowledge)
    if not known:
        return []
    vendors = read_vendors(knowledge / "vendors.toml")
    found = read_profiles(knowledge / FOLDER)
    return [_sectioned(one, known, vendors[one.vendor].name) for one in found]


def aspect_questions(knowledge: Path) -> list[tuple[str, str]]:
    """Return how people ask about each aspect, as (id of the aspect, question)."""
    return [(one.id, text) for one in aspects(knowledge).values() for text in one.questions]


def _profile(file: Path) -> Profile:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        facts = {key: _fact(one) for key, one in table["facts"].items()}
        return Profile(
            vendor=table["vendor"],
            title=table["title"],
            side=_STANCES[table["side"]],
            as_of=table["as_of"],
            text=table["profile"].strip(),
            facts=facts,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error!r}.") from error


def _fact(table: Mapping[str, Any]) -> VendorFact:
    stated = "says" in table
    text = table["says"] if stated else table["not_stated"]
    return VendorFact(text.strip(), stated, table["source"], table["as_of"])


def _sectioned(profile: Profile, known: Mapping[str, Aspect], name: str) -> Sectioned:
    parts, sections = [f"# {profile.title}", profile.text], list[Section]()
    for key, fact in profile.facts.items():
        heading = known[key].title + ("" if fact.stated else NOT_STATED)
        parts += [f"## {heading}", fact.text]
        sections.append(Section(heading, fact.source, (), fact.as_of))
    source = Source(
        id=f"{PREFIX}{profile.vendor}",
        title=f"{profile.title}: profile",
        party="vendor",
        stance=profile.side,
        url=next(iter(profile.facts.values())).source,
        licence=_LICENCE,
        as_of=profile.as_of,
        vendor=name,
    )
    path = f"{profile.vendor}.md"
    page = Page(Raw(path, "\n\n".join(parts).encode(), source.url, "text/markdown"))
    return Sectioned(Intake(source, [page]), {path: tuple(sections)})

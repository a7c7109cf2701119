"""`knowledge/brief.toml`: the titles, sentences, roadmaps and comparisons that briefs share."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from advisor.errors import KnowledgeFileError


@dataclass(frozen=True, slots=True)
class Missing:
    """What is said where something has not been worked out, and what is then to be asked."""

    says: str
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a roadmap, and how one knows that it is done."""

    step: str
    work: str
    done: str


@dataclass(frozen=True, slots=True)
class Aspect:
    """A row of the table of ways; `section` is the guide's, "" where none says it."""

    title: str
    proprietary_api: str
    hosted_open: str
    self_hosted: str
    section: str


@dataclass(frozen=True, slots=True)
class Check:
    """What an answer asks of a model and the catalogue cannot judge; `asks` is an open question.

    `hosted` where it matters only to models on other people's machines.
    """

    question: str
    option: str
    says: str
    asks: str = ""
    hosted: bool = False


@dataclass(frozen=True, slots=True)
class Needs:
    """What the interview's answers ask of a model; `modalities` are inputs by answer."""

    task: str
    self_hosted: Mapping[str, tuple[str, ...]]
    not_commercial: Mapping[str, tuple[str, ...]]
    modalities: Mapping[str, tuple[str, ...]]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed words of a brief.

    `roadmap` is by choice or by the id of a hybrid pattern; `compliance` are the questions of the
    interview whose answers are rules to comply with.
    """

    title: str
    sections: Mapping[str, str]
    sides: Mapping[str, str]
    ways: Mapping[str, str]
    ways_short: Mapping[str, str]
    ways_in_text: Mapping[str, str]
    missing: Mapping[str, Missing]
    sentences: Mapping[str, str]
    method: Mapping[str, str]
    roadmap: Mapping[str, tuple[Step, ...]]
    aspects: tuple[Aspect, ...]
    compliance: tuple[str, ...]
    needs: Needs

    def say(self, sentence: str, /, **values: object) -> str:
        """Fill a sentence in; what is filled in is never read for placeholders itself."""
        return Template(self.sentences[sentence]).substitute(values)


def read_wording(knowledge: Path) -> Wording:
    """Read the file; anything amiss is a `KnowledgeFileError`."""
    file = knowledge / "brief.toml"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        return Wording(
            title=table["title"],
            sections=table["sections"],
            sides=table["sides"],
            ways=table["ways"],
            ways_short=table["ways_short"],
            ways_in_text=table["ways_in_text"],
            missing={name: Missing(**one) for name, one in table["missing"].items()},
            sentences=table["sentences"],
            method=table["method"],
            roadmap={
                name: tuple(Step(**step) for step in steps)
                for name, steps in table["roadmap"].items()
            },
            aspects=tuple(Aspect(**one) for one in table["aspect"]),
            compliance=tuple(table["compliance"]),
            needs=_needs(table["needs"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error!r}.") from error


def _needs(table: Mapping[str, Any]) -> Needs:
    rules = {
        rule: {name: tuple(ids) for name, ids in table[rule].items()}
        for rule in ("self_hosted", "not_commercial", "modalities")
    }
    return Needs(table["task"], **rules, checks=tuple(Check(**one) for one in table["check"]))

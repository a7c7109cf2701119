"""A client's case, and the guide's sections as passages, read from the shipped files."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from advisor.brief.case import Case, Method, Told
from advisor.brief.wording import Wording, read_wording
from advisor.decide.framework import Framework, read_framework
from advisor.decide.recommend import recommend
from advisor.records import Answer, Block, Chunk, Citation, Sentence, Usage
from advisor.shipped import data_folder

DAY = date(2026, 11, 27)
KNOWLEDGE = data_folder("knowledge")
CLINIC = {
    "use-case": "regulated",
    "data": "mixed",
    "volume": "large",
    "customization": "light",
    "expertise": "some",
    "risk": "vendor",
    "regulation": "none",
}
METHOD = Method("0.1.0", "generation 3", "", (("Passages", "8"),))


@cache
def framework() -> Framework:
    return read_framework(KNOWLEDGE)


@cache
def words() -> Wording:
    return read_wording(KNOWLEDGE)


@cache
def guide() -> dict[str, tuple[Chunk, ...]]:
    found: dict[str, tuple[Chunk, ...]] = {}
    for file in sorted((KNOWLEDGE / "guide").glob("*.md")):
        for part in re.split(r"^#+ (?=\d)", file.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            heading, _, text = part.partition("\n")
            found[heading.split()[0]] = (passage(text, heading, file.name),)
    return found


def passage(text: str, heading: str = "1 Title", path: str = "page.md") -> Chunk:
    return Chunk(
        id=f"{path}#{heading}",
        document=path,
        source="guide",
        path=path,
        title="The guide",
        heading=(heading,),
        start=0,
        end=len(text),
        text=text,
        party="article",
        stance="both",
        as_of=date(2026, 3, 30),
        url="https://example.org/guide",
    )


def empty() -> Case:
    """A client of whom nothing is known yet."""
    return Case(Told("Acme"), DAY, framework(), METHOD)


def clinic() -> Case:
    """A client who answered, with an answer kept from the conversation."""
    told = Told(
        client="Northwind Clinics",
        answers=CLINIC,
        said=("Nothing that names a patient may leave.",),
        kept=(answer(),),
    )
    return replace(empty(), told=told, recommendation=recommend(CLINIC, framework()))


def with_told(case: Case, **changes: Any) -> Case:
    """The case of a client who told something else."""
    return replace(case, told=replace(case.told, **changes))


def answer() -> Answer:
    """An answer of one sentence of each support, and a label over what is not supported."""
    text = "Records stay inside. Backups are kept for a week."
    chunk = passage(text, "5 Privacy")
    blocks = (
        Block("**", (Sentence("Records stay inside.", "supported", (1,)),)),
        Block("- ", (Sentence("Backups are kept for long.", "partly", (2,)),)),
        Block("", (), "**Proprietary**"),
        Block("- ", (Sentence("The vendor is bankrupt.", "unsupported"),)),
        Block("", (), "| Vendor | Trains |"),
        Block("", (), "| --- | --- |"),
        Block("| ", (Sentence("A", "supported"), Sentence("No", "supported", (1,)))),
        Block("| ", (Sentence("B", "supported"), Sentence("Often", "unsupported"))),
    )
    return Answer(
        question="Where do records go?",
        standalone_question="Where do records go?",
        text="",
        blocks=blocks,
        grounded=True,
        model="extract",
        sources=(
            Citation(1, chunk, 0, 20, "Records stay inside.", 1.0),
            Citation(2, chunk, 21, 49, "Backups are kept for a week.", 1.0),
        ),
        hits=(),
        suggestions=(),
        usage=Usage(),
        timings_ms={},
    )

"""Answers as a document, in Word or Markdown: an overview, the answers, their evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from advisor.brief.records import (
    Block,
    Brief,
    Callout,
    Note,
    Paragraph,
    Run,
    Section,
    Subheading,
    Table,
    text,
)
from advisor.questionnaire.records import Answered, Source

_MARK = re.compile(r"\s*\[S\d+\]")


def document(answers: Sequence[Answered], title: str, day: date) -> Brief:
    """Set the answers as a document, their notes numbered through."""
    numbers: dict[tuple[str, str], int] = {}
    notes: list[Note] = []
    blocks: list[Block] = []
    for place, one in enumerate(answers, start=1):
        cited = tuple(_number(source, numbers, notes) for source in one.sources)
        blocks += [
            Subheading(f"{one.id or place}. {one.question}"),
            Paragraph((Run(one.error or _plain(one.text), cited),)),
        ]
        if one.person:
            blocks.append(Callout("Needs a person", text(one.person)))
    sections = (
        Section("summary", "Overview", _overview(answers)),
        Section("questions", "Answers", tuple(blocks)),
        Section("evidence", "Evidence", tuple(notes)),
    )
    return Brief(title, "", day, sections)


def _overview(answers: Sequence[Answered]) -> tuple[Block, ...]:
    alone = sum(not one.person for one in answers)
    said = f"{len(answers)} questions; {alone} answered from the library, "
    said += f"{len(answers) - alone} need a person."
    rows = tuple(
        (text(one.id or str(place)), text(one.question), text(one.person))
        for place, one in enumerate(answers, start=1)
        if one.person
    )
    head = ("No.", "Question", "Why a person")
    tables = (Table("For a person", head, rows, widths=(0.1, 0.5, 0.4)),) if rows else ()
    return (Paragraph(text(said)), *tables)


def _number(source: Source, numbers: dict[tuple[str, str], int], notes: list[Note]) -> int:
    known = (source.url, source.quote)
    if known not in numbers:
        numbers[known] = len(notes) + 1
        day = date.fromisoformat(source.as_of)
        notes.append(
            Note(numbers[known], source.quote, source.title, source.heading, source.url,
                 source.party.capitalize(), day)
        )  # fmt: skip
    return numbers[known]


def _plain(said: str) -> str:
    """An answer's text without the marks of its own numbering."""
    return _MARK.sub("", said)

"""The evidence of a brief: notes numbered as the text first uses them, each passage once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

from advisor.brief.records import Note, Run
from advisor.records import Chunk, Citation
from advisor.render import heading_path, page_title, readable

_QUOTE = 320  # characters of a passage that a note quotes
_SECTION = re.compile(r"(?P<number>\d+(?:\.\d+)*)\s")
_STOP = re.compile(r"[.!?](?=\s|\Z)")

Guide: TypeAlias = Mapping[str, tuple[Chunk, ...]]


class Notes:
    """Gives each piece of evidence its number; the same piece has the same number again."""

    def __init__(self, guide: Guide) -> None:
        """`guide` has the passages of each of the guide's sections, by number ("8.1")."""
        self._guide = guide
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._notes: list[Note] = []

    def citation(self, citation: Citation) -> int:
        """Number the span that a sentence of an answer rests on."""
        return self._passage(citation.chunk, _cut(readable(citation.quote)))

    def section(self, number: str) -> tuple[int, ...]:
        """Number a section of the guide; none where the library does not hold it."""
        return tuple(self._passage(one, _opening(one)) for one in self._guide.get(number, ())[:1])

    def said(self, words: str, section: str) -> Run:
        """Give a sentence with its evidence: what the section does not say is a judgement."""
        for chunk in self._guide.get(section, ()):
            if words in chunk.text:
                return Run(words, (self._passage(chunk, words),))
        return Run(words, mark="judged")

    def page(self, title: str, url: str, as_of: date, party: str = "") -> int:
        """Number a page that states a figure or a term."""
        return self._numbered("", title, "", url, party, as_of)

    def all(self) -> tuple[Note, ...]:
        """Every note, by number."""
        return tuple(self._notes)

    def _passage(self, chunk: Chunk, quote: str) -> int:
        heading, party = heading_path(chunk), chunk.party.capitalize()
        return self._numbered(quote, page_title(chunk), heading, chunk.url, party, chunk.as_of)

    def _numbered(  # noqa: PLR0913, PLR0917 - the fields of a note
        self, quote: str, title: str, heading: str, url: str, party: str, as_of: date
    ) -> int:
        known = (quote, url or title, heading)
        if known not in self._numbers:
            number = len(self._notes) + 1
            self._numbers[known] = number
            self._notes.append(Note(number, quote, title, heading, url, party, as_of))
        return self._numbers[known]


def guide_passages(chunks: Iterable[Chunk]) -> dict[str, tuple[Chunk, ...]]:
    """Return the passages of each section of the guide, by the section's number."""
    found: dict[str, tuple[Chunk, ...]] = {}
    for chunk in chunks:
        for heading in chunk.heading[-1:]:
            if match := _SECTION.match(heading):
                found[match["number"]] = (*found.get(match["number"], ()), chunk)
    return found


def _opening(chunk: Chunk) -> str:
    """The first words of a passage, without its headings, its links and its tables."""
    lines = (line for line in readable(chunk.text).splitlines() if _STOP.search(line))
    prose = (line for line in lines if line.strip() not in chunk.heading and " · " not in line)
    return _cut(next(prose, ""))


def _cut(words: str) -> str:
    """Whole sentences as far as a quote goes; at least the first, cut at a word if it must be."""
    words = " ".join(words.split())
    if len(words) <= _QUOTE:
        return words
    ends = [match.end() for match in _STOP.finditer(words) if match.end() <= _QUOTE]
    return words[: ends[-1]] if ends else words[:_QUOTE].rsplit(" ", 1)[0] + " …"

"""What is built in as the ask line uses it: the guide by section, the profiles by vendor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from advisor.ask.guide import SOURCE, Guide, section_of
from advisor.ask.matcher import Example, Matcher
from advisor.ask.profiles import Aspects, Profiles, read_profiles
from advisor.ports import Library
from advisor.records import Chunk


@dataclass(frozen=True, slots=True)
class Shelf:
    """The guide's passages by section, the profiles' facts by vendor, and what tells which."""

    guide: Guide
    passages: Mapping[str, Sequence[Chunk]]
    matcher: Matcher
    profiles: Profiles = field(default_factory=lambda: Profiles({}, {}, Matcher(())))


def read_shelf(library: Library, guide: Guide, aspects: Aspects) -> Shelf:
    """Read what is built in from a library; under a second."""
    passages: dict[str, list[Chunk]] = {}
    for chunk in library.passages(SOURCE):
        section = section_of(chunk, guide)
        if section:
            passages.setdefault(section.id, []).append(chunk)
    matcher = Matcher(_examples(library, passages))
    return Shelf(guide, passages, matcher, read_profiles(library, aspects))


def _examples(library: Library, passages: Mapping[str, Sequence[Chunk]]) -> list[Example]:
    """Return what tells a question's section: the guide's passages and listed questions."""
    section = {chunk.id: number for number, chunks in passages.items() for chunk in chunks}
    texts = {chunk.id: chunk.text for chunks in passages.values() for chunk in chunks}
    return [
        *(Example(section[i], texts[i], v) for i, v in library.vectors(list(section)).items()),
        *(
            Example(section[one.chunk_id], one.text, one.vector)
            for one in library.listed()
            if one.chunk_id in section
        ),
    ]

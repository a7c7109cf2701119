"""Document text → pieces that the embedder reads whole, each under its headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from advisor.library.headings import Heading, headings
from advisor.library.prose import plain
from advisor.library.sentences import sentence_splitter
from advisor.library.units import Unit, cut, units

PREFIX_BYTES = 200  # of title and headings; no token is shorter than a byte, so ≤ 200 tokens
_WORDS = 150  # of a piece, about; measured better than 1000 characters and than 1024 tokens
_TINY = 25  # words; a shorter piece joins its neighbour
_SLACK = 1.15  # a section a little longer than one piece stays in one

Count = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """text[start:end]; `heading` is the path of headings above it, without markup."""

    start: int
    end: int
    heading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Units that make a piece; groups of the same section share its number."""

    units: tuple[Unit, ...]
    heading: tuple[str, ...]
    section: int

    @property
    def words(self) -> int:
        return sum(unit.words for unit in self.units)


def split(text: str, title: str, *, count: Count, max_tokens: int) -> list[Piece]:
    """Split by heading, then by sentence, into pieces of about 150 words.

    `count` gives the tokens of texts; the embedding text of every piece has at most `max_tokens`.
    Pieces are in order and do not overlap; headings and rules between them are left out.
    """
    if max_tokens <= PREFIX_BYTES:
        raise ValueError(f"max_tokens must be over {PREFIX_BYTES}, to leave room for the headings")

    def fits(groups: Sequence[_Group]) -> list[int]:
        return count([embedding_text(title, one.heading, _text(text, one)) for one in groups])

    whole = [part for group in _sections(text) for part in _divide(group, _parts(group))]
    fitting = _fitted(text, whole, fits, max_tokens)
    merged = _without_tiny(fitting, fits, max_tokens)
    return [Piece(one.units[0].start, one.units[-1].end, one.heading) for one in merged]


def titled(title: str, vendor: str) -> str:
    """Return a page's title with its vendor in front, unless the title says it."""
    return title if not vendor or vendor.lower() in title.lower() else f"{vendor}: {title}"


def embedding_text(title: str, heading: Sequence[str], text: str) -> str:
    """Words of a passage with its title and headings in front, as the embedder reads them."""
    path = [name for name in dict.fromkeys((title, *heading)) if name]
    return f"{_clipped(path)}\n{plain(text)}" if path else plain(text)


def _clipped(path: Sequence[str]) -> str:
    """Title and as many of the deepest headings as there is room for."""
    room, kept = PREFIX_BYTES, list[str]()
    for name in (path[0], *reversed(path[1:])):
        short = plain(name).encode()[: max(room - 2, 0)].decode(errors="ignore")
        room -= len(short.encode()) + 2
        kept.append(short)
    return ": ".join(name for name in (kept[0], *reversed(kept[1:])) if name)


def _text(text: str, group: _Group) -> str:
    return text[group.units[0].start : group.units[-1].end]


def _sections(text: str) -> Iterator[_Group]:
    """Units under each heading; a heading without text or subheadings joins the next text."""
    splitter = sentence_splitter()
    found = headings(text)
    path, waiting = list[Heading](), list[Unit]()
    last: _Group | None = None
    for number, (above, start, end) in enumerate(_spans(text, found)):
        if above:
            path = [*(one for one in path if one.level < above.level), above]
        body = units(text, start, end, splitter)
        following = found[number] if number < len(found) else None
        if body:
            if last:
                yield last
            names = tuple(name for one in path if (name := plain(one.title)))
            last = _Group((*waiting, *body), names, number)
            waiting = []
        elif above and not (following and following.level > above.level):
            waiting.append(Unit(above.start, above.end, 1))
    if last:
        yield _Group((*last.units, *waiting), last.heading, last.section)
    elif waiting:
        yield _Group(tuple(waiting), (), 0)


def _spans(text: str, found: Sequence[Heading]) -> Iterator[tuple[Heading | None, int, int]]:
    """Body of each section with the heading above it; the first has none."""
    starts = [0, *(heading.end for heading in found)]
    ends = [*(heading.start for heading in found), len(text)]
    yield from zip([None, *found], starts, ends, strict=True)


def _parts(group: _Group) -> int:
    return max(1, -int(-group.words // (_WORDS * _SLACK)))


def _divide(group: _Group, parts: int) -> list[_Group]:
    """About equal groups of whole units: each unit goes where its middle falls."""
    whole = sum(max(unit.words, 1) for unit in group.units)
    divided: list[list[Unit]] = [[] for _ in range(parts)]
    before = 0
    for unit in group.units:
        words = max(unit.words, 1)
        divided[min(int((before + words / 2) * parts / whole), parts - 1)].append(unit)
        before += words
    return [_Group(tuple(one), group.heading, group.section) for one in divided if one]


def _fitted(
    text: str, groups: list[_Group], fits: Callable[[Sequence[_Group]], list[int]], limit: int
) -> list[_Group]:
    """Divide what is too long until nothing is."""
    fitting = list[_Group]()
    while groups:
        halves = list[_Group]()
        for group, tokens in zip(groups, fits(groups), strict=True):
            if tokens <= limit or group.units[0].start + 1 >= group.units[-1].end:
                fitting.append(group)
            else:
                halves += _smaller(text, group, -(-tokens // limit))
        groups = halves
    return sorted(fitting, key=lambda group: group.units[0].start)


def _smaller(text: str, group: _Group, parts: int) -> list[_Group]:
    if len(group.units) > 1:
        return _divide(group, max(parts, 2))
    whole = group.units[0]
    pieces = cut(text, whole.start, whole.end, max(parts, 2))
    return [_Group((unit,), group.heading, group.section) for unit in pieces]


def _without_tiny(
    groups: list[_Group], fits: Callable[[Sequence[_Group]], list[int]], limit: int
) -> list[_Group]:
    """Join a tiny group to its neighbour of the same section where both fit."""
    pairs = [
        _Group((*one.units, *two.units), one.heading, one.section)
        for one, two in pairwise(groups)
        if one.section == two.section and min(one.words, two.words) < _TINY
    ]
    joined = {
        pair.units[0]: pair
        for pair, tokens in zip(pairs, fits(pairs), strict=True)
        if tokens <= limit
    }
    kept = list[_Group]()
    for group in groups:
        if not kept or group.units[0].start >= kept[-1].units[-1].end:
            kept.append(joined.get(group.units[0], group))
    return kept

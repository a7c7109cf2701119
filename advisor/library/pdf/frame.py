"""What stands around the text of a PDF: running titles, page numbers, the table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from advisor.library.pdf.lines import Line, key_of

_ZONE = 3  # lines at the top and at the bottom of a page that may be around its text
_SHARE = 0.4  # of the pages: a running title may stand on every other page only
_FEWEST = 3  # pages on which something repeats
_LISTED = 0.4  # of a page's lines; from there on it is a table of contents
_FEWEST_LISTED = 3
_LONGEST = 200  # characters of a line that may be around the text
_LEADERS = re.compile(r"(?:\.\s?){4}\s*\S+$")
_PAGE = re.compile(r"\.*(?:\d{1,4}|[ivxl]{1,6})")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\W*(?:page|p\.)?\W*#(?:\W*(?:of|/)\W*#)?\W*", re.IGNORECASE)

Key = tuple[bool, int, str]


def without_frame(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Pages without contents and what repeats; a running title stays where it stands first."""
    pages = _without_contents(pages)
    repeated = _repeated(pages)
    seen, kept = set[Key](), list[list[Line]]()
    for page in pages:
        around = {id(line): key for line, key in _edges(page) if key in repeated}
        kept.append([line for line in page if _stays(around.get(id(line)), seen)])
    return kept


def _stays(key: Key | None, seen: set[Key]) -> bool:
    if key is None:
        return True
    if key in seen or _NUMBER.fullmatch(key[2]):
        return False
    seen.add(key)
    return True


def _repeated(pages: Sequence[Sequence[Line]]) -> set[Key]:
    counts = Counter(key for page in pages for key in {key for _, key in _edges(page)})
    fewest = max(_FEWEST, _SHARE * len(pages))
    return {key for key, count in counts.items() if count >= fewest}


def _edges(page: Sequence[Line]) -> Iterator[tuple[Line, Key]]:
    """Outer lines of a page with what they have in common with those of other pages."""
    short = [line for line in page if len(line.text) <= _LONGEST]
    by_height = sorted(short, key=lambda line: -line.y)
    for top, lines in ((True, by_height[:_ZONE]), (False, by_height[-_ZONE:])):
        for line in lines:
            yield line, (top, round(line.y / 4), _DIGITS.sub("#", line.text))


def _without_contents(pages: Sequence[Sequence[Line]]) -> list[Sequence[Line]]:
    """Pages without lines that list titles with their page numbers."""
    titles = {key_of(line.text) for page in pages for line in page}
    return [_without_listing(page, titles) for page in pages]


def _without_listing(page: Sequence[Line], titles: set[str]) -> Sequence[Line]:
    listed = {id(line): title for line in page if (title := _listed(line))}
    found = [line for line in page if _lists(line, listed.get(id(line), ""), titles)]
    if len(found) < max(_FEWEST_LISTED, _LISTED * len(page)):
        return page
    return [line for line in page if id(line) not in listed]


def _listed(line: Line) -> str:
    """Title in front of a page number; nothing where the line is not made so."""
    words = line.text.rsplit(maxsplit=1) if len(line.text) <= _LONGEST else []
    if len(words) < 2 or not _PAGE.fullmatch(words[1]):
        return ""
    return words[0] if key_of(words[0]).strip("0123456789") else ""


def _lists(line: Line, title: str, titles: set[str]) -> bool:
    return bool(title) and (bool(_LEADERS.search(line.text)) or key_of(title) in titles)

"""Lists in a passage: an item says little without what introduces it, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.ask.sentences import Span, plain

_OPENS = re.compile(r":[*_\"'”’)\]]*\s*$")
_LOOSE = re.compile(r"[\s;,.]+(?:(?:and|or)\s*)?$")  # what ends an item inside a list
_ROOM = 90  # words of a list that is quoted as one sentence


@dataclass(frozen=True, slots=True)
class Listed:
    """An introduction with items as one sentence: `text[start:end]`, and its words as shown.

    `parts` are the starts of the spans that it is made of, `covers` those of the whole list.
    """

    start: int
    end: int
    said: str
    parts: tuple[int, ...]
    covers: frozenset[int]


def listed(text: str, found: Sequence[Span]) -> Iterator[Listed]:
    """Join each sentence that ends in a colon with the list that follows it at once.

    A long list gives a sentence for each item, what stands between left out.
    """
    for at, span in enumerate(found):
        if span.row or span.heading or not _OPENS.search(text[span.start : span.end]):
            continue
        items = _items(found[at + 1 :], span)
        starts = [tuple(one.start for one in item) for item in items]
        said = [_said(text, item) for item in items]
        covers = frozenset({span.start}.union(*starts))
        lead = plain(text[span.start : span.end])
        whole = f"{lead} {'; '.join(said)}."
        if items and len(whole.split()) <= _ROOM:
            yield Listed(span.start, items[-1][-1].end, whole, tuple(sorted(covers)), covers)
            continue
        for number, item in enumerate(items):
            one = f"{lead} {'… ' if number else ''}{said[number]}."
            yield Listed(span.start, item[-1].end, one, (span.start, *starts[number]), covers)


def _items(following: Sequence[Span], opening: Span) -> list[list[Span]]:
    """Return the sentences of each item."""
    items: list[list[Span]] = []
    for span in following:
        if not span.item or span.item == opening.item:
            break
        if items and items[-1][0].item == span.item:
            items[-1].append(span)
        else:
            items.append([span])
    return items


def _said(text: str, item: Sequence[Span]) -> str:
    return _LOOSE.sub("", " ".join(plain(text[span.start : span.end]) for span in item))

"""A text as token numbers: its own between those every text has, a word for each of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class TokenRow:
    """`inner` are the text's tokens, `before` and `after` the special ones and the prompt's.

    `words` says of each inner token which word of the text it begins in.
    """

    before: tuple[int, ...]
    inner: tuple[int, ...]
    after: tuple[int, ...]
    words: tuple[str, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """All tokens, as the model reads them."""
        return self.before + self.inner + self.after

    @property
    def own(self) -> slice:
        """Where the text's own tokens stand among all."""
        return slice(len(self.before), len(self.before) + len(self.inner))

    def windows(self, size: int, most: int) -> list[TokenRow]:
        """Cut into rows of `size` tokens of the text, spread evenly if there would be too many."""
        if len(self.inner) <= size:
            return [self]
        needed = min(-(-len(self.inner) // size), most)
        starts = np.linspace(0, len(self.inner) - size, needed).astype(int)
        return [
            TokenRow(
                self.before, self.inner[at : at + size], self.after, self.words[at : at + size]
            )
            for at in starts
        ]


def token_rows(tokenizer: Any, prompt: str, texts: Sequence[str]) -> list[TokenRow]:
    """Read texts with a prompt in front, by a tokenizer that cuts and pads nothing."""
    read = tokenizer.encode_batch([prompt + text for text in texts])
    return [_row(one, prompt + text, len(prompt)) for one, text in zip(read, texts, strict=True)]


def _row(read: Any, text: str, start: int) -> TokenRow:
    ids = tuple(read.ids)
    special, offsets = read.special_tokens_mask, read.offsets  # both are copied when asked for
    own = [n for n, (_, end) in enumerate(offsets) if not special[n] and end > start]
    if own:
        first, last = own[0], own[-1] + 1
    else:
        first = last = len(ids) - (1 if len(ids) > 1 and special[-1] else 0)
    found = list(_WORD.finditer(text, start))
    words = _words(offsets[first:last], found, text)
    return TokenRow(ids[:first], ids[first:last], ids[last:], words)


def _words(
    offsets: Sequence[tuple[int, int]], found: Sequence[re.Match[str]], text: str
) -> tuple[str, ...]:
    """Return the word each span begins in, or the next one where it begins with a space."""
    words, at = list[str](), 0
    for start, end in offsets:
        while at + 1 < len(found) and found[at].end() <= start:
            at += 1
        inside = at < len(found) and found[at].start() < max(end, start + 1)
        words.append(found[at].group() if inside else text[start:end].strip())
    return tuple(words)

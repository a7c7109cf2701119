"""Words broken at the end of a line, put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010\u00ad]$")
_ADDRESS = re.compile(r"://(?:\S*[./_=&?])?$")
_END = 200  # characters of a line in which its last word is
_GOES_ON = re.compile(r"[^\W\d_]+")


class Words:
    """The words of a document, which tell how one that is broken is written."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._known, half = set[str](), False
        for line in lines:
            words = _WORD.findall(line.lower())[half:]
            half = bool(_BROKEN.search(line[-_END:]))
            self._known.update(words[: len(words) - half])

    def joined(self, lines: Sequence[str]) -> str:
        """Lines on one line; a hyphen at a line's end stays where it belongs to the word."""
        parts = list[str]()
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            broken, rest = _BROKEN.search(line[-_END:]), _GOES_ON.match(following)
            if line.endswith(("-", "\u2010", "\u00ad")) and following:
                whole = broken and rest and self._is_one(broken[1], rest[0])
                parts.append(line[:-1] if whole else line)
            elif _ADDRESS.search(line[-_END:]) and following[:1].islower():
                parts.append(line)
            else:
                parts.append(f"{line} ")
        return "".join(parts).strip()

    def _is_one(self, first: str, rest: str) -> bool:
        """Whether both halves are one word without a hyphen; what else stands there decides."""
        if not rest[0].islower():
            return False
        first, rest = first.lower(), rest.lower()
        if first + rest in self._known:
            return True
        if f"{first}-{rest}" in self._known or "-" in first:
            return False
        return not (first in self._known and rest in self._known)

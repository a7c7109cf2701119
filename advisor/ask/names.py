"""The vendors and models that people name, and whom they mean by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from advisor.ask import words

_VERSION = re.compile(r"-(?=v?\d)")  # "DeepSeek-V3" names DeepSeek


@dataclass(frozen=True, slots=True)
class Names:
    """The vendors of the library.

    `spellings` gives the vendor of each lower-case name people use, `sources` the ids of each
    vendor's sources, `models` the side that a model's name stands for, `makers` its vendor.
    """

    spellings: Mapping[str, str]
    sources: Mapping[str, tuple[str, ...]]
    models: Mapping[str, str]
    makers: Mapping[str, str] = field(default_factory=dict)

    def known(self) -> frozenset[str]:
        """All names, lower-case."""
        return frozenset(self.spellings)

    def named(self, text: str) -> tuple[str, ...]:
        """Vendors the text names, in order of their first mention."""
        return tuple(dict.fromkeys(_named(text, self.spellings)))

    def made_by(self, text: str) -> tuple[str, ...]:
        """Vendors the text names, by themselves or by their models."""
        return tuple(dict.fromkeys(_named(text, {**self.makers, **self.spellings})))

    def vendors_alone(self, text: str) -> bool:
        """Whether the text calls vendors by their own names only, not by those of products."""
        called = {name for _, name in _called(text, self.spellings)}
        own = {vendor.lower() for vendor in self.sources}
        return called <= own | {name.split()[0] for name in own}

    def words(self, text: str) -> frozenset[str]:
        """Lower-case words of the names by which the text calls vendors."""
        called = (name for _, name in _called(text, self.spellings))
        return frozenset(word for name in called for word in name.split())

    def sides(self, text: str) -> frozenset[str]:
        """Whose side the text speaks of, by its own words or by the models it names."""
        return words.sides(text) | frozenset(_named(text, self.models))

    def as_sides(self, text: str) -> str:
        """Write for each model that the text names the side that it stands for."""
        for name in sorted(self.models, key=len, reverse=True):
            side = f"{self.models[name]} model"
            pattern = rf"\b{re.escape(name)}(?:-(?:style|like|type|class))?(?!\w|[.-]\w)"
            text = re.sub(pattern, side, text, flags=re.IGNORECASE)
        return text


def _named(text: str, names: Mapping[str, str]) -> list[str]:
    """Return what the names in a text stand for, in order of their first mention."""
    return [names[name] for _, name in sorted(_called(text, names))]


def _called(text: str, names: Iterable[str]) -> list[tuple[int, str]]:
    """Return the names in a text with their places in it; of two, one in the other, the longer."""
    low = f" {_VERSION.sub(' ', ' '.join(words.words(text)))} "
    told = ((_versionless(name), name) for name in names)
    found = [
        (at, name, at + len(bare))
        for bare, name in told
        if bare in low and (at := max(low.find(f" {bare} "), low.find(f" {bare}'s "))) >= 0
    ]
    return [
        (at, name)
        for at, name, end in found
        if not any(o <= at and end <= e and e - o > end - at for o, _, e in found)
    ]


@lru_cache(maxsize=4096)
def _versionless(name: str) -> str:
    """A name with its version parted from it; every question asks for all of them."""
    return _VERSION.sub(" ", name)

"""What is read of the library at each generation: whom people name, and what is built in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from advisor.ask.guide import Guide
from advisor.ask.matcher import Example
from advisor.ask.names import Names
from advisor.ask.profiles import Aspects
from advisor.ask.shelf import Shelf, read_shelf
from advisor.library.profiles import aspect_questions, aspects
from advisor.library.vendors import read_vendors
from advisor.ports import Embedder, Library


@dataclass(frozen=True, slots=True)
class Bookshelf:
    """Reads names and shelf; `embedder` gives one with what ships encoded in front of it."""

    knowledge: Path
    library: Library
    guide: Guide
    embedder: Callable[[], Embedder]

    def shelf(self) -> Shelf:
        """Read the guide and the profiles."""
        return read_shelf(self.library, self.guide, self._aspects())

    def names(self) -> Names:
        """Return the vendors of the library by the names people give them."""
        return self.names_of(self.library)

    def names_of(self, library: Library) -> Names:
        """Return the vendors of a library by the names people give them."""
        known = read_vendors(self.knowledge / "vendors.toml").values()
        also = {vendor.name: (vendor.id, *vendor.also) for vendor in known}
        spellings: dict[str, str] = {}
        ids: dict[str, tuple[str, ...]] = {}
        for source in library.sources():
            if source.vendor:
                ids[source.vendor] = (*ids.get(source.vendor, ()), source.id)
                for name in (source.vendor, *also.get(source.vendor, ())):
                    spellings[name.lower()] = source.vendor
        sides = {
            name.lower(): side
            for vendor in known
            for side, names in (("open", vendor.open), ("proprietary", vendor.proprietary))
            for name in names
        }
        makers = {
            name.lower(): vendor.name
            for vendor in known
            if vendor.name in ids
            for name in (*vendor.open, *vendor.proprietary)
        }
        return Names(spellings, ids, sides, makers)

    def _aspects(self) -> Aspects:
        """Return what the vendors' profiles tell, and how people ask about it."""
        asked = aspect_questions(self.knowledge)
        encoded = self.embedder().encode_passages([text for _, text in asked])
        examples = [
            Example(aspect, text, one.vector)
            for (aspect, text), one in zip(asked, encoded, strict=True)
        ]
        titles = {one.id: one.title for one in aspects(self.knowledge).values() if one.title}
        return Aspects(titles, examples)

"""A bounded line before a model that answers one request at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from advisor.errors import ModelBusyError


class WaitingLine:
    """One is served, up to `places` wait; the next is turned away at once.

    Belongs to one event loop at a time; nothing in it is bound to a loop while nobody waits.
    """

    def __init__(self, places: int) -> None:
        """Begin empty; `places` do not count the one that is served."""
        self._places = places
        self._line: list[Place] = []

    @property
    def length(self) -> int:
        """How many are served or wait."""
        return len(self._line)

    @contextmanager
    def join(self, model: str) -> Iterator[Place]:
        """Take the last place; it is given up when the block ends, however it ends.

        Raises ModelBusyError when all places are taken.
        """
        waiting = len(self._line) - 1
        if waiting >= self._places:
            raise ModelBusyError(model, waiting)
        place = Place(self._line)
        self._line.append(place)
        try:
            yield place
        finally:
            self._line.remove(place)
            for other in self._line:
                other.wake()


class Place:
    """A place in the line."""

    def __init__(self, line: list[Place]) -> None:
        """Not yet in the line; `join` puts it there."""
        self._line = line
        self._woken = asyncio.Event()

    @property
    def ahead(self) -> int:
        """How many come before; 0 when it is one's turn."""
        return self._line.index(self)

    def wake(self) -> None:
        """Have the one who waits here look again."""
        self._woken.set()

    async def move(self) -> None:
        """Wait until fewer are ahead."""
        before = self.ahead
        while self.ahead == before:
            self._woken.clear()
            await self._woken.wait()

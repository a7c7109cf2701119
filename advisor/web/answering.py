"""Who answers now, in a line for the empty chat; no page waits long to learn it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from advisor.errors import AdvisorError
from advisor.web.port import Advisor

_PATIENCE = 0.5  # seconds a page waits; a server elsewhere may take many more to be found missing
_UNKNOWN = "Looking for a model. Until one is found, answers are composed from the library."


@dataclass
class WhoAnswers:
    """Asks the advisor in the background, once at a time, and keeps the last reply."""

    advisor: Advisor
    line: str = _UNKNOWN
    asking: asyncio.Task[None] | None = None

    async def now(self) -> str:
        """Return the line as fresh as can be had without keeping a reader waiting."""
        if self.asking is None or self.asking.done():
            self.asking = asyncio.create_task(self._ask())
        await asyncio.wait({self.asking}, timeout=_PATIENCE)
        return self.line

    async def _ask(self) -> None:
        try:
            answering = await self.advisor.answering()
        except AdvisorError as error:
            self.line = f"{error} {error.hint}".strip()
        else:
            self.line = f"{answering.label} {answering.change}".strip()

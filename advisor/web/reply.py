"""One message of the chat: passages found, a draft, then the checked answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import chainlit as cl

from advisor.errors import AdvisorError
from advisor.render import SourcePanel
from advisor.web.markup import plain

_STOPPED = "*Stopped. What stands above was not checked.*"
_STOPPED_EARLY = "*Stopped before an answer was written.*"
_BROKE = (
    "**The advisor failed on this question.** It is a fault of the program, not of your question. "
    "Ask again; if it fails twice, the terminal where it runs says why."
)


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below the text; drawn by `public/elements/Sources.jsx`."""

    stage: Literal["working", "answered", "ended"]
    status: str = ""
    panels: tuple[SourcePanel, ...] = ()
    footer: str = ""
    suggestions: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


class Reply:
    """The message in the making.

    What stands below the text travels as the message's metadata: sending an element anew would
    close the source panel that someone reads.
    """

    def __init__(self) -> None:
        """Begin with an empty message that says what goes on."""
        self._open = False
        self._below = Below("working", "Searching the library")
        self._message = cl.Message(content="", metadata=self._metadata())

    async def open(self) -> None:
        """Show the message, if it is not shown yet."""
        if self._open:
            return
        self._open = True
        props = {"message": self._message.id}
        self._message.elements = [cl.CustomElement(name="Sources", props=props, display="inline")]
        await self._message.send()
        self._message.elements = []

    async def found(self, panels: Sequence[SourcePanel]) -> None:
        """Show the passages found."""
        await self._show(replace(self._below, panels=tuple(panels)))

    async def status(self, text: str) -> None:
        """Say what goes on now; the page counts the seconds."""
        await self._show(replace(self._below, status=text))

    async def token(self, text: str) -> None:
        """Add to the draft."""
        await self._message.stream_token(text)

    async def discard(self, reason: str) -> None:
        """Take the draft back."""
        self._message.content = ""
        await self.status(reason)

    async def answer(
        self,
        text: str,
        panels: Sequence[SourcePanel],
        footer: str,
        suggestions: Sequence[str],
        steps: Sequence[str] = (),
    ) -> None:
        """Replace the draft by the checked answer; `steps` are what can be done besides asking."""
        self._message.content = text
        below = Below("answered", "", tuple(panels), footer, tuple(suggestions), tuple(steps))
        await self._show(below)

    async def chart(self, name: str, figure: Any) -> None:
        """Add a chart below the answer."""
        element = cl.Plotly(name=name, figure=figure, display="inline", size="large")
        await element.send(for_id=self._message.id)

    async def fail(self, error: AdvisorError) -> None:
        """Say what happened and the next step."""
        await self.open()
        self._message.is_error = True
        self._message.content = plain("\n\n".join(filter(None, [f"**{error}**", error.hint])))
        await self._show(replace(self._below, stage="ended"))

    async def stop(self) -> None:
        """Keep the draft, and say that it was not checked."""
        await self.open()
        draft = plain(self._message.content).rstrip()
        self._message.content = f"{draft} …\n\n{_STOPPED}" if draft else _STOPPED_EARLY
        await self._show(replace(self._below, stage="ended"))

    async def give_up(self) -> None:
        """Say that the program is at fault."""
        await self.open()
        self._message.is_error = True
        self._message.content = _BROKE
        await self._show(replace(self._below, stage="ended"))

    async def _show(self, below: Below) -> None:
        self._below = below
        self._message.metadata = self._metadata()
        await self._message.update()

    def _metadata(self) -> dict[str, object]:
        return {"below": asdict(self._below)}

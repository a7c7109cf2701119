"""The brief in the chat: answers kept for it, and the document to download."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import chainlit as cl

from advisor.brief.case import Told
from advisor.brief.write import Format, file_name, render
from advisor.decide.interview import Interview
from advisor.web.markup import plain
from advisor.web.port import Advisor, Spaces
from advisor.web.session import Session

_FORMATS: tuple[Format, ...] = ("docx", "pdf", "html")
_UNNAMED = "the client"
_READY = (
    "**The brief is ready**: recommendation, costs, risks, roadmap and evidence, as far as they "
    "are worked out. What is missing is said in it."
)
_LACKS = "*Not in it yet:* {lacking}."
_NAME = "To name the client, write “Make the brief for …”."


@dataclass(frozen=True)
class Briefing:
    """The handlers of the brief."""

    advisor: Advisor
    spaces: Spaces | None

    async def keep(self, session: Session) -> None:
        """Keep the newest answer in the client's file, too, and say how many are kept."""
        if self.spaces and session.client and session.kept:
            await asyncio.to_thread(self.spaces.keep, session.client, session.kept[-1])
        count = len(session.kept)
        text = f"Kept for the brief ({count} answer{'s' * (count != 1)})."
        await cl.Message(content=text if count else "There is no answer to keep yet.").send()

    async def make(self, session: Session, client: str) -> None:
        """Write the brief of this conversation and offer it in each format."""
        message = cl.Message(content="Writing the brief")
        await message.send()
        interview = cl.user_session.get("interview")
        answers = interview.profile if isinstance(interview, Interview) else {}
        day = datetime.now(UTC).date()
        told = Told(client or _UNNAMED, answers, session.said, session.kept, session.comparison)
        if self.spaces and session.client:
            kept = await asyncio.to_thread(self.spaces.told, session.client, day)
            told = _joined(kept, told)
            client = client or kept.client
        made = await asyncio.to_thread(self.advisor.brief, told, day)
        for form in _FORMATS:
            written = await asyncio.to_thread(render, made, form)
            name = file_name(client or "client", day, form)
            await cl.File(name=name, content=written.data, display="inline").send(message.id)
        message.content = plain("\n\n".join(filter(None, (_READY, _lacks(told), _hint(client)))))
        await message.update()


def _joined(kept: Told, told: Told) -> Told:
    """Join what a client's file keeps with what this conversation told, which wins."""
    return replace(
        kept,
        answers={**kept.answers, **told.answers},
        comparison=told.comparison or kept.comparison,
    )


def _lacks(told: Told) -> str:
    """Say what the brief would gain by."""
    steps = (
        ("a recommendation (*Start the interview*)", not told.answers),
        ("a cost comparison (*Compare costs*)", told.comparison is None),
        ("answers of this conversation (*Add to the brief*)", not told.kept),
    )
    lacking = ", ".join(step for step, missing in steps if missing)
    return _LACKS.format(lacking=lacking) if lacking else ""


def _hint(client: str) -> str:
    return "" if client else _NAME

"""The interview in the chat: a card with buttons, then the recommendation with its scorecard."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import chainlit as cl

from advisor.advice.decision import scorecard
from advisor.decide.framework import Question
from advisor.decide.interview import Interview
from advisor.decide.reading import stated
from advisor.decide.recommend import recommend
from advisor.errors import AdvisorError, ProfileError
from advisor.records import Answer
from advisor.web.charts import figure
from advisor.web.interviews import Card, Interviews, card
from advisor.web.port import Advisor
from advisor.web.reader import reader
from advisor.web.reply import Reply

ACTION = "interview"
_INTRODUCTION = "A few questions, then a recommendation with its reasons and what would change it."

Conclude = Callable[[Mapping[str, str], Answer, Reply], Awaitable[None]]
"""Shows the recommendation for answers in a reply, and remembers both."""


@dataclass(frozen=True)
class Deciding:
    """The handlers of the interview; where it stands is the reader's `Interview`.

    An interview for a client is of this conversation alone: what comes of it is kept in the
    client's own file.
    """

    advisor: Advisor
    interviews: Interviews
    conclude: Conclude
    client: Callable[[], str]

    async def begin(self, conversation: str, model: str | None = None) -> None:
        """Open the interview, or go on with it; what the conversation told is not asked again.

        The rules' reading is shown at once; what a model reads besides comes when it is there.
        """
        interview = await self._present()
        heard = interview.heard(stated(conversation, self.advisor.calculators.readings()))
        message = cl.Message(content=_INTRODUCTION, metadata=_metadata(card(heard)))
        props = {"message": message.id}
        message.elements = [cl.CustomElement(name="Interview", props=props, display="inline")]
        await message.send()
        message.elements = []
        cl.user_session.set("card", message)
        await self._stand(heard, None)
        if conversation:
            await self._listen(heard, conversation, model)

    async def unfinished(self) -> bool:
        """Whether the reader has begun an interview and not ended it."""
        interview = await self._present()
        return bool(interview.path) and not interview.done

    async def put_away(self) -> None:
        """Put the interview away with its card: the conversation is now another client's."""
        cl.user_session.set("interview", None)
        shown = cl.user_session.get("card")
        cl.user_session.set("card", None)
        if isinstance(shown, cl.Message):
            await shown.remove()

    async def act(self, action: cl.Action) -> None:
        """Follow a button of the card."""
        try:
            await self._follow(action.payload)
        except AdvisorError as error:
            reply = Reply()
            await reply.open()
            await reply.fail(error)

    async def _follow(self, payload: dict[str, Any]) -> None:
        interview = await self._present()
        question = str(payload.get("question", ""))
        match payload.get("do"):
            case "change":
                await self._stand(interview, interview.framework.question(question))
            case "end":
                await self._end(interview)
            case "anew":
                await self._stand(Interview(interview.framework), None)
            case step:
                interview = _stepped(interview, str(step), question, str(payload.get("option")))
                await (self._end(interview) if interview.done else self._stand(interview, None))

    async def _listen(self, begun: Interview, conversation: str, model: str | None) -> None:
        """Add what a model reads besides the rules, where the reader has not settled it since.

        A model that cannot be had is no reason to stop: the questions are asked instead.
        """
        try:
            read = await self.advisor.heard(conversation, model)
        except AdvisorError:
            return
        now = cl.user_session.get("interview")
        if isinstance(now, Interview) and _is_open():
            added = now.heard_besides(one for one in read if one.question not in begun.hints)
            if added != now:
                await self._stand(added, None)

    async def _present(self) -> Interview:
        """Return the interview of this conversation, or the one that the reader began before."""
        interview = cl.user_session.get("interview")
        if isinstance(interview, Interview):
            return interview
        return await asyncio.to_thread(self.interviews.of, self._reader())

    def _reader(self) -> str:
        """Name the reader under whom an interview is kept; "" keeps none."""
        return "" if self.client() else reader(getattr(cl.context.session, "environ", {}))

    async def _stand(self, interview: Interview, at: Question | None) -> None:
        """Show where the interview stands, and keep it."""
        cl.user_session.set("interview", interview)
        await asyncio.to_thread(self.interviews.keep, self._reader(), interview)
        await _show(card(interview, at=at))

    async def _end(self, interview: Interview) -> None:
        """Recommend from what is known; the card keeps the answers, to be changed."""
        cl.user_session.set("interview", interview)
        await asyncio.to_thread(self.interviews.forget, self._reader())
        await _show(card(interview, ended=True))
        reply = Reply()
        await reply.open()
        await reply.status("Weighing the answers")
        found = recommend(interview.profile, interview.framework)
        answer = await asyncio.to_thread(self.advisor.calculators.decision, interview.profile)
        await self.conclude(interview.profile, answer, reply)
        drawn = await asyncio.to_thread(figure, scorecard(found))
        await reply.chart("Scorecard", drawn)


def _stepped(interview: Interview, step: str, question: str, option: str) -> Interview:
    """Take a step of the interview."""
    match step:
        case "answer":
            return interview.answer(question, option)
        case "skip":
            return interview.skip(question)
        case "back":
            return interview.back()
        case "confirm":
            return interview.confirm()
        case "deny":
            return interview.deny(question)
    raise ProfileError("The interview does not know that button.")


async def _show(shown: Card) -> None:
    message = cl.user_session.get("card")
    if isinstance(message, cl.Message):
        message.metadata = _metadata(shown)
        await message.update()


def _is_open() -> bool:
    """Whether the card still asks."""
    message = cl.user_session.get("card")
    shown = message.metadata.get("interview", {}) if isinstance(message, cl.Message) else {}
    return bool(shown) and not shown.get("ended")


def _metadata(shown: Card) -> dict[str, object]:
    return {"interview": shown}

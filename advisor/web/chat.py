"""Chainlit's handlers, and nothing else: each gets the session, follows the events, draws."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import groupby
from typing import Any

import chainlit as cl

from advisor.advice.decision import MODEL
from advisor.ask.events import Answered, Condensed, Discarded, Event, Found, Progress, Token
from advisor.costs.records import Comparison
from advisor.errors import AdvisorError
from advisor.records import Answer
from advisor.render import body, footer, panels
from advisor.settings import Settings
from advisor.web import costing, deciding
from advisor.web.answering import WhoAnswers
from advisor.web.briefing import Briefing
from advisor.web.choices import NO_CLIENT, choices
from advisor.web.costing import Costing
from advisor.web.deciding import Deciding
from advisor.web.intents import client_named, intent, next_steps
from advisor.web.interviews import Interviews
from advisor.web.markup import drawn, found_panels, plain
from advisor.web.port import Advisor, Spaces
from advisor.web.reply import Reply
from advisor.web.session import Session

_LOG = logging.getLogger(__name__)
_NAME = "Advisor"
_WELCOME = (
    "# Open or Proprietary Advisor\n\n"
    "Open-source or proprietary AI: your questions, answered with evidence.\n\n"
    "{answering}\n\n[What is in the library](/library)"
)
_AWAY = 20  # seconds a lost connection has to come back before its answer is stopped
_SETTLES = 3  # seconds in which a page that loads slowly may connect a second time
_STOPPED_BY_CHAINLIT = "Task manually stopped."


def register(advisor: Advisor, settings: Settings, spaces: Spaces | None = None) -> None:
    """Hand Chainlit the handlers of `advisor`; a later call replaces them."""
    chat = Chat(advisor, settings, WhoAnswers(advisor), _interviews(advisor, settings), spaces)
    cl.set_chat_profiles(chat.welcome)
    cl.set_starter_categories(chat.starters)
    cl.on_chat_start(chat.start)
    cl.on_settings_update(chat.choose)
    cl.on_message(chat.answer)
    cl.on_stop(chat.stop)
    cl.on_chat_end(chat.leave)
    cl.action_callback(deciding.ACTION)(chat.deciding.act)
    cl.action_callback(costing.ACTION)(chat.costing.act)


@dataclass(frozen=True)
class Chat:
    """The handlers; what they remember is the reader's `Session`."""

    advisor: Advisor
    settings: Settings
    who: WhoAnswers
    interviews: Interviews
    spaces: Spaces | None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def deciding(self) -> Deciding:
        """The interview, whose recommendation is an answer of this conversation."""
        return Deciding(
            self.advisor, self.interviews, self._decided, lambda: self._session().client
        )

    @property
    def costing(self) -> Costing:
        """The cost calculator, whose comparison goes into the brief."""
        return Costing(self.advisor, self._remember)

    @property
    def briefing(self) -> Briefing:
        """The brief of this conversation."""
        return Briefing(self.advisor, self.spaces)

    async def welcome(self) -> list[cl.ChatProfile]:
        """Fill the empty chat: name, one sentence, what answers now, the library."""
        text = _WELCOME.format(answering=plain(await self.who.now()))
        return [
            cl.ChatProfile(
                name=_NAME, markdown_description=text, icon="/public/mark.svg", default=True
            )
        ]

    async def starters(self) -> list[cl.StarterCategory]:
        """Questions to begin with, in the order and groups they come in."""
        grouped = groupby(self.advisor.starters(), key=lambda starter: starter.group)
        return [
            cl.StarterCategory(
                label=group,
                starters=[cl.Starter(label=each.label, message=each.question) for each in some],
            )
            for group, some in grouped
        ]

    async def start(self) -> None:
        """Begin a conversation and offer its settings."""
        session = self._session()
        cl.user_session.set("session", session)
        clients = await asyncio.to_thread(self.spaces.names) if self.spaces else []
        models = await self._models(session.model)
        offered = cl.ChatSettings(choices(session, models, clients))
        socket = cl.context.session.socket_id
        await offered.send()
        self._later(_offer_again_if_moved(offered, cl.context.session, socket))
        if await self.deciding.unfinished():
            await self.deciding.begin("")

    async def choose(self, chosen: Mapping[str, Any]) -> None:
        """Take over what the reader chose in the settings."""
        session = replace(
            self._session(),
            model=str(chosen.get("model") or self.settings.model),
            passages=int(chosen.get("passages") or self.settings.passages),
            show_support=bool(chosen.get("show_support")),
        )
        client = str(chosen.get("client") or NO_CLIENT)
        turned = session.with_client("" if client == NO_CLIENT else client)
        if turned.client != session.client:
            await self.deciding.put_away()
        cl.user_session.set("session", turned)

    async def answer(self, message: cl.Message) -> None:
        """Answer a question, showing what happens on the way; or open the interview."""
        reply = Reply()
        try:
            await self._serve(message.content, reply)
        except AdvisorError as error:
            await reply.fail(error)
        except asyncio.CancelledError:
            await reply.stop()
            raise
        except Exception:  # noqa: BLE001 - else Chainlit sends the reader the bug's own words
            _LOG.exception("A question could not be answered")
            await reply.give_up()

    async def stop(self) -> None:
        """Take back the line Chainlit writes on its own; the stopped reply says it better."""
        for message in cl.chat_context.get():
            if message.content == _STOPPED_BY_CHAINLIT and message.type == "assistant_message":
                await message.remove()

    async def leave(self) -> None:
        """Stop the model for a reader who started anew or closed the page."""
        session = cl.context.session
        if session.current_task is not None and not session.current_task.done():
            self._later(_stop_unless_back(session, session.socket_id))

    async def _serve(self, said: str, reply: Reply) -> None:
        """Do what a message wants: most want an answer."""
        wanted = intent(said)
        match wanted:
            case "interview":
                session = self._session()
                await self.deciding.begin("\n".join(session.said), session.model)
            case "costs":
                await self.costing.form()
            case "keep":
                cl.user_session.set("session", self._session().keeping())
                await self.briefing.keep(self._session())
            case "brief":
                await self.briefing.make(self._session(), client_named(said))
            case "ask":
                compared = await self.costing.asked(said)
                if compared is None:
                    await reply.open()
                    await self._follow(said, reply)

    async def _follow(self, question: str, reply: Reply) -> None:
        session = self._session()
        model, passages = session.model, session.passages
        if self.spaces and session.client:
            asked = self.spaces.ask(session.client, question, model=model, passages=passages)
        else:
            asked = self.advisor.ask(question, session.history, model=model, passages=passages)
        async with aclosing(asked) as events:
            async for event in events:
                await self._draw(event, reply, session)

    async def _draw(self, event: Event, reply: Reply, session: Session) -> None:
        match event:
            case Condensed():
                pass
            case Found(hits):
                await reply.found(found_panels(hits, _today()))
            case Progress(_, text):
                await reply.status(text)
            case Token(text):
                await reply.token(text)
            case Discarded(reason):
                await reply.discard(reason)
            case Answered(answer):
                await self._conclude(answer, reply, session)

    async def _decided(self, answers: Mapping[str, str], answer: Answer, reply: Reply) -> None:
        session = self._session()
        if self.spaces and session.client:
            await asyncio.to_thread(self.spaces.keep_profile, session.client, answers)
        await self._conclude(answer, reply, session)

    def _remember(self, comparison: Comparison) -> None:
        cl.user_session.set("session", replace(self._session(), comparison=comparison))

    async def _conclude(self, answer: Answer, reply: Reply, session: Session) -> None:
        document = self.advisor.document
        if self.spaces and session.client:
            document = partial(self.spaces.document, session.client)
        sources = await asyncio.to_thread(panels, answer, document, _today())
        text = drawn(body(answer, show_support=session.show_support), sources)
        steps = next_steps(answer)
        await reply.answer(text, sources, footer(answer), answer.suggestions, steps)
        present = self._session()  # its settings may have changed meanwhile
        after = present.recommended if answer.model == MODEL else present.after
        cl.user_session.set("session", after(answer))

    async def _models(self, present: str) -> list[str]:
        try:
            models = await self.advisor.models()
        except AdvisorError:
            models = ["auto", "none"]
        return models if present in models else [present, *models]

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _session(self) -> Session:
        kept = cl.user_session.get("session")
        if isinstance(kept, Session):
            return kept
        settings = self.settings
        return Session(settings.model, settings.passages, settings.show_support)


async def _offer_again_if_moved(offered: cl.ChatSettings, session: Any, socket: str) -> None:
    """Offer the settings again to a page that connected twice; its first connection forgot them."""
    await asyncio.sleep(_SETTLES)
    if session.socket_id != socket:
        await offered.send()


async def _stop_unless_back(session: Any, socket: str) -> None:
    """Wait for a lost connection to come back; someone who began a new chat does not."""
    await asyncio.sleep(0 if session.to_clear else _AWAY)
    if session.socket_id == socket:
        session.current_task.cancel()


def _interviews(advisor: Advisor, settings: Settings) -> Interviews:
    return Interviews(settings.home / "interviews", advisor.calculators.framework())


def _today() -> date:
    return datetime.now(UTC).date()

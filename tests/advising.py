"""An advisor over the built-in guide, filled once for all tests that only read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from pathlib import Path

from advisor.ask.events import Answered, Event
from advisor.ask.pipeline import Parts, Wish, ask
from advisor.ports import ChatModel
from advisor.records import Answer, Turn
from advisor.settings import Settings
from advisor.wiring import Advisor, build


def filled(home: Path, targets: Sequence[str] = ()) -> Advisor:
    """Build an advisor whose library holds the guide and the targets."""
    advisor = build(Settings(home=home, model="none"))
    for _ in advisor.sync(targets):
        pass
    return advisor


def chooses(model: ChatModel | None) -> Callable[[], Awaitable[ChatModel | None]]:
    async def choose() -> ChatModel | None:
        return model

    return choose


async def events_of(
    question: str,
    parts: Parts,
    model: ChatModel | None = None,
    history: Sequence[Turn] = (),
    passages: int = 6,
) -> list[Event]:
    """Ask and collect everything that happens."""
    wish = Wish(passages=passages, max_tokens=300, choose=chooses(model))
    async with aclosing(ask(question, history, parts, wish)) as events:
        return [event async for event in events]


def answer_in(events: Sequence[Event]) -> Answer:
    """Return the answer, which must be the last event and the only one of its kind."""
    assert [isinstance(event, Answered) for event in events].count(True) == 1
    last = events[-1]
    assert isinstance(last, Answered)
    return last.answer

"""The chat as its socket sees it: what is shown, in which order, and to whom."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import socketio
from web.pages import PAY_PER_USE
from web.scripted import (
    BREAK,
    BUG,
    CHEAPER,
    COMPARE,
    DISCARD,
    HANG,
    RECALL,
    STOPS,
)
from web.serving import Served

PATIENCE = 20


class Reader:
    """Someone at a browser: keeps every event, and each message as it stands."""

    def __init__(self) -> None:
        self.client = socketio.AsyncClient(reconnection=False)
        self.client.on("*", self._keep)
        self.events: list[tuple[str, Any]] = []
        self.messages: dict[str, dict[str, Any]] = {}
        self.changed = asyncio.Condition()

    async def enter(self, url: str, origin: str | None = None, session: str = "") -> None:
        session = session or str(uuid.uuid4())
        auth = {"clientType": "webapp", "sessionId": session, "userEnv": "{}"}
        await self.client.connect(
            url,
            socketio_path="/ws/socket.io",
            auth=auth,
            transports=["websocket"],
            headers={"Origin": origin} if origin else {},
        )
        await self.client.emit("connection_successful")
        await self.until(lambda: any(name == "chat_settings" for name, _ in self.events))

    async def send(self, question: str) -> None:
        message = {
            "id": str(uuid.uuid4()),
            "threadId": "",
            "name": "User",
            "type": "user_message",
            "output": question,
            "createdAt": "2026-11-22T12:00:00Z",
        }
        await self.client.emit("client_message", {"message": message, "fileReferences": []})

    async def ask(self, question: str) -> dict[str, Any]:
        """Ask, and wait for the reply to settle."""
        before = len(self.replies())
        await self.send(question)
        await self.until(lambda: len(self.replies()) > before and settled(self.replies()[-1]))
        return self.replies()[-1]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self.changed:
            await self.changed.wait_for(condition)

    def replies(self) -> list[dict[str, Any]]:
        """Return the messages with something below them, in their order."""
        return [each for each in self.messages.values() if "below" in each["metadata"]]

    async def _keep(self, name: str, data: Any = None) -> None:
        async with self.changed:
            self.events.append((name, data))
            if (
                name in {"new_message", "update_message", "stream_start"}
                and "message" in data["type"]
            ):
                self.messages[data["id"]] = dict(data)
            elif name == "stream_token":
                self.messages[data["id"]]["output"] += data["token"]
            elif name == "delete_message":
                self.messages.pop(data["id"], None)
            self.changed.notify_all()


def settled(message: dict[str, Any]) -> bool:
    return bool(message["metadata"]["below"]["stage"] != "working")


@asynccontextmanager
async def reading(chat: Served) -> AsyncIterator[Reader]:
    reader = Reader()
    await reader.enter(chat.url)
    try:
        yield reader
    finally:
        await reader.client.disconnect()


async def test_passages_come_before_words_and_the_answer_replaces_the_draft(chat: Served) -> None:
    async with reading(chat) as reader:
        reply = await reader.ask(CHEAPER)
    below = [
        data["metadata"]["below"]
        for name, data in reader.events
        if name in {"new_message", "update_message"} and "below" in data["metadata"]
    ]
    stages = [(one["stage"], one["status"], len(one["panels"])) for one in below]
    assert stages == [
        ("working", "Searching the library", 0),
        ("working", "Searching the library", 3),
        ("working", "Reading 3 passages", 3),
        ("working", "Checking every sentence", 3),
        ("answered", "", 2),
    ]
    names = [name for name, _ in reader.events]
    assert names.index("update_message") < names.index("stream_start")
    assert names.count("stream_token") > 10
    assert reply["output"].startswith("**A hosted API is usually the cheaper choice")
    assert "[S1] [S2]" in reply["output"]
    assert "***partly in the sources***" in reply["output"]
    assert '[S1]: <https://article.example/cost> "Open source or proprietary' in reply["output"]


async def test_below_the_answer_stand_its_sources_footer_and_next_questions(chat: Served) -> None:
    async with reading(chat) as reader:
        reply = await reader.ask(CHEAPER)
    below = reply["metadata"]["below"]
    assert below["footer"].startswith("Extract mode · 0.3 s")
    assert COMPARE in below["suggestions"]
    panel = below["panels"][0]
    assert panel["quote"] == PAY_PER_USE
    assert panel["before"].endswith("hard to beat: ")
    elements = [data for name, data in reader.events if name == "element"]
    assert [one["name"] for one in elements] == ["Sources"], "sent once, or an open panel closes"


async def test_a_bad_address_never_becomes_a_link(chat: Served) -> None:
    async with reading(chat) as reader:
        reply = await reader.ask(COMPARE)
    assert "javascript" not in reply["output"]
    assert "[S2]: <#S2>" in reply["output"]
    assert reply["metadata"]["below"]["panels"][1]["url"] == ""
    assert "ollama\\:llama3.2" in reply["output"], "Chainlit would drop what looks like a directive"


async def test_two_readers_at_once_see_only_their_own(chat: Served) -> None:
    async with reading(chat) as one, reading(chat) as other:
        await one.send(HANG)
        await one.until(lambda: any("never ends" in m["output"] for m in one.messages.values()))
        await other.ask(CHEAPER)
        recalled = await other.ask(RECALL)
        assert f"Asked: {CHEAPER}." in recalled["output"]
        assert not any("usually the cheaper" in str(data) for _, data in one.events)
        assert not any("never ends" in str(data) for _, data in other.events)
        await one.client.emit("stop")
        await one.until(lambda: settled(one.replies()[-1]))
        assert "Asked: nothing." in (await one.ask(RECALL))["output"]


async def test_stop_stops_the_model_and_says_what_was_not_checked(chat: Served) -> None:
    async with reading(chat) as reader:
        before = int((await reader.ask(STOPS))["output"].split()[0])
        await reader.send(HANG)
        await reader.until(lambda: "never ends" in reader.replies()[-1]["output"])
        await reader.client.emit("stop")
        await reader.until(lambda: settled(reader.replies()[-1]))
        stopped = reader.replies()[-1]
        after = int((await reader.ask(STOPS))["output"].split()[0])
    assert after == before + 1
    assert stopped["output"].startswith("A thought that never ends …")
    assert "not checked" in stopped["output"]
    assert not any("manually stopped" in one["output"] for one in reader.messages.values())


async def test_a_new_chat_stops_the_model(chat: Served) -> None:
    async with reading(chat) as watching:
        before = int((await watching.ask(STOPS))["output"].split()[0])
        async with reading(chat) as leaving:
            await leaving.send(HANG)
            await leaving.until(lambda: "never ends" in str(leaving.replies()[-1:]))
            await leaving.client.call("clear_session")
        async with asyncio.timeout(PATIENCE):
            while int((await watching.ask(STOPS))["output"].split()[0]) == before:
                pass


async def test_a_failure_is_told_with_its_next_step(chat: Served) -> None:
    async with reading(chat) as reader:
        reply = await reader.ask(BREAK)
    assert reply["isError"]
    assert "No model server answers at http://127.0.0.1\\:11434" not in reply["output"]
    assert "Start the server" in reply["output"]
    assert len(reply["metadata"]["below"]["panels"]) == 3, "the passages found can still be read"


async def test_a_bug_leaves_no_spinner_and_no_traceback(chat: Served) -> None:
    async with reading(chat) as reader:
        reply = await reader.ask(BUG)
    assert reply["isError"]
    assert "a fault of the program" in reply["output"]
    assert not any("a secret" in str(data) for _, data in reader.events)


async def test_a_discarded_draft_is_gone(chat: Served) -> None:
    async with reading(chat) as reader:
        reply = await reader.ask(DISCARD)
    shown = [str(data) for name, data in reader.events if name == "update_message"]
    assert "nobody should see" not in reply["output"]
    assert any("composed instead" in one and "nobody should see" not in one for one in shown)


@pytest.mark.parametrize("question", ["   ", "y" * 50_000])
async def test_a_question_that_cannot_be_asked_is_told(chat: Served, question: str) -> None:
    async with reading(chat) as reader:
        reply = await reader.ask(question)
    assert reply["isError"]
    assert "Ask one question in a sentence or two." in reply["output"]


async def test_a_question_in_another_script_is_a_question(chat: Served) -> None:
    async with reading(chat) as reader:
        assert not (await reader.ask("オープンソースの方が安いですか 🙂"))["isError"]


async def test_settings_are_used_and_stay_with_their_reader(chat: Served) -> None:
    async with reading(chat) as reader, reading(chat) as other:
        chosen = {"model": "none", "passages": 3, "show_support": False}
        await reader.client.emit("chat_settings_change", chosen)
        recalled = await reader.ask(RECALL)
        unmarked = await reader.ask(CHEAPER)
        assert "Settings: none 3." in recalled["output"]
        assert "in the sources" not in unmarked["output"]
        assert "Settings: auto 6." in (await other.ask(RECALL))["output"]


async def test_a_page_that_connects_twice_is_offered_the_settings_twice(chat: Served) -> None:
    first, second = Reader(), Reader()
    session = str(uuid.uuid4())
    await first.enter(chat.url, session=session)
    await second.enter(chat.url, session=session)  # waits for the settings
    await first.client.disconnect()
    await second.client.disconnect()


async def test_a_page_of_another_origin_gets_no_socket(chat: Served) -> None:
    reader = Reader()
    with pytest.raises(socketio.exceptions.ConnectionError):
        await reader.enter(chat.url, origin="https://evil.example")
    await reader.client.eio.http.close()  # the client leaves its own session open


def cards(reader: Reader) -> list[dict[str, Any]]:
    return [
        each["metadata"]["interview"]
        for each in reader.messages.values()
        if "interview" in each["metadata"]
    ]


async def asked(reader: Reader, question: str) -> None:
    """Wait until the card asks this."""
    await reader.until(
        lambda: [(one["question"] or {}).get("id") for one in cards(reader)[-1:]] == [question]
    )


async def press(reader: Reader, chat: Served, session: str, **payload: str) -> int:
    """Press a button of the card."""
    action = {"name": "interview", "payload": payload, "label": "", "id": str(uuid.uuid4())}
    async with httpx.AsyncClient(base_url=chat.url, timeout=PATIENCE) as client:
        said = await client.post("/project/action", json={"sessionId": session, "action": action})
    return said.status_code


async def test_the_interview_goes_from_button_to_button_to_a_recommendation(chat: Served) -> None:
    session = str(uuid.uuid4())
    reader = Reader()
    await reader.enter(chat.url, session=session)
    await reader.ask("We are a clinic without an ML team. Which is better?")
    await reader.send("Start the interview")
    await reader.until(lambda: bool(cards(reader)) and bool(cards(reader)[-1]["understood"]))
    assert {one["id"] for one in cards(reader)[-1]["understood"]} == {"use-case", "expertise"}
    assert await press(reader, chat, session, do="confirm") == 200
    await asked(reader, "data")
    await press(reader, chat, session, do="answer", question="data", option="stays")
    await asked(reader, "volume")
    await press(reader, chat, session, do="back")
    await asked(reader, "data")
    await press(reader, chat, session, do="end")
    await reader.until(lambda: settled(reader.replies()[-1]))
    assert reader.replies()[-1]["output"] == "Decided from use-case regulated, expertise none."
    await reader.until(lambda: any(n == "element" and d["type"] == "plotly"
                                   for n, d in reader.events))  # fmt: skip
    assert cards(reader)[-1]["question"] is None
    await reader.client.disconnect()


async def test_what_a_model_reads_besides_is_confirmed_too(chat: Served) -> None:
    reader = Reader()
    await reader.enter(chat.url)
    await reader.ask("We are a clinic and want fees by use. Which is better?")
    await reader.send("Start the interview")
    await reader.until(lambda: bool(cards(reader)) and len(cards(reader)[-1]["understood"]) == 2)
    assert {one["id"]: one["label"] for one in cards(reader)[-1]["understood"]} == {
        "use-case": "Healthcare, finance or other regulated work",
        "budget": "Small start, pay by use",
    }
    await reader.client.disconnect()


async def test_without_the_model_the_interview_goes_on(chat: Served) -> None:
    session = str(uuid.uuid4())
    reader = Reader()
    await reader.enter(chat.url, session=session)
    await reader.ask(f"Then tell me: {BREAK}")
    told = len(reader.replies())
    await reader.send("Start the interview")
    await asked(reader, "use-case")
    await press(reader, chat, session, do="skip", question="use-case")
    await asked(reader, "data")
    assert len(reader.replies()) == told
    await reader.client.disconnect()


@pytest.mark.parametrize(
    "payload",
    [
        {"do": "explode"},
        {"do": "answer", "question": "data", "option": "gold"},
        {"do": "skip", "question": "weather"},
        {},
    ],
)
async def test_a_button_that_is_none_is_told(chat: Served, payload: dict[str, str]) -> None:
    session = str(uuid.uuid4())
    reader = Reader()
    await reader.enter(chat.url, session=session)
    await press(reader, chat, session, **payload)
    await reader.until(lambda: bool(reader.replies()) and settled(reader.replies()[-1]))
    assert "advisor decide --list" in reader.replies()[-1]["output"]
    await reader.client.disconnect()

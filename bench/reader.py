"""Someone at a browser, as the chat's socket sees them: asks one question after the other."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Sequence
from typing import Any

import socketio

PATIENCE = 60  # seconds for one answer


async def ask_all(url: str, questions: Sequence[str]) -> list[float]:
    """Ask every question in one conversation; return the seconds each answer took."""
    client = socketio.AsyncClient(reconnection=False)
    settled: asyncio.Queue[None] = asyncio.Queue()

    async def notice(name: str, data: Any = None) -> None:
        if name == "chat_settings" or _has_settled(data):
            await settled.put(None)

    client.on("*", notice)
    auth = {"clientType": "webapp", "sessionId": str(uuid.uuid4()), "userEnv": "{}"}
    await client.connect(url, socketio_path="/ws/socket.io", auth=auth, transports=["websocket"])
    await client.emit("connection_successful")
    await asyncio.wait_for(settled.get(), PATIENCE)
    taken = [await _seconds(client, question, settled) for question in questions]
    await client.disconnect()
    return taken


async def _seconds(
    client: socketio.AsyncClient, question: str, settled: asyncio.Queue[None]
) -> float:
    while not settled.empty():
        settled.get_nowait()
    began = time.perf_counter()
    message = {
        "id": str(uuid.uuid4()),
        "threadId": "",
        "name": "User",
        "type": "user_message",
        "output": question,
        "createdAt": "2026-01-01T12:00:00Z",
    }
    await client.emit("client_message", {"message": message, "fileReferences": []})
    await asyncio.wait_for(settled.get(), PATIENCE)
    return time.perf_counter() - began


def _has_settled(event: Any) -> bool:
    """Say whether an event is an answer below which no work is under way any more."""
    metadata = event.get("metadata") if isinstance(event, dict) else None
    below = (metadata or {}).get("below")
    return bool(below and below["stage"] != "working")

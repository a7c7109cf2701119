"""The chat as a process: how soon it answers, how much memory it takes, how its page compares."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.command_line import advisor, environment
from bench.reader import ask_all
from bench.report import say

BARE = """
import chainlit as cl

@cl.on_message
async def answer(message: cl.Message) -> None:
    await cl.Message("Yes.").send()
"""
PATIENCE = 180.0  # seconds until a start counts as failed


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds from the command to the page and to an answering chat; processor seconds of it."""

    page: float
    ready: float
    processor: float
    resident: float


def print_serving(home: Path, asked: Sequence[str], times: int = 3) -> None:
    """Print start and memory; the memory is that after all questions."""
    with tempfile.TemporaryDirectory() as fresh, _chat(Path(fresh)) as (_, first):
        pass
    later = []
    for _ in range(times):
        with _chat(home) as (_, start):
            later.append(start)
    ready = float(np.median([start.ready for start in later]))
    processor = float(np.median([start.processor for start in later]))
    say("first start to a chat that answers, seconds", first.ready, at_most=30)
    say("  of processor time", first.processor)
    say(f"later start to a chat that answers, seconds, median of {times}", ready, at_most=12)
    say("  of processor time", processor)
    if processor:
        say("  seconds waited for a second of processor time", ready / processor)
    say("  to the page, seconds", float(np.median([start.page for start in later])))
    say("  resident memory then, GB", later[-1].resident)
    with _chat(home) as (chat, _):
        seconds = asyncio.run(ask_all(chat.url, asked))
        say("  the first question after the start, seconds", seconds[0])
        resident = _resident(chat.pid)
    say(f"resident memory after {len(asked)} questions, GB", resident, at_most=1.0)


def print_first_pages(home: Path, times: int = 25) -> None:
    """Print seconds for page and scripts of the chat over those of a bare Chainlit app."""
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as made, _chat(home) as (chat, _):
        (Path(made) / "bare.py").write_text(BARE, encoding="utf-8")
        port = _free_port()
        program = str(Path(sys.executable).parent / "chainlit")
        command = [program, "run", str(Path(made) / "bare.py"), "-h", "--port", str(port)]
        with _process(command, Path(made), dict(os.environ)) as process:
            _wait(f"http://127.0.0.1:{port}/", process)
            for _ in range(times):
                ours.append(_page(chat.url))
                bare.append(_page(f"http://127.0.0.1:{port}"))
    ratio = float(np.median(ours) / np.median(bare))
    say("first page / that of a bare Chainlit app", ratio, at_most=1.5)
    say("  first page, ms", 1000 * float(np.median(ours)))


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that answers."""

    url: str
    pid: int


@contextmanager
def _chat(home: Path) -> Iterator[tuple[Chat, Started]]:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    command = advisor("chat", "--port", str(port), "--model", "none")
    with _process(command, home, environment(home)) as process:
        _wait(f"{url}/health", process)
        page = time.perf_counter() - began
        _wait(f"{url}/ready", process)
        ready = time.perf_counter() - began
        pid = process.pid
        yield Chat(url, pid), Started(page, ready, _processor(pid), _resident(pid))


def _page(address: str) -> float:
    """Seconds for the page, what it names of this server, and the settings it asks for."""
    started = time.perf_counter()
    with urllib.request.urlopen(f"{address}/") as reply:  # noqa: S310 - a loopback address
        html = reply.read().decode()
    parts = [part.split('"')[0] for part in html.replace("'", '"').split('"/')[1:]]
    wanted = ["/" + part for part in parts if part.split("?")[0].endswith((".js", ".css"))]
    for path in [*wanted, "/project/settings?language=en-US"]:
        with urllib.request.urlopen(address + path) as reply:  # noqa: S310
            reply.read()
    return time.perf_counter() - started


@contextmanager
def _process(
    command: list[str], folder: Path, variables: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, env=variables, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}.")
        try:
            with urllib.request.urlopen(address) as reply:  # noqa: S310
                if reply.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise TimeoutError(address)


def _resident(pid: int) -> float:
    """Resident memory of a process in GB, as Linux tells it; 0 elsewhere."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) * 1024 / 1e9


def _processor(pid: int) -> float:
    """Processor seconds a process has taken, as Linux tells it; 0 elsewhere."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

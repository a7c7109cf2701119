"""The chat as a process: how soon it answers, how much memory it takes, how its page compares."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

BARE = """
import chainlit as cl

@cl.on_message
async def answer(message: cl.Message) -> None:
    await cl.Message("Yes.").send()
"""
PATIENCE = 180.0  # seconds until a start counts as failed


def resident_and_start(home: Path) -> tuple[float, float, float]:
    """Seconds to a page that answers with an empty and with a filled home; resident GB after."""
    with tempfile.TemporaryDirectory() as fresh:
        first = _started(Path(fresh))[0]
    later, resident = _started(home)
    return first, later, resident


def _started(home: Path) -> tuple[float, float]:
    port = _free_port()
    started = time.perf_counter()
    with _process(["advisor", "chat", "--port", str(port), "--model", "none"], home) as pid:
        _wait(f"http://127.0.0.1:{port}/ready")
        return time.perf_counter() - started, _resident(pid)


def first_pages(home: Path, times: int = 15) -> float:
    """Median seconds for page and scripts of the chat over those of a bare Chainlit app."""
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "bare.py").write_text(BARE, encoding="utf-8")
        ports = _free_port(), _free_port()
        bare = ["chainlit", "run", str(Path(made) / "bare.py"), "-h", "--port", str(ports[1])]
        ours = ["advisor", "chat", "--port", str(ports[0]), "--model", "none"]
        with _process(ours, home), _process(bare, Path(made)):
            _wait(f"http://127.0.0.1:{ports[0]}/ready")
            _wait(f"http://127.0.0.1:{ports[1]}/")
            both = [
                np.median([_page(f"http://127.0.0.1:{port}") for _ in range(times)])
                for port in ports
            ]
    return float(both[0] / both[1])


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
def _process(command: list[str], home: Path) -> Iterator[int]:
    program = Path(sys.executable).parent / command[0]
    environment = {**os.environ, "ADVISOR_HOME": str(home), "OLLAMA_HOST": "127.0.0.1:9"}
    process = subprocess.Popen(
        [str(program), *command[1:]], env=environment, cwd=home,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
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
    return int(line.split()[1]) / 1024**2


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""The chat with the real advisor, started as a user starts it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from browser.reader import Reader
from web.serving import Served, free_port

_ADVISOR = Path(sys.executable).with_name("advisor")
_OURS = ("ADVISOR_", "CHAINLIT", "OLLAMA", "OPENAI")

_ASK_UNTIL_READY = """() => {
    const ask = async () => {
        window.ready = (await (await fetch('/health')).json()).ready;
        if (!window.ready) setTimeout(ask, 250);
    };
    ask();
}"""


def fill(home: Path) -> Path:
    """Put the built-in guide into a new home."""
    home.mkdir(parents=True)
    advise(home, "sync")
    return home


def advise(home: Path, *args: str) -> None:
    """Run a command over a home."""
    subprocess.run([_ADVISOR, *args], cwd=home, env=_environ(home), check=True)


@contextmanager
def advising(filled: Path, folder: Path, **settings: object) -> Iterator[Served]:
    """Serve a copy of a filled home on a free port until the end of the block."""
    home = shutil.copytree(filled, folder / "home")
    command = [str(_ADVISOR), "chat", "--port", str(free_port())]
    process = subprocess.Popen(
        command, cwd=folder, env=_environ(home, settings), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert "http://" in line, line
        address = next(word for word in line.split() if word.startswith("http://"))
        yield Served(address, home, folder, process)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def wait_until_warm(reader: Reader) -> None:
    """Wait until nothing but questions keeps the model busy."""
    reader.page.evaluate(_ASK_UNTIL_READY)
    reader.page.wait_for_function("window.ready", timeout=180_000)


def _environ(home: Path, settings: Mapping[str, object] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    given = {f"ADVISOR_{name.upper()}": str(value) for name, value in (settings or {}).items()}
    return {**kept, "PYTHONUNBUFFERED": "1", "ADVISOR_HOME": str(home), **given}

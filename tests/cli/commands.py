"""Running `advisor`, here or as a process of its own, and what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from advisor.cli.main import main

ADVISOR = Path(sys.executable).parent / "advisor"
NO_SERVER = "127.0.0.1:9"  # the discard port: closed wherever nobody asked for it
QUESTION = "Is an open model cheaper at 300 calls a week?"
KEY_PARTS = ("sk", "proj", "0123456789abcdef")
SECRET = "-".join(KEY_PARTS)
_OURS = ("ADVISOR_", "OLLAMA_", "PYTHONIOENCODING", "COLUMNS", "FORCE_COLOR")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended and what it printed."""

    code: int | str
    out: str
    err: str

    def __post_init__(self) -> None:
        assert "Traceback" not in self.err, self.err
        assert "Exception ignored" not in self.err, self.err

    @property
    def json(self) -> Any:
        assert self.code in {0, 1}, self.err
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """JSON Lines."""
        assert self.code == 0, self.err
        return [json.loads(line) for line in self.out.splitlines()]


Advise = Callable[..., Outcome]


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a user who set only where the library lies, and `more`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_OURS) and not name.endswith("_API_KEY")
    }
    return {**kept, "ADVISOR_HOME": str(home), "OLLAMA_HOST": NO_SERVER, **more}


def here(home: Path, *args: str, **more: str) -> Outcome:
    """Run a command in this process, where torch is loaded once, in the present folder.

    Only SystemExit is caught: any other exception would be a traceback.
    """
    out, err = (TextIOWrapper(BytesIO(), "utf-8") for _ in range(2))
    given = environment(home, **more)
    with pytest.MonkeyPatch.context() as changed:
        for name in os.environ.keys() - given.keys():
            changed.delenv(name)
        for name, value in given.items():
            changed.setenv(name, value)
        changed.setattr(sys, "argv", ["advisor", *args])
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
            main()
    return Outcome(end.value.code or 0, _read(out), _read(err))


def _read(printed: TextIOWrapper) -> str:
    printed.seek(0)
    return printed.read()


def start(home: Path, *args: str, **more: str) -> subprocess.Popen[str]:
    """Start the real command line; it runs in the folder of its library's home."""
    return subprocess.Popen(
        [ADVISOR, *args],
        cwd=home.parent,
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> Outcome:
    """Wait for its end."""
    out, err = process.communicate(timeout=120)
    return Outcome(process.returncode, out, err)


def run(home: Path, *args: str, **more: str) -> Outcome:
    """Run the real command line to its end."""
    return ended(start(home, *args, **more))


def typed(home: Path, lines: str, *args: str) -> Outcome:
    """Run the real command line with `lines` for its input."""
    process = subprocess.run(
        [ADVISOR, *args],
        cwd=home.parent,
        env=environment(home),
        input=lines,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Outcome(process.returncode, process.stdout, process.stderr)


def wait_until(process: subprocess.Popen[str], happened: Callable[[], bool]) -> None:
    """Wait until something is so; an error when the process ends before."""
    while not happened():
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(ended(process))

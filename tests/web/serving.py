"""The chat served with the scripted advisor, in a process of its own.

Chainlit keeps its handlers and its folder in globals, so one process serves one chat.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from web.scripted import ScriptedAdvisor

from advisor.errors import AdvisorError
from advisor.settings import Settings
from advisor.web.serve import listening, serve

_TESTS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Served:
    """A chat that answers at `url`; its files are under `home`, it was started in `folder`."""

    url: str
    home: Path
    folder: Path
    process: subprocess.Popen[str]

    def stop(self) -> tuple[int, str]:
        """Press Ctrl-C; the exit status and what was printed after the address."""
        self.process.send_signal(signal.SIGINT)
        printed, _ = self.process.communicate(timeout=30)
        return self.process.returncode, printed


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve the scripted chat on a free port until the end of the block."""
    home, work = folder / "home", folder / "work"
    work.mkdir(parents=True)
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CHAINLIT")},
        "PYTHONPATH": os.pathsep.join((str(_TESTS), str(_TESTS.parent))),  # this checkout's code
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "web.serving", str(home), str(free_port())],
        cwd=work,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert "http://" in line, line + process.stdout.read()
        yield Served(line.rpartition(" ")[2].strip(), home, work, process)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def free_port() -> int:
    """Name a port nobody listens on."""
    with listening("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert isinstance(port, int)
        return port


def main() -> None:
    """Serve until Ctrl-C: `python -m web.serving HOME PORT`."""
    home, port = sys.argv[1:]
    try:
        serve(
            Settings(home=Path(home), port=int(port)),
            build=lambda _settings: (ScriptedAdvisor(), None),
        )
    except AdvisorError as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()

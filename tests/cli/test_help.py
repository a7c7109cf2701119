from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cli.commands import Advise, run

COMMANDS = (
    "chat ask search brief sync library remove cost models shortlist eval config doctor"
).split()
SLOW = (
    "torch transformers sentence_transformers llama_index chainlit chromadb langchain_core "
    "genai_prices matplotlib docx docxtpl fpdf"
)
LOADED = f"""
import atexit, sys
atexit.register(lambda: print(sorted(set("{SLOW}".split()) & sys.modules.keys())))
from advisor.cli.main import main
sys.argv = ["advisor", "--help"]
main()
"""


def test_help_lists_the_commands(tmp_path: Path) -> None:
    shown = run(tmp_path / "home", "--help")
    assert (shown.code, shown.err) == (0, "")
    for command in COMMANDS:
        assert f" {command} " in shown.out


def test_help_imports_nothing_slow() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str, advise: Advise) -> None:
    shown = advise(command, "--help")
    assert shown.code == 0
    assert f"Usage: advisor {command}" in shown.out


def test_no_command_shows_the_help(advise: Advise) -> None:
    assert "Usage: advisor" in advise().out


def test_an_unknown_command_is_named(advise: Advise) -> None:
    said = advise("retrieve")
    assert said.code == 2
    assert "No such command 'retrieve'" in said.err

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from ollama_server import Model, OllamaServer, says

from cli.commands import QUESTION, Advise, Outcome, here, run
from cli.pages import write_odd_pages

CLAIM = "A proprietary API tends to be cheaper for prototypes and for moderate volume"


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """The first command on a machine: the home that it filled, and what it printed."""
    home = tmp_path_factory.mktemp("cli") / "home"
    return home, run(home, "ask", "--json", QUESTION)


@pytest.fixture(scope="session")
def home(first: tuple[Path, Outcome]) -> Path:
    """A filled home; tests only read it."""
    return first[0]


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    """A filled home that a test may break."""
    return Path(shutil.copytree(home, tmp_path / "home"))


@pytest.fixture(scope="session")
def odd(home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """A home with a folder of odd pages in it, and what its sync printed."""
    folder = tmp_path_factory.mktemp("cli-odd")
    own = Path(shutil.copytree(home, folder / "home"))
    write_odd_pages(folder / "odd")
    return own, here(own, "sync", str(folder / "odd"))


@pytest.fixture
def advise(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Advise:
    """Run a command in this process and an empty folder, over the filled home or another."""
    monkeypatch.chdir(tmp_path)

    def advised(*args: str, home: Path = home, **more: str) -> Outcome:
        return here(home, *args, **more)

    return advised


@pytest.fixture
def ollama() -> Iterator[OllamaServer]:
    """A server with a chat model, one of a short context, and an embedder."""
    wrote = says(f"{CLAIM} [S1].")
    models = (
        Model("advisor-small", behaviour=wrote),
        Model("advisor-tiny", behaviour=wrote, context=2048),
        Model("nomic-embed-text", capabilities=("embedding",)),
    )
    with OllamaServer(models) as server:
        yield server
        server.faults.released.set()

"""What all tests share: no network beyond this machine, and the real embedder, loaded once."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import MISSING, chromium
from small_models import save_cross_encoder, save_encoder

from advisor.backends.embedder import MiniLM

SHARED = Path(__file__).parents[2] / "shared"
"""Published pages and recorded exchanges, for testing only; not part of the release."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests this run left out, and why."""
    for _, reason in _absent():
        terminalreporter.write_line(reason)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs something that is not here, and run the browser's tests last.

    Playwright keeps an event loop running in the main thread.
    """
    missing = {fixture for fixture, _ in _absent()}
    left_out = [item for item in items if missing & set(getattr(item, "fixturenames", ()))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def _absent() -> list[tuple[str, str]]:
    """Fixtures that cannot be had here, and what to say; with CI=true a browser is required."""
    absent = []
    if not SHARED.is_dir():
        absent.append(("shared", "Left out: tests over published pages (none beside the project)."))
    if not chromium() and os.environ.get("CI") != "true":
        absent.append(("browser", f"Left out: tests in the browser. {MISSING}"))
    return absent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of published pages; a test that asks for it runs only where they are."""
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c_is_heard() -> Iterator[None]:
    """Let programs started here hear Ctrl-C, which those of a shell's background ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session", autouse=True)
def _only_this_machine() -> Iterator[None]:
    """Fail a test that connects to another machine; asyncio's own sockets pass here too."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    yield
    patch.undo()


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _loopback(str(address[0])):
            raise AssertionError(f"A test tried to connect to {address!r}.")
        return connect(self, address)

    return guarded


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", ""}


@pytest.fixture(scope="session")
def real_embedder() -> MiniLM:
    """all-MiniLM-L6-v2; its weights are read when a test first needs a vector."""
    return MiniLM()


@pytest.fixture(scope="session")
def small_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a sentence-transformers model of 20 dimensions without prompts."""
    return save_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="session")
def prompted_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of such a model that wants a prompt before questions and before passages."""
    folder = tmp_path_factory.mktemp("prompted")
    return save_encoder(folder, prompts={"query": "query: ", "passage": "passage: "})


@pytest.fixture(scope="session")
def small_cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a cross-encoder."""
    return save_cross_encoder(tmp_path_factory.mktemp("cross-encoder"))

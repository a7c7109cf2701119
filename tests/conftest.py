"""What all tests share: no network beyond this machine, and the real embedder, loaded once."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.backends.embedder import MiniLM

SHARED = Path(__file__).parents[2] / "shared"
"""Published pages and recorded exchanges, for testing only; not part of the release."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs pages that are not here, and run the browser's tests last.

    Playwright keeps an event loop running in the main thread.
    """
    if not SHARED.is_dir():
        config.hook.pytest_deselected(items=[item for item in items if _needs_shared(item)])
        items[:] = [item for item in items if not _needs_shared(item)]
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def _needs_shared(item: pytest.Item) -> bool:
    return "shared" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of published pages; a test that asks for it runs only where they are."""
    return SHARED


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

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import MISSING, chromium
from playwright.sync_api import Browser, expect, sync_playwright
from web.serving import Served, served

_PATIENCE = 30_000  # milliseconds; a loaded machine embeds a question slowly
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    assert path, MISSING
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def chat(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("chat")) as running:
        yield running


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wanted = os.environ.get("ADVISOR_SCREENSHOTS")
    folder = Path(wanted) if wanted else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder

from __future__ import annotations

from pathlib import Path

import pytest
from evaluate.sets import write_pages, write_questions

from advisor.backends.embedder import MiniLM
from advisor.evaluate.scratch import Scratch
from advisor.settings import Settings


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory, real_embedder: MiniLM) -> Scratch:
    """Libraries for all tests of this folder, with the real embedder."""
    home = tmp_path_factory.mktemp("evaluate")
    return Scratch(Settings(home=home, model="none"), real_embedder)


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pages(tmp_path_factory.mktemp("pages") / "pages")


@pytest.fixture(scope="session")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_questions(tmp_path_factory.mktemp("questions") / "small.jsonl")

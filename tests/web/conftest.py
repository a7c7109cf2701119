from __future__ import annotations

from collections.abc import Iterator

import pytest
from web.serving import Served, served


@pytest.fixture(scope="session")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("chat")) as running:
        yield running

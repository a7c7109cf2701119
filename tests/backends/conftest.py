"""The real model server, started once for all tests that need it."""

from collections.abc import Iterator

import pytest
from llama_server import LlamaServer


@pytest.fixture(scope="session")
def one_llama() -> Iterator[LlamaServer]:
    with LlamaServer() as server:
        yield server


@pytest.fixture
def llama(one_llama: LlamaServer) -> Iterator[LlamaServer]:
    """The server, up again if a test before has killed it."""
    if one_llama.process is None:
        one_llama.start()
    yield one_llama
    one_llama.thaw()

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_server import MODEL, LlamaServer

from cli.commands import QUESTION, ended, start

pytestmark = pytest.mark.model


@pytest.fixture
def llama() -> Iterator[LlamaServer]:
    pytest.importorskip("xllamacpp")
    with LlamaServer() as server:
        yield server


def test_a_real_server_killed_in_mid_answer_is_told_and_the_library_answers(
    home: Path, llama: LlamaServer
) -> None:
    more = {"ADVISOR_MODEL": f"openai:{MODEL}", "ADVISOR_MODEL_URL": llama.url}
    process = start(home, "ask", "--stream", "--passages", "2", QUESTION, **more)
    assert process.stdout is not None
    draft = process.stdout.read(1)
    llama.kill()
    answer = ended(process)
    assert draft
    assert answer.code == 0
    assert f"openai:{MODEL} stopped before its answer was complete" in answer.out
    assert "composed from the library instead" in answer.out
    assert "\n[S1] " in answer.out

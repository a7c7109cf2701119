"""A real HTTP server that speaks Ollama's wire format, with a scripted model behind it.

It follows ollama/ollama at fb307609 (2026-08-21); `tests/test_ollama_server.py` holds it to
exchanges recorded with that server.

    with OllamaServer([Model("advisor-small", behaviour=says("Yes [S1]."))]) as server:
        server.faults = Faults(runner_dies_after=2, once=True)
        ...  # drive the product with server.url
        server.wait_until(lambda: server.cancelled)
        assert server.requests[-1].body["options"]["num_ctx"] == 8192
"""

from .behaviour import Behaviour, Piece, Thought, ToolCall, says, toy
from .faults import Faults
from .generation import Generation
from .models import Model
from .prompts import Message, count_tokens
from .replies import Received
from .scheduler import Load
from .server import OllamaServer

__all__ = [
    "Behaviour",
    "Faults",
    "Generation",
    "Load",
    "Message",
    "Model",
    "OllamaServer",
    "Piece",
    "Received",
    "Thought",
    "ToolCall",
    "count_tokens",
    "says",
    "toy",
]

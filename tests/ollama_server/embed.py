"""`/api/embed`: made-up vectors, the same for the same text."""

from hashlib import sha256

from .models import Model
from .prompts import count_tokens
from .reading import read
from .replies import Received, RefusedError, Reply, as_json
from .state import State

NO_EMBEDDINGS = "This server does not support embeddings. Start it with `--embeddings`"


def embed(state: State, request: Received) -> Reply:
    """A vector for each text."""
    body = read(request.text, "EmbedRequest")
    name = body.get("model") or ""
    model = state.find(name)
    if model is None:
        raise RefusedError(404, f'model "{name}" not found, try pulling it first')
    texts = texts_of(body.get("input"))
    if texts and "embedding" not in model.capabilities:
        raise RefusedError(501, NO_EMBEDDINGS)
    return as_json(
        {
            "model": name,
            "embeddings": [vector(model, text) for text in texts],
            "total_duration": 1_000_000,
            "load_duration": 1_000_000,
            "prompt_eval_count": sum(map(count_tokens, texts)),
        }
    )


def texts_of(value: object) -> list[str]:
    """One text or several."""
    texts = [value] if isinstance(value, str) else value or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise RefusedError(400, "invalid input type")
    return [text for text in texts if text]


def vector(model: Model, text: str) -> list[float]:
    """Numbers between -1 and 1 that depend on the text alone."""
    digest = sha256(text.encode()).digest()
    return [digest[i % len(digest)] / 127.5 - 1.0 for i in range(model.embedding_length)]

"""The embedder against its own model, and the sync against the embedder."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from advisor.backends.embedder import MiniLM
from advisor.backends.shelf import LocalShelf
from advisor.library.chunk import embedding_text, split
from advisor.library.intake import Intake, Page
from advisor.library.page import Raw
from advisor.library.sync import sync
from advisor.records import Source

DAY = date(2026, 1, 1)
SOURCE = Source("made-up", "Made up", "independent", "both", "https://example.org", "CC0", DAY)
WORDS = 1_500  # of a text synced: about 25 chunks


def query_ratio(embedder: MiniLM, times: int = 60) -> float:
    """Seconds of a query's embedding over those of the bare model on the same text, on one thread.

    The bare pass is that of the sentence-transformers model on a text split into tokens before.
    """
    import torch  # noqa: PLC0415 - the embedder has loaded it
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    model = SentenceTransformer(str(embedder.place()), device="cpu", local_files_only=True)
    bare, whole = [], []
    torch.set_num_threads(1)
    for n in range(times):
        question = f"Is an open model cheaper than an API at {n} thousand calls a day?"
        features = model.preprocess([question])
        bare.append(_seconds(lambda: _forward(model, features)))  # noqa: B023
        whole.append(_seconds(lambda: embedder.embed_queries([question])))  # noqa: B023
    return float(np.median(whole) / np.median(bare))


def _forward(model: Any, features: Any) -> None:
    import torch  # noqa: PLC0415

    with torch.inference_mode():
        model.forward(features)


def sync_ratio(embedder: MiniLM, pages: int = 4, times: int = 5) -> float:
    """Chunks a second of a sync over those of the embedder alone on the same chunks.

    Both are run in turn, so that other work on the machine falls on both; the medians are compared.
    """
    texts = [_page(n) for n in range(pages)]
    chunks = [
        embedding_text(f"Page {n}", piece.heading, text[piece.start : piece.end])
        for n, text in enumerate(texts)
        for piece in split(text, f"Page {n}", count=embedder.count, max_tokens=256)
    ]
    embedder.embed_passages(chunks[:16])
    alone, synced = [], []
    for _ in range(times):
        alone.append(_seconds(lambda: embedder.embed_passages(chunks)))
        with tempfile.TemporaryDirectory() as made:
            synced.append(_seconds(lambda: _sync(Path(made), texts, embedder)))
    return float(np.median(alone) / np.median(synced))


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _sync(folder: Path, texts: list[str], embedder: MiniLM) -> None:
    shelf = LocalShelf(folder, embedder.name)
    pages = [Page(Raw(f"{n}.md", text.encode())) for n, text in enumerate(texts)]
    for _ in sync([Intake(SOURCE, pages)], shelf, embedder, today=DAY):
        pass
    shelf.close()


def _page(seed: int) -> str:
    """Sentences of twelve made-up words under a heading now and then."""
    random = np.random.default_rng(seed)
    lines = [f"# Page {seed}"]
    for n in range(WORDS // 12):
        if n % 40 == 0:
            lines.append(f"\n## Part {n // 40}\n")
        words = " ".join(f"word{int(w) % 5000}" for w in random.zipf(1.3, 12))
        lines.append(f"{words.capitalize()}.")
    return "\n".join(lines)

"""The embedder against its own model, and the sync against the embedder."""

from __future__ import annotations

import tempfile
import time
from datetime import date
from pathlib import Path

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
WORDS = 6_000  # of the text synced: some 40 chunks a page


def query_ratio(embedder: MiniLM, times: int = 40) -> float:
    """Seconds of a query's embedding over those of the bare model on the same text."""
    import torch  # noqa: PLC0415 - the embedder has loaded it
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    model = SentenceTransformer(str(embedder.place()), device="cpu")
    bare, whole = [], []
    torch.set_num_threads(1)
    for n in range(times):
        question = f"Is an open model cheaper than an API at {n} thousand calls a day?"
        features = model.tokenize([question])
        started = time.perf_counter()
        with torch.inference_mode():
            model.forward(features)
        bare.append(time.perf_counter() - started)
        started = time.perf_counter()
        embedder.embed_queries([question])
        whole.append(time.perf_counter() - started)
    return float(np.median(whole) / np.median(bare))


def sync_ratio(embedder: MiniLM, pages: int = 8) -> float:
    """Chunks a second of a sync over those of the embedder alone on the same chunks."""
    texts = [_page(n) for n in range(pages)]
    chunks = [
        embedding_text(f"Page {n}", piece.heading, text[piece.start : piece.end])
        for n, text in enumerate(texts)
        for piece in split(text, f"Page {n}", count=embedder.count, max_tokens=256)
    ]
    embedder.embed_passages(chunks[:16])
    alone, synced = [], []
    for _ in range(3):
        started = time.perf_counter()
        embedder.embed_passages(chunks)
        alone.append(time.perf_counter() - started)
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as made:
            _sync(Path(made), texts, embedder)
        synced.append(time.perf_counter() - started)
    return float(np.median(alone) / np.median(synced))


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

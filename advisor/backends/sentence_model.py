"""An embedder: any sentence-transformers model of this machine."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from advisor.backends.batches import cores, in_batches, unit
from advisor.backends.local_models import LocalModel
from advisor.backends.token_rows import TokenRow, token_rows
from advisor.backends.transformer import Encoder, Prompts, read_encoder
from advisor.ports import EncodedPassage, EncodedQuery, Vectors

MAX_TOKENS = 256  # pieces stay as long as measured best, whatever the model reads
# A text longer than the model reads is the mean of at most this many windows.
WINDOWS = 8
QUERIES_KEPT = 512


class SentenceModel:
    """Meets `ports.Embedder` with the model's own pooling, normalisation and prompts."""

    def __init__(self, model: str, threads: int = 0, prompts: Prompts | None = None) -> None:
        """Take a folder or the name of a downloaded model; `prompts` go before the model's own.

        Passages use `threads` cores (0 takes all).
        """
        self._model = LocalModel("ADVISOR_EMBEDDER", model)
        self._threads = cores(threads)
        self._prompts = prompts or Prompts()
        self._loading = Lock()
        self._kept: Encoder | None = None
        self._recent: OrderedDict[str, EncodedQuery] = OrderedDict()
        self._recent_lock = Lock()

    @property
    def name(self) -> str:
        """Model and digest: of its files, and of a passage prompt that is not its own."""
        return self._named

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self.loaded().dimensions

    @property
    def max_tokens(self) -> int:
        """Tokens a passage should have at most, two special ones included."""
        return MAX_TOKENS

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, with two special ones whatever the model adds."""
        read = self._tokenizer().encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(one.ids) + 2 for one in read]

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of a few short texts, together on one thread; recent ones are remembered."""
        return self._stacked([query.vector for query in self.encode_queries(texts)])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of many texts, on all cores."""
        return self._stacked([passage.vector for passage in self.encode_passages(texts)])

    def encode_queries(self, texts: Sequence[str]) -> list[EncodedQuery]:
        """Vectors and token vectors of a few short texts; recent ones are remembered."""
        known = self._recall(texts)
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if fresh:
            known |= dict(zip(fresh, self._asked(fresh), strict=True))
            self._remember(known)
        return [known[text] for text in texts]

    def encode_passages(self, texts: Sequence[str]) -> list[EncodedPassage]:
        """Vectors and token signs of many texts, on all cores."""
        if not texts:
            return []
        model = self.for_passages()
        prompt = model.prompts.passage
        cut = _windows(model, prompt, texts)
        rows = [row for of_text in cut for row in of_text]

        def encode(numbers: Sequence[int]) -> list[EncodedPassage]:
            read = model.encode([rows[n] for n in numbers], prompt)
            return [EncodedPassage(vector, np.packbits(own > 0, axis=1)) for vector, own in read]

        read = iter(in_batches([len(row.ids) for row in rows], self._threads, encode))
        return [_joined(list(islice(read, len(of_text)))) for of_text in cut]

    def warm(self) -> None:
        """Load the model now (seconds), so that the first question does not wait for it."""
        self.loaded()

    def place(self) -> Path:
        """Return the folder of the model's files."""
        return self._model.folder()

    def loaded(self) -> Encoder:
        """Return the model, loaded when it is first needed."""
        if self._kept is None:
            with self._loading:
                self._kept = self._kept or self._read()
        return self._kept

    def for_passages(self) -> Encoder:
        """Return what encodes passages."""
        return self.loaded()

    @cached_property
    def _named(self) -> str:
        return self._model.name(self._prompts.passage)

    def _read(self) -> Encoder:
        return read_encoder(self.place(), self._model.unfit, self._prompts, MAX_TOKENS)

    def _tokenizer(self) -> Any:
        return self.loaded().tokenizer

    def _stacked(self, vectors: Sequence[Vectors]) -> Vectors:
        return np.stack(vectors) if vectors else np.empty((0, self.dimensions), np.float32)

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

    def _asked(self, texts: Sequence[str]) -> Iterator[EncodedQuery]:
        """Encode texts of any length in one batch; the tokens are those of the first window."""
        model = self.loaded()
        cut = _windows(model, model.prompts.query, texts)
        read = iter(model.encode([row for of in cut for row in of], model.prompts.query))
        for of_text in cut:
            vectors, tokens = zip(*islice(read, len(of_text)), strict=True)
            yield EncodedQuery(_mean(vectors), tokens[0], of_text[0].words)


def _windows(model: Encoder, prompt: str, texts: Sequence[str]) -> list[list[TokenRow]]:
    rows = token_rows(model.tokenizer, prompt, texts)
    return [row.windows(model.room, WINDOWS) for row in rows]


def _joined(windows: Sequence[EncodedPassage]) -> EncodedPassage:
    """Make one passage of its windows, with the tokens of them all."""
    signs = np.concatenate([one.signs for one in windows])
    return EncodedPassage(_mean([one.vector for one in windows]), signs)


def _mean(vectors: Sequence[Vectors]) -> Vectors:
    return unit(np.mean(vectors, axis=0))

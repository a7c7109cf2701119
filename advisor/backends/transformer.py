"""The one file that knows sentence-transformers and torch: reads models, runs their batches."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from advisor.backends.batches import units
from advisor.backends.token_rows import TokenRow, token_rows
from advisor.errors import AdvisorError
from advisor.ports import Vectors
from advisor.uncollected import uncollected

Unfit = Callable[[str], AdvisorError]
"""The error for a model that cannot be used, given the reason."""
Score = Callable[[Sequence[tuple[str, str]]], list[float]]


@dataclass(frozen=True, slots=True)
class Prompts:
    """What stands in front of questions and passages; empty is what the model itself says."""

    query: str = ""
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Encoder:
    """A model taken apart: `reading` makes token vectors, `pooling` a text's one vector of them.

    `room` is how many tokens it reads at once beside the prompt and the special ones.
    """

    reading: tuple[Any, ...]
    pooling: tuple[Any, ...]
    tokenizer: Any
    padding: int
    prompts: Prompts
    dimensions: int
    room: int

    def encode(self, rows: Sequence[TokenRow], prompt: str) -> list[tuple[Vectors, Vectors]]:
        """Run one batch: of each row the unit vector, and unit vectors of its own tokens.

        What makes one vector of many tokens also makes one of each token alone, so that both are
        of the same length and kind.
        """
        import torch  # noqa: PLC0415

        given = _padded(rows, self.padding)
        if prompt:  # pooling may be told to leave it out
            given["prompt_length"] = min(len(row.before) for row in rows)
        with _one_core(), torch.inference_mode():
            read = _through(self.reading, given)
            read["token_embeddings"] = read["token_embeddings"].float()
            found = zip(rows, read["token_embeddings"], strict=True)
            own = torch.cat([of_row[row.own] for row, of_row in found]).unsqueeze(1)
            mask = torch.ones(own.shape[:2], dtype=torch.long)
            alone = _through(self.pooling, {"token_embeddings": own, "attention_mask": mask})
            whole = _through(self.pooling, read)
            vectors, tokens = (
                units(one["sentence_embedding"].numpy()[:, : self.dimensions])
                for one in (whole, alone)
            )
        ends = np.cumsum([len(row.inner) for row in rows])[:-1]
        return list(zip(vectors, np.split(tokens, ends), strict=True))

    def halved(self) -> Encoder:
        """Return a copy that reads as bfloat16."""
        import torch  # noqa: PLC0415

        copied = copy.deepcopy(self.reading)
        return replace(self, reading=tuple(one.to(torch.bfloat16) for one in copied))


def has_bfloat16() -> bool:
    """Whether the cores compute bfloat16; emulated on plain AVX2 it is six times slower."""
    import torch  # noqa: PLC0415

    able = torch.cpu.get_capabilities()
    return any(able.get(name, False) for name in ("avx512_bf16", "amx_bf16"))


def read_encoder(folder: Path, unfit: Unfit, prompts: Prompts, longest: int) -> Encoder:
    """Load a sentence-transformers model, and part it where tokens become one vector.

    It reads at most `longest` tokens at once; `prompts` go before its own.
    """

    def read() -> Any:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        exact = {"dtype": "float32"}  # half precision on a CPU is slow where it is emulated
        return SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs=exact
        ).eval()

    model = _loaded(read, unfit)
    from sentence_transformers.sentence_transformer.modules import Pooling  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415

    modules = tuple(model)
    pools = [n for n, module in enumerate(modules) if isinstance(module, Pooling)]
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if not pools or backend is None:
        raise unfit("gives no vectors of its tokens")
    tokenizer = Tokenizer.from_str(backend.to_str())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    used = _prompts(model.prompts, model.default_prompt_name or "", prompts)
    frames = [token_rows(tokenizer, prompt, [""])[0] for prompt in (used.query, used.passage)]
    room = min(model.max_seq_length or longest, longest) - max(len(one.ids) for one in frames)
    if room < 1:
        raise unfit("has no room for a text behind its prompt")
    return Encoder(
        reading=modules[: pools[0]],
        pooling=modules[pools[0] :],
        tokenizer=tokenizer,
        padding=model.tokenizer.pad_token_id or 0,
        prompts=used,
        dimensions=model.get_embedding_dimension(),
        room=room,
    )


def read_cross_encoder(folder: Path, unfit: Unfit) -> Score:
    """Load a cross-encoder, which gives each pair of texts a score, unbounded.

    A sigmoid would make the best ones equal.
    """

    def read() -> Any:
        from sentence_transformers import CrossEncoder  # noqa: PLC0415

        exact = {"dtype": "float32"}
        return CrossEncoder(str(folder), device="cpu", local_files_only=True, model_kwargs=exact)

    model = _loaded(read, unfit)
    if model.num_labels != 1:
        raise unfit(f"gives {model.num_labels} scores to a pair, not one")

    def scores(pairs: Sequence[tuple[str, str]]) -> list[float]:
        import torch  # noqa: PLC0415

        found = model.predict(
            list(pairs), batch_size=8, show_progress_bar=False, activation_fn=torch.nn.Identity()
        )
        return [float(one) for one in found]

    return scores


def _loaded(read: Callable[[], Any], unfit: Unfit) -> Any:
    """Read a model without network or bars."""
    with _offline(), uncollected():
        from safetensors import SafetensorError  # noqa: PLC0415
        from transformers.utils import logging  # noqa: PLC0415

        logging.disable_progress_bar()
        try:
            return read()
        except (OSError, ValueError, KeyError, ImportError, RuntimeError, SafetensorError) as error:
            reason = str(error).partition("\n")[0].rstrip(".")
            raise unfit(f"cannot be loaded: {reason}") from error


def _prompts(own: Mapping[str, str], usual: str, wanted: Prompts) -> Prompts:
    """Return the prompts wanted, or the model's own under the names that are in use."""
    otherwise = own.get(usual, "")
    passage = own.get("document") or own.get("passage") or own.get("corpus") or otherwise
    return Prompts(wanted.query or own.get("query") or otherwise, wanted.passage or passage)


def _padded(rows: Sequence[TokenRow], padding: int) -> dict[str, Any]:
    """Return the rows as the model takes them, all as long as the longest."""
    import torch  # noqa: PLC0415

    longest = max(len(row.ids) for row in rows)
    ids = torch.full((len(rows), longest), padding, dtype=torch.long)
    mask = torch.zeros((len(rows), longest), dtype=torch.long)
    for number, row in enumerate(rows):
        ids[number, : len(row.ids)] = torch.tensor(row.ids)
        mask[number, : len(row.ids)] = 1
    return {"input_ids": ids, "attention_mask": mask}


def _through(modules: Sequence[Any], features: dict[str, Any]) -> dict[str, Any]:
    for module in modules:
        features = module(features)
    return features


@contextmanager
def _offline() -> Iterator[None]:
    """Keep the model hub's client from the network, and give the environment back as it was."""
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

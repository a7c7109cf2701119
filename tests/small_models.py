"""The smallest real models: seeded random weights behind the packaged model's tokenizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from advisor.backends.embedder import packaged


def save_encoder(
    folder: Path,
    *,
    pooling: str = "mean",
    tokens: int = 300,
    prompts: dict[str, str] | None = None,
    include_prompt: bool = True,
    dense: int = 0,
) -> Path:
    """Save a sentence-transformers model of 20 dimensions, or of `dense`."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Dense
    from sentence_transformers.sentence_transformer.modules import (
        Normalize,
        Pooling,
        Transformer,
    )
    from transformers import BertModel

    _save_bert(BertModel, folder / "bert")
    modules: list[Any] = [
        Transformer(str(folder / "bert"), max_seq_length=tokens),
        Pooling(20, pooling, include_prompt=include_prompt),
    ]
    if dense:
        modules.append(Dense(20, dense))
    model = SentenceTransformer(modules=[*modules, Normalize()], prompts=prompts, device="cpu")
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


def save_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """Save a cross-encoder that gives a pair as many scores as there are labels."""
    from sentence_transformers import CrossEncoder
    from transformers import BertForSequenceClassification

    _save_bert(
        BertForSequenceClassification, folder / "bert", num_labels=labels, initializer_range=0.5
    )
    CrossEncoder(str(folder / "bert"), device="cpu", local_files_only=True).save(
        str(folder / "model"), create_model_card=False
    )
    return folder / "model"


def _save_bert(kind: Any, folder: Path, **more: Any) -> None:
    import torch
    from transformers import AutoTokenizer, BertConfig
    from transformers.utils import logging

    logging.disable_progress_bar()
    config = BertConfig(
        vocab_size=30522,
        hidden_size=20,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=40,
        max_position_embeddings=512,
        **more,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        kind(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(str(packaged()), local_files_only=True).save_pretrained(folder)

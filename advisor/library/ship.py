"""Writing the vectors of what is built in: a first sync embeds nothing (`make vectors`)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from advisor.library.builtin import VECTORS, built_in
from advisor.library.filing import file_page
from advisor.library.page import Skipped
from advisor.library.profiles import aspect_questions
from advisor.library.shelf import key_of
from advisor.ports import Embedder


def built_in_texts(knowledge: Path, embedder: Embedder) -> dict[str, str]:
    """Return everything built in that has a vector, by key; loads no model."""
    asked = [text for _, text in aspect_questions(knowledge)]
    texts = {key_of(text): text for text in asked}
    for found in built_in(knowledge):
        for page in found.intake.pages:
            if not isinstance(page, Skipped):
                sections = found.sections[page.raw.path]
                filed = file_page(found.intake.source, page, sections, embedder, date.max)
                texts |= {} if isinstance(filed, Skipped) else filed.texts
    return dict(sorted(texts.items()))


def ship(knowledge: Path, embedder: Embedder) -> Path:
    """Embed what is built in and write its vectors, in half precision (cosine 1.0000)."""
    texts = built_in_texts(knowledge, embedder)
    encoded = embedder.encode_passages(list(texts.values()))
    path = knowledge / VECTORS
    np.savez_compressed(
        path,
        model=np.array(embedder.name),
        keys=np.array(list(texts)),
        vectors=np.stack([one.vector for one in encoded]).astype(np.float16),
        signs=np.concatenate([one.signs for one in encoded]),
        tokens=np.array([len(one.signs) for one in encoded]),
    )
    return path

"""What is searched for: a question as it is said, and as pages write it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from advisor.ports import EncodedQuery, Vectors

_SAID, _WRITTEN = 0.6, 0.4  # how much a question counts as it is said and as pages write it


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: a question as encoded, the vendors it names and their sources.

    `weights` says how much each token of the question counts, `rarity` each stem, `about` of chunks
    of the guide how surely the question is about their section. `words` are looked up; `length` is
    what the cosines of its vector are multiplied with.
    """

    text: str
    words: str
    encoded: EncodedQuery
    weights: Vectors
    rarity: Mapping[str, float]
    length: float = 1.0
    named: Collection[str] = ()
    own: Sequence[str] = ()
    about: Mapping[str, float] = field(default_factory=dict)


def both(said: Query, written: Query) -> Query:
    """Join a question with itself in other words, at the cost of one search.

    Cosines, token matches and the weights of words become the means of the two.
    """
    one, other = said.encoded, written.encoded
    vector: Vectors = np.float32(_SAID) * one.vector + np.float32(_WRITTEN) * other.vector
    length = float(np.linalg.norm(vector))
    return replace(
        said,
        words=f"{said.words} {written.words}",
        encoded=EncodedQuery(
            vector / np.float32(length),
            np.concatenate([one.tokens, other.tokens]),
            one.words + other.words,
        ),
        weights=np.concatenate([_SAID * said.weights, _WRITTEN * written.weights]),
        rarity={
            stem: _SAID * said.rarity.get(stem, 0.0) + _WRITTEN * written.rarity.get(stem, 0.0)
            for stem in {**said.rarity, **written.rarity}
        },
        length=length,
    )

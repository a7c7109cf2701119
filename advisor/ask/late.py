"""Late interaction: each token of a question is held against every token of a passage.

The measure is the MaxSim of ColBERT (Khattab and Zaharia, 2020, https://arxiv.org/abs/2004.12832),
with two differences: the token vectors are those of the sentence encoder itself, of which a passage
keeps the sign bits alone, and a token counts by how rare its word is in the library.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from advisor.ports import EncodedQuery, Signs, Vectors

_TOKENS = 64  # of a question, its rarest; more add time and little else
_RAREST = 0.002  # share of passages from which a word counts no more for being rarer
_BLOCK = 1024  # tokens turned into numbers at once, so that they stay in the processor's cache
_MARK = 1.0  # share of passages a full stop or a question mark is taken to stand in


def token_weights(query: EncodedQuery, shares: Mapping[str, float]) -> Vectors:
    """Weigh each token of a question by the inverse document frequency of its word; sum 1.

    `shares` is the share of the library's chunks that hold each word.
    """
    weights = [_weight(word.lower(), shares) for word in query.words]
    total = sum(weights) or 1.0
    return np.array(weights, np.float32) / np.float32(total)


def without(encoded: EncodedQuery, weights: Vectors, names: Collection[str]) -> Vectors:
    """Take the weight off the tokens of names (lower-case words), unless there are no others."""
    kept = np.array([word.lower() not in names for word in encoded.words], np.float32)
    left = weights * kept
    total = left.sum()
    return left / total if total > 0 else weights


def _weight(word: str, shares: Mapping[str, float]) -> float:
    return math.log(1 + 1 / max(shares.get(word, _MARK), _RAREST))


def interaction(query: EncodedQuery, weights: Vectors, signs: Sequence[Signs]) -> Vectors:
    """Return of each passage the weighted mean of the best cosines of the question's tokens.

    Shapes: `weights` (tokens of the question,), each of `signs` (tokens,
    dimensions / 8, rounded up), the result (len(signs),). A passage without tokens gets 0.
    """
    result = np.zeros(len(signs), np.float32)
    filled = [row for row, own in enumerate(signs) if len(own)]
    if not filled or not len(weights):
        return result
    rarest = np.argsort(-weights, kind="stable")[:_TOKENS]
    asked = query.tokens[rarest]
    lengths = [len(signs[row]) for row in filled]
    found = cosines(asked, np.concatenate([signs[row] for row in filled]))
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    best = np.maximum.reduceat(found, starts, axis=1)
    result[filled] = (weights[rarest] / weights[rarest].sum()) @ best
    return result


def cosines(asked: Vectors, signs: Signs) -> Vectors:
    """Cosines of unit vectors with vectors of +1 and -1, given as bits; one column a token.

    Such a vector has the length √dimensions, and is 2b - 1 of its bits b.
    """
    ones = np.empty((len(asked), len(signs)), np.float32)
    for first in range(0, len(signs), _BLOCK):
        block = signs[first : first + _BLOCK]
        bits = np.unpackbits(block, axis=1, count=asked.shape[1])
        ones[:, first : first + _BLOCK] = asked @ bits.T.astype(np.float32)
    dimensions = np.float32(asked.shape[1])
    found: Vectors = (2 * ones - asked.sum(axis=1, keepdims=True)) / np.sqrt(dimensions)
    return found

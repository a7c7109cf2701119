"""Decide whether the passages found answer the question at all: several weak signs together."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from advisor.ask import words
from advisor.ask.kinds import unmet
from advisor.ask.wording import stems
from advisor.records import Chunk, Hit


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for the passages; `belief` is the chance, 0 to 1, that they answer.

    `meaning` is the best cosine of a passage or a listed question, `dense` the best of a passage,
    `familiar` the share of the question's words that the guide's listed questions use, and `lost`
    the share that neither they nor the passages know.
    """

    meaning: float
    dense: float
    familiar: float
    lost: float
    belief: float

    @property
    def enough(self) -> bool:
        """Whether to answer."""
        return self.belief >= 0.5


# A logistic curve over the signs, fitted on questions inside and outside the library, with and
# without vendor pages in it; `make bench` prints how well it parts those in tests/golden.
_BIAS, _MEANING, _DENSE, _FAMILIAR, _LOST = -7.5, 7.95, 6.4, 3.3, -2.84
# Pages of a certain day seldom tell what has happened since.
_LATELY = -2.0
_LATEST = re.compile(
    r"\b(?:last|previous) (?:quarter|month|week|year)\b|\byesterday\b|\bthis morning\b",
    re.IGNORECASE,
)
_UNMET = -3.5  # what is asked for is of a kind that the passages say nothing of
# A vendor's own pages are all about it and read alike, so what counts among them is how near their
# tokens come to the question's others: a curve of its own, fitted on questions about vendors. The
# first one's doubt counts beside it, its belief does not.
_NEAR_BIAS, _NEAR, _NEAR_DENSE, _DOUBT = -7.2, 28.9, -5.2, 0.5


def signs(
    question: str,
    ranked: Sequence[Hit],
    chosen: Sequence[Hit],
    familiar: Collection[str],
    near: float | None = None,
) -> Signs:
    """Weigh the signs; `familiar` are the stems of the guide's listed questions.

    `near` is the best late interaction of a passage of the vendors named, their names aside; None
    where the question names none that has pages here.
    """
    if not chosen:
        return Signs(0.0, 0.0, 0.0, 1.0, 0.0)
    asked = set(words.stems(question))
    held = frozenset[str]().union(*(stems(hit.chunk) for hit in chosen))
    dense = max(hit.dense for hit in ranked)
    meaning = max(dense, *(hit.question_score for hit in chosen))
    known = len(asked & set(familiar)) / max(len(asked), 1)
    lost = len(asked - set(familiar) - held) / max(len(asked), 1)
    weighed = _BIAS + _MEANING * meaning + _DENSE * dense + _FAMILIAR * known + _LOST * lost
    if near is not None:
        doubt = min(weighed, 0.0)
        weighed = _NEAR_BIAS + _NEAR * near + _NEAR_DENSE * dense + _DOUBT * doubt
    weighed += _LATELY if _LATEST.search(question) else 0.0
    weighed += _UNMET if unmet(question, [_whole(hit.chunk) for hit in chosen]) else 0.0
    return Signs(meaning, dense, known, lost, 1 / (1 + math.exp(-weighed)))


def _whole(chunk: Chunk) -> str:
    return " ".join((chunk.vendor, chunk.title, *chunk.heading, chunk.text))

"""Decide whether the passages found answer the question at all: several weak signs together."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from advisor.ask import words
from advisor.ask.wording import stems
from advisor.records import Hit


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
# Where a question asks how long, a passage that answers names a time, or says that there is none.
_TIMELESS = -3.5
_HOW_LONG = re.compile(
    r"\bhow (?:long|soon|quick\w*|many (?:days|hours|minutes|weeks|months|years))\b"
    r"|\bhow much (?:notice|warning|time)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:\d|\b(?:an?|one|two|three|four|five|six|seven|ten|twelve|fifteen|thirty|sixty|ninety|hundred))"
    r"[)\s-]*(?:\(\d+\)\s*)?(?:calendar|business|working|full|consecutive)?[\s-]*"
    r"(?:second|minute|hour|day|week|month|year)s?\b"
    r"|\b(?:immediately|never|indefinitely|as long as|no longer than|until)\b"
    r"|\bnot (?:be )?(?:stor|retain|kept|keep|log|sav)|\bzero (?:data )?retention\b",
    re.IGNORECASE,
)


def signs(
    question: str, ranked: Sequence[Hit], chosen: Sequence[Hit], familiar: Collection[str]
) -> Signs:
    """Weigh the signs; `familiar` are the stems of the guide's listed questions."""
    if not chosen:
        return Signs(0.0, 0.0, 0.0, 1.0, 0.0)
    asked = set(words.stems(question))
    held = frozenset[str]().union(*(stems(hit.chunk) for hit in chosen))
    dense = max(hit.dense for hit in ranked)
    meaning = max(dense, *(hit.question_score for hit in chosen))
    known = len(asked & set(familiar)) / max(len(asked), 1)
    lost = len(asked - set(familiar) - held) / max(len(asked), 1)
    weighed = _BIAS + _MEANING * meaning + _DENSE * dense + _FAMILIAR * known + _LOST * lost
    weighed += _LATELY if _LATEST.search(question) else 0.0
    timed = any(_TIME.search(hit.chunk.text) for hit in chosen)
    weighed += _TIMELESS if _HOW_LONG.search(question) and not timed else 0.0
    return Signs(meaning, dense, known, lost, 1 / (1 + math.exp(-weighed)))

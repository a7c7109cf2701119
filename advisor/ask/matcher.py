"""Which section of the guide a question is about, learned from the questions each section lists.

Nearest listed questions alone confuse sections that differ in one word ("risks of open" and "risks
of closed" models). A ridge regression from what a question means and says to its section learns
which differences matter. It has one closed-form solution, takes a few hundred examples, and is
solved in well under a second when a library is opened; nothing is stored.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.ask import words
from advisor.ports import Vectors

# Measured by five-fold cross-validation on the listed questions; see docs/decisions.
_WORDS = 0.7  # weight of the words' vector beside the unit vector of the meaning
_RIDGE = 2.0
_OPEN = re.compile(
    r"\bopen\b|\bself-?host\w*|\bon-?prem\w*|\bour own (?:server|hardware|gpu|machine|infra)\w*"
    r"|\bllama\b|\bmistral\b|\bfree models?\b|\b(?:ourselves|myself|in-house|locally)\b"
    r"|\blocal models?\b",
    re.IGNORECASE,
)
_PROPRIETARY = re.compile(
    r"\bpropriet\w+|\bclosed\b|\bcommercial\b|\bpaid\b|\bvendors?\b|\bopenai\b|\bgpt\b|\bgpt-\w+"
    r"|\bchatgpt\b|\bclaude\b|\bgemini\b|\banthropic\b|\bapis?\b|\bproviders?\b|\bbig tech\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its vector and the section it belongs to."""

    section: str
    text: str
    vector: Vectors


class Matcher:
    """Scores sections for a question; about 1 for the right one, about 0 for the others."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Learn from the examples; without any, every score is missing."""
        self.sections = tuple(sorted({example.section for example in examples}))
        self.vocabulary: frozenset[str] = frozenset()
        if not examples:
            return
        said = [_said(example.text) for example in examples]
        seen = Counter(word for counted in said for word in counted)
        self.vocabulary = frozenset(seen)
        self._place = {word: i for i, word in enumerate(sorted(seen))}
        self._rarity = np.array(
            [math.log(1 + len(examples) / seen[word]) for word in self._place], dtype=np.float64
        )
        vectors = np.stack([example.vector for example in examples]).astype(np.float64)
        self._centre = vectors.mean(axis=0)
        known = self._features(vectors, said)
        goal = np.array(
            [[float(e.section == section) for section in self.sections] for e in examples]
        )
        self._base = goal.mean(axis=0)
        dual = np.linalg.solve(known @ known.T + _RIDGE * np.eye(len(examples)), goal - self._base)
        self._weights = known.T @ dual

    def scores(self, question: str, vector: Vectors) -> dict[str, float]:
        """Score each section for a question and its vector."""
        if not self.sections:
            return {}
        one = self._features(vector[None, :].astype(np.float64), [_said(question)])
        found = (one @ self._weights)[0] + self._base
        return dict(zip(self.sections, map(float, found), strict=True))

    def _features(
        self, vectors: NDArray[np.float64], said: Sequence[Counter[str]]
    ) -> NDArray[np.float64]:
        """Meaning and words side by side, shape (texts, dimensions + vocabulary)."""
        moved = vectors - self._centre
        meaning = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        worded = np.zeros((len(said), len(self._place)))
        for row, counted in enumerate(said):
            for word, count in counted.items():
                if word in self._place:
                    at = self._place[word]
                    worded[row, at] = (1 + math.log(count)) * self._rarity[at]
        worded /= np.maximum(np.linalg.norm(worded, axis=1, keepdims=True), 1e-9)
        return np.hstack([meaning, _WORDS * worded])


def _said(text: str) -> Counter[str]:
    """Stems of a text, and twice each side it speaks of."""
    counted = Counter(words.stems(text))
    if _OPEN.search(text):
        counted["<open>"] = 2
    if _PROPRIETARY.search(text):
        counted["<proprietary>"] = 2
    return counted

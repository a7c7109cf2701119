"""The signs for and against a sentence, weighed together: one logistic regression.

Its coefficients are in `knowledge/support.toml`; `tools/fit_support.py` fits and writes them.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from advisor.shipped import data_folder


@dataclass(frozen=True, slots=True)
class Scale:
    """The coefficients; a sentence whose likelihood reaches `threshold` is supported."""

    bias: float
    threshold: float
    weights: Mapping[str, float]

    def likelihood(self, signs: Mapping[str, float]) -> float:
        """How likely a sentence with these signs is carried, 0 to 1."""
        total = self.bias + sum(self.weights[name] * value for name, value in signs.items())
        return 1 / (1 + math.exp(-total))

    def carries(self, signs: Mapping[str, float]) -> bool:
        """Whether a sentence with these signs is supported."""
        return self.likelihood(signs) >= self.threshold


@lru_cache(maxsize=1)
def scale() -> Scale:
    """Read the coefficients, once."""
    read = tomllib.loads((data_folder("knowledge") / "support.toml").read_text(encoding="utf-8"))
    return Scale(read["bias"], read["threshold"], read["weights"])

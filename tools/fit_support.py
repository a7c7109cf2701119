"""Fit what the signs of the support check weigh, on the golden pairs, and write it.

`python tools/fit_support.py` fits all pairs, writes `knowledge/support.toml`, and prints the share
of each kind that is judged rightly by fits that did not see its passages.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from advisor.ask import evidence
from advisor.ask.memory import VectorMemory
from advisor.backends.embedder import MiniLM
from advisor.records import Chunk
from advisor.shipped import data_folder

GOLDEN = Path("tests/golden")
FILES = ("support.jsonl", "support_transfer.jsonl", "support_pages.jsonl")
NAMES = frozenset({"openai", "anthropic", "mistral"})
FOLDS = 8
KEPT = 0.905  # share of the paraphrases that the threshold lets stand
RIDGE = 0.01
# How much a pair counts; sentences on another topic are few and the signs against them weak.
KINDS = {"topic": 3.0, "entity": 2.0, "negation": 1.5, "party": 1.5, "paraphrase": 1.3}

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A pair of a file with its case."""

    file: str
    kind: str
    support: bool
    passage: str
    case: evidence.Case


def main() -> None:
    """Fit all and write; measure on passages left out."""
    pairs = [pair for name in FILES for pair in read(name, VectorMemory(MiniLM()))]
    names = sorted({name for pair in pairs for name in pair.case.signs})
    found = np.zeros(len(pairs))
    folds = np.array([crc32(pair.passage.encode()) % FOLDS for pair in pairs])
    for fold in range(FOLDS):
        own = [pair for pair, n in zip(pairs, folds, strict=True) if n != fold]
        found[folds == fold] = likelihoods(pairs, names, fit(own, names))[folds == fold]
    weights = fit(pairs, names)
    least = threshold(pairs, likelihoods(pairs, names, weights))
    report(pairs, found, least)
    write(names, weights, least)


def read(name: str, memory: VectorMemory) -> list[Pair]:
    """Read a file of pairs and judge each beside its passages."""
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        grouped[json.dumps(pair.get("passages") or [pair["passage"]])].append(pair)
    found = []
    for passage, pairs in grouped.items():
        held = evidence.read(chunks(pairs[0]), memory, NAMES)
        sentences = [pair["sentence"] for pair in pairs]
        cases = evidence.cases(sentences, held, memory, [set()] * len(pairs))
        for pair, case in zip(pairs, cases, strict=True):
            found.append(Pair(name, pair["kind"], pair["support"], passage, case))
    return found


def chunks(pair: dict[str, Any]) -> list[Chunk]:
    """The passages of a pair."""
    given = pair.get("passages") or [
        {"text": pair["passage"], "title": "A page", "heading": ["A heading"], "vendor": ""}
    ]
    return [
        Chunk(
            f"c{n}", "d", "s", "p.md", one["title"], tuple(one["heading"]), 0, len(one["text"]),
            one["text"], "vendor", "both", date(2026, 1, 1), "https://example.org", one["vendor"],
        )
        for n, one in enumerate(given)
    ]  # fmt: skip


def fit(pairs: Sequence[Pair], names: Sequence[str]) -> Numbers:
    """Fit a ridge logistic regression; no sign may speak for a sentence. The bias comes first."""
    open_pairs = [pair for pair in pairs if pair.case.signs]
    table = values(open_pairs, names)
    spread = table.std(axis=0) + 1e-9
    table = table / spread
    side = np.array([1.0 if pair.support else -1.0 for pair in open_pairs])
    counts = np.array([KINDS.get(pair.kind, 1.0) for pair in open_pairs])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margin = side * (table @ weights[1:] + weights[0])
        slope = -side * counts / (1 + np.exp(margin)) / len(side)
        ridge = RIDGE * float(weights[1:] @ weights[1:]) / 2
        value = float((counts * np.logaddexp(0, -margin)).mean()) + ridge
        return value, np.r_[slope.sum(), table.T @ slope + RIDGE * weights[1:]]

    bounds = [(None, None), *[(None, 0.0)] * len(names)]
    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return np.r_[best[0], best[1:] / spread]


def values(pairs: Sequence[Pair], names: Sequence[str]) -> Numbers:
    """The signs as a table, a row a pair."""
    return np.array([[pair.case.signs.get(name, 0.0) for name in names] for pair in pairs])


def likelihoods(pairs: Sequence[Pair], names: Sequence[str], weights: Numbers) -> Numbers:
    """How likely each sentence is carried; 0 or 1 where no sign is asked."""
    found: Numbers = 1 / (1 + np.exp(-(values(pairs, names) @ weights[1:] + weights[0])))
    plain = np.array([float(pair.case.plain == "supported") for pair in pairs])
    return np.where([bool(pair.case.signs) for pair in pairs], found, plain)


def threshold(pairs: Sequence[Pair], found: Numbers) -> float:
    """Return the likelihood that the wanted share of the paraphrases reaches."""
    kept = [p for pair, p in zip(pairs, found, strict=True) if pair.support]
    return float(np.quantile(kept, 1 - KEPT))


def report(pairs: Sequence[Pair], found: Numbers, least: float) -> None:
    """Print the share judged rightly, by file and kind."""
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for pair, likelihood in zip(pairs, found, strict=True):
        right[pair.file, pair.kind].append((likelihood >= least) == pair.support)
    for (file, kind), held in sorted(right.items()):
        print(f"{file:24} {kind:12} {sum(held) / len(held):.3f} of {len(held)}")  # noqa: T201


def write(names: Sequence[str], weights: Numbers, least: float) -> None:
    """Write the coefficients."""
    lines = [
        "# What each sign of the support check weighs (advisor/ask/signs.py). A sentence whose",
        "# likelihood, 1 / (1 + exp(-(bias + weights · signs))), reaches the threshold is",
        "# supported.",
        "# Written by `python tools/fit_support.py`.",
        f"bias = {weights[0]:.3f}",
        f"threshold = {least:.3f}",
        "",
        "[weights]",
        *(f'"{name}" = {weight:.3f}' for name, weight in zip(names, weights[1:] + 0, strict=True)),
    ]
    text = "\n".join(lines) + "\n"
    (data_folder("knowledge") / "support.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

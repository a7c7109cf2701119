"""The support check held against pairs of a passage and a sentence, true and corrupted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor.ask import evidence
from advisor.ask.memory import VectorMemory
from advisor.ask.windows import windows
from advisor.evaluate.figures import Scores
from advisor.evaluate.lines import Line, Problem, objects, text_of
from advisor.records import Chunk

SYSTEM = "support check"
_DAY = date(1970, 1, 1)
_TOGETHER = 200  # pairs encoded together: three times as fast as one by one, and remembered


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and the passage that carries it (`support`) or does not; `kind` says how not."""

    line: int
    passage: str
    sentence: str
    support: bool
    kind: str


def read_pairs(file: Path) -> tuple[list[Pair], list[Problem]]:
    """Read a file of pairs; lines that cannot be used are told."""
    pairs: list[Pair] = []
    problems: list[Problem] = []
    for line in objects(file):
        one = line if isinstance(line, Problem) else _pair(line)
        if isinstance(one, Problem):
            problems.append(one)
        else:
            pairs.append(one)
    if not pairs and not problems:
        problems.append(Problem(file.name, 0, "has no pairs"))
    return pairs, problems


def _pair(line: Line) -> Pair | Problem:
    for name in ("passage", "sentence"):
        if not (text_of(line, name) or "").strip():
            return line.problem(f"`{name}` is missing or not text")
    support = line.given.get("support")
    if not isinstance(support, bool):
        return line.problem("`support` is neither true nor false")
    passage, sentence = text_of(line, "passage") or "", text_of(line, "sentence") or ""
    return Pair(line.number, passage, sentence, support, text_of(line, "kind") or "other")


def judged(
    pairs: Sequence[Pair], memory: VectorMemory, names: frozenset[str], *, check: bool = True
) -> list[bool]:
    """Say of each pair whether the check finds the sentence supported; without it, all are."""
    if not check:
        return [True] * len(pairs)
    held: list[bool] = []
    for first in range(0, len(pairs), _TOGETHER):
        some = [(pair, _chunk(pair)) for pair in pairs[first : first + _TOGETHER]]
        memory.vectors(
            [
                text
                for pair, chunk in some
                for text in (pair.sentence, *(window.text for window in windows(chunk)))
            ]
        )
        held += [_supported(pair, chunk, memory, names) for pair, chunk in some]
    return held


def _supported(pair: Pair, chunk: Chunk, memory: VectorMemory, names: frozenset[str]) -> bool:
    read = evidence.read([chunk], memory, names)
    verdict = evidence.judge([pair.sentence], read, memory, [set()])[0]
    return verdict.support == "supported"


def _chunk(pair: Pair) -> Chunk:
    text = pair.passage
    return Chunk(
        f"line {pair.line}", "pairs", "pairs", "pairs", "", (), 0, len(text), text,
        "independent", "both", _DAY, "",
    )  # fmt: skip


def score_pairs(name: str, pairs: Sequence[Pair], held: Sequence[bool]) -> list[Scores]:
    """Score all pairs, then each kind by itself.

    `kept` is the share of true sentences that the check lets stand (its recall), `caught` the
    share of corrupted ones that it does not, `precision` the share of what it lets stand that is
    true. A corrupted kind's precision is taken among its own pairs and all true ones.
    """
    both = list(zip(pairs, held, strict=True))
    true = [one for one in both if one[0].support]
    scores = [Scores(name, SYSTEM, _values(both, true))]
    for kind in dict.fromkeys(pair.kind for pair in pairs):
        own = [one for one in both if one[0].kind == kind]
        scores.append(Scores(name, f"{SYSTEM}: {kind}", _values(own, true)))
    return scores


def _values(
    own: Sequence[tuple[Pair, bool]], true: Sequence[tuple[Pair, bool]]
) -> dict[str, dict[str, float]]:
    values: dict[str, dict[str, float]] = {}
    for pair, held in own:
        values[f"line {pair.line}"] = {
            "kept" if pair.support else "caught": float(held == pair.support)
        }
    among = own if any(pair.support for pair, _ in own) else [*own, *true]
    for pair, held in among:
        if held:
            values.setdefault(f"line {pair.line}", {})["precision"] = float(pair.support)
    return values

"""Metrics of rankings, by ir-measures (which runs trec_eval)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

# Our name of each metric, and ir-measures'.
MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "nDCG@10": "nDCG@10",
        "Recall@5": "R@5",
        "Recall@20": "R@20",
        "MRR@10": "RR@10",
        "hit@1": "Success@1",
        "hit@5": "Success@5",
        "hit@10": "Success@10",
    }
)
OF_DOCUMENTS = ("nDCG@10", "Recall@5", "Recall@20", "MRR@10")
OF_PASSAGES = ("hit@1", "hit@5", "hit@10", "MRR@10")
_NOTHING = "\0"  # relevant to a question that nothing found answers


def scored(
    relevant: Mapping[str, Mapping[str, int]],
    ranked: Mapping[str, Sequence[str]],
    names: Sequence[str],
) -> dict[str, dict[str, float]]:
    """Score each question's ranking, best first, against the grades of what is relevant."""
    import ir_measures  # noqa: PLC0415

    measures = {ir_measures.parse_measure(MEASURES[name]): name for name in names}
    grades = {q: dict(given) or {_NOTHING: 1} for q, given in relevant.items()}
    runs = {
        q: {found: -float(place) for place, found in enumerate(dict.fromkeys(ranked.get(q, ())))}
        for q in grades
    }
    out: dict[str, dict[str, float]] = {q: dict.fromkeys(names, 0.0) for q in grades}
    for metric in ir_measures.iter_calc(list(measures), grades, runs):
        out[metric.query_id][measures[metric.measure]] = round(float(metric.value), 6)
    return out

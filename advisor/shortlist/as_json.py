"""A shortlist as the JSON of `advisor shortlist --json`; dates as ISO, GB and USD as numbers."""

from __future__ import annotations

from decimal import Decimal

from advisor.as_json import Json
from advisor.catalogue.as_json import clause_json
from advisor.shortlist.records import Candidate, Excluded, Memory, Shortlist, TokenPrice, Verdict


def shortlist_json(found: Shortlist) -> Json:
    """Return the JSON of a shortlist."""
    return {
        "fitting": found.fitting,
        "order": found.order,
        "candidates": [_candidate(one) for one in found.candidates],
        "excluded": [_excluded(one) for one in found.excluded],
    }


def _candidate(one: Candidate) -> Json:
    model = one.model
    return {
        "id": model.id,
        "name": model.name,
        "vendor": model.vendor,
        "side": model.side,
        "licence": model.licence.value if model.licence else None,
        "fits": one.fits,
        "reasons": [_verdict(reason) for reason in one.reasons],
        "unknowns": list(one.unknowns),
        "warnings": [clause_json(clause) for clause in one.warnings],
        "memory": [_memory(size) for size in one.memory],
        "prices": [_price(price) for price in one.prices],
    }


def _excluded(one: Excluded) -> Json:
    why = [_verdict(reason) for reason in one.why]
    return {"id": one.model.id, "name": one.model.name, "why": why}


def _verdict(one: Verdict) -> Json:
    as_of = one.as_of.isoformat() if one.as_of else None
    return {"text": one.text, "source": one.source or None, "as_of": as_of}


def _memory(one: Memory) -> Json:
    return {
        "quantisation": one.quantisation,
        "tokens": one.tokens,
        "weights_gb": _number(one.weights_gb),
        "cache_gb": None if one.cache_gb is None else _number(one.cache_gb),
        "total_gb": _number(one.total_gb),
    }


def _price(one: TokenPrice) -> Json:
    return {
        "name": one.name,
        "read_per_million": _number(one.read),
        "written_per_million": _number(one.written),
        "monthly": None if one.monthly is None else _number(one.monthly),
        "source": one.source,
        "as_of": one.as_of.isoformat(),
    }


def _number(value: Decimal) -> float:
    return round(float(value), 3)

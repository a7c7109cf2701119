"""The shortlist: each model against each need; what nobody states is never taken for met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from advisor.catalogue.records import Model
from advisor.shortlist import ability, hardware, terms
from advisor.shortlist.prices import within_budget
from advisor.shortlist.records import Candidate, Excluded, Need, Shortlist, TokenPrice, Verdict

if TYPE_CHECKING:
    from advisor.library.profiles import VendorFact

PricesOf = Callable[[Model, Need], tuple[TokenPrice, ...]]
ORDER = (
    "Models known to meet every need first; then by fewer unknowns, fewer clauses in the licence, "
    "newer release (undated last), and name."
)
_CHECKS = (
    ability.task,
    ability.context,
    ability.languages,
    ability.modalities,
    terms.commerce,
    terms.users,
    terms.outputs,
    terms.region,
    terms.hosting,
    hardware.on_gpus,
)


def shortlist(
    need: Need,
    models: Iterable[Model],
    prices_of: PricesOf,
    kept: Mapping[str, VendorFact] | None = None,
) -> Shortlist:
    """Sort models into candidates and excluded ones.

    `kept` is what vendors' pages say on where data is kept, by vendor.
    """
    candidates, excluded = [], []
    for model in models:
        prices = prices_of(model, need)
        place = terms.location(model, need, (kept or {}).get(model.vendor))
        asked = [*(check(model, need) for check in _CHECKS), place, within_budget(prices, need)]
        verdicts = [one for one in asked if one is not None]
        why = tuple(one for one in verdicts if one.meets is False)
        if why:
            excluded.append(Excluded(model, why))
        else:
            candidates.append(_candidate(model, need, prices, verdicts))
    return Shortlist(
        need,
        tuple(sorted(candidates, key=_rank)),
        tuple(sorted(excluded, key=lambda one: (len(one.why), one.model.name.casefold()))),
        ORDER,
    )


def _candidate(
    model: Model, need: Need, prices: tuple[TokenPrice, ...], verdicts: list[Verdict]
) -> Candidate:
    return Candidate(
        model,
        reasons=tuple(one for one in verdicts if one.meets),
        unknowns=tuple(one.text for one in verdicts if one.meets is None),
        warnings=model.clauses,
        memory=hardware.memory(model, need),
        prices=prices,
    )


def _rank(one: Candidate) -> tuple[bool, int, int, int, str]:
    released = one.model.released
    newest = -(released.value if released else date.min).toordinal()
    name = one.model.name.casefold()
    return not one.fits, len(one.unknowns), len(one.warnings), newest, name

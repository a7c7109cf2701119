"""What a licence permits: commercial use, number of users, training on outputs, region, data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.catalogue.records import Clause, ClauseKind, Model
from advisor.shortlist.records import Need, Verdict

if TYPE_CHECKING:
    from advisor.library.profiles import VendorFact


def commerce(model: Model, need: Need) -> Verdict | None:
    """Tell whether the licence permits commercial use."""
    if not need.commercial:
        return None
    if model.commercial is None:
        return Verdict(None, "Commercial use: not stated.")
    against = _clause(model, "non-commercial")
    text = "The licence permits commercial use."
    if not model.commercial.value:
        text = against.text if against else "The licence does not permit commercial use."
    told = model.commercial
    return Verdict(told.value, text, told.source, told.as_of)


def users(model: Model, need: Need) -> Verdict | None:
    """Tell whether the licence permits so many monthly users."""
    if not need.users:
        return None
    limiting = _clause(model, "user-count")
    if limiting:
        return _said(limiting, meets=need.users <= limiting.limit)
    return _silent(model, "Limit of users", "The licence names no limit of users.")


def outputs(model: Model, need: Need) -> Verdict | None:
    """Tell whether other models may be trained on its outputs."""
    if not need.train_on_outputs:
        return None
    about = [one for one in model.clauses if one.kind == "outputs-training"]
    forbidding = next((one for one in about if one.forbids), None)
    if forbidding:
        return _said(forbidding, meets=False)
    if about:
        return _said(about[0], meets=True)
    return _silent(model, "Training on outputs", "The licence does not forbid it.")


def region(model: Model, need: Need) -> Verdict | None:
    """Tell whether the licence grants its rights where the business sits."""
    if not need.region:
        return None
    excluding = next((one for one in model.clauses if need.region in one.excludes), None)
    if excluding:
        return _said(excluding, meets=False)
    return _silent(model, "Regions", f"The licence excludes no business in {need.region.upper()}.")


def location(model: Model, need: Need, kept: VendorFact | None) -> Verdict | None:
    """Tell whether data can stay in a region: on machines of one's own it can.

    `kept` is what the vendor's pages say on where data is kept; it is for people to read.
    """
    if not need.data_in:
        return None
    if model.side == "open":
        return Verdict(meets=True, text="Its weights are published: it can run where data must be.")
    text = f"Data in {need.data_in.upper()}: not stated for this model"
    if kept is None or not kept.stated:
        return Verdict(None, f"{text}.")
    return Verdict(None, f"{text}; on where data goes see {kept.source} ({kept.as_of}).")


def hosting(model: Model, need: Need) -> Verdict | None:
    """Tell whether one may run it on one's own machines: whether its weights are published."""
    if not need.self_hosted:
        return None
    if model.side == "open":
        return Verdict(meets=True, text="Its weights are published.")
    return Verdict(
        meets=False, text="Its weights are not published; ask the vendor for a private deployment."
    )


def _clause(model: Model, kind: ClauseKind) -> Clause | None:
    return next((one for one in model.clauses if one.kind == kind), None)


def _said(clause: Clause, *, meets: bool) -> Verdict:
    return Verdict(meets, clause.text, clause.source, clause.as_of)


def _silent(model: Model, what: str, text: str) -> Verdict:
    """Nothing in the licence speaks against it; without all its terms nothing is known."""
    if model.licence is None:
        return Verdict(None, f"{what}: the licence is not stated.")
    if model.partly_read:
        return Verdict(None, f"{what}: not stated in the terms that were read.")
    return Verdict(meets=True, text=text, source=model.licence.source, as_of=model.licence.as_of)

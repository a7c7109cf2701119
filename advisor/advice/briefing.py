"""A client's brief out of what is known: the library, the framework, how it was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from advisor.brief.assemble import assemble
from advisor.brief.case import Case, Method, Told
from advisor.brief.notes import guide_passages
from advisor.brief.records import Brief
from advisor.brief.wording import read_wording
from advisor.decide.framework import Framework
from advisor.decide.profile import checked
from advisor.decide.recommend import recommend
from advisor.records import Chunk
from advisor.shipped import data_folder

_OWN = frozenset({"extract", "decision"})  # what writes answers without a model


def client_brief(
    told: Told, day: date, framework: Framework, method: Method, guide: Iterable[Chunk]
) -> Brief:
    """Make a brief; what is not told is said in it to be missing. `guide` are its passages."""
    answers = checked(told.answers, framework)
    models = dict.fromkeys(one.model for one in told.kept if one.model not in _OWN)
    case = Case(
        told=replace(told, answers=answers),
        day=day,
        framework=framework,
        method=replace(method, model=", ".join(models)),
        recommendation=recommend(answers, framework) if answers else None,
    )
    return assemble(case, read_wording(data_folder("knowledge")), guide_passages(guide))

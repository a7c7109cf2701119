"""A client's brief out of what is known: the library, the framework, how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version

from advisor.brief.assemble import assemble
from advisor.brief.case import Case, Method, Told
from advisor.brief.needed import need_of
from advisor.brief.notes import guide_passages
from advisor.brief.records import Brief
from advisor.brief.wording import Needs, read_wording
from advisor.catalogue.models import read_models
from advisor.costs.tables import read_tables
from advisor.decide.framework import Framework
from advisor.decide.profile import checked
from advisor.decide.recommend import recommend
from advisor.records import Chunk
from advisor.shipped import data_folder
from advisor.shortlist.choose import shortlist
from advisor.shortlist.prices import dated_prices
from advisor.shortlist.records import Shortlist
from advisor.welcome import SourceSummary

_OWN = frozenset({"extract", "decision"})  # what writes answers without a model


def method_of(
    generation: int, sources: Sequence[SourceSummary], settings: tuple[tuple[str, str], ...]
) -> Method:
    """Tell how a brief is made: with which version, on which library, under which settings."""
    documents = sum(one.documents for one in sources)
    library = f"generation {generation}: {documents} documents of {len(sources)} sources"
    return Method(version("open-or-proprietary-advisor"), library, "", settings)


def client_brief(
    told: Told, day: date, framework: Framework, method: Method, guide: Iterable[Chunk]
) -> Brief:
    """Make a brief; what is not told is said in it to be missing. `guide` are its passages."""
    answers = checked(told.answers, framework)
    models = dict.fromkeys(one.model for one in told.kept if one.model not in _OWN)
    words = read_wording(data_folder("knowledge"))
    known = replace(told, answers=answers)
    case = Case(
        told=known,
        day=day,
        framework=framework,
        method=replace(method, model=", ".join(models)),
        recommendation=recommend(answers, framework) if answers else None,
        shortlist=shortlisted(known, day, words.needs),
    )
    return assemble(case, words, guide_passages(guide))


def shortlisted(told: Told, day: date, needs: Needs) -> Shortlist | None:
    """Shortlist models for what the answers ask, at a day's prices; None without answers."""
    workload = told.comparison.workload if told.comparison else None
    need = need_of(told.answers, needs, workload)
    if not need:
        return None
    return shortlist(need, read_models().values(), dated_prices(day, read_tables()))

"""A client's brief out of what an advisor holds: its library, its framework, its settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version

from advisor.ask import guide
from advisor.brief.assemble import assemble
from advisor.brief.case import Case, Method, Told
from advisor.brief.notes import guide_passages
from advisor.brief.records import Brief
from advisor.brief.wording import read_wording
from advisor.decide.profile import checked
from advisor.decide.recommend import recommend
from advisor.records import Answer
from advisor.shipped import data_folder
from advisor.wiring import Advisor

_OWN = frozenset({"extract", "decision"})  # what writes answers without a model


def client_brief(advisor: Advisor, told: Told, day: date) -> Brief:
    """Make a brief; blocks. What is not told is said in it to be missing."""
    framework = advisor.calculators.framework()
    answers = checked(told.answers, framework)
    case = Case(
        told=replace(told, answers=answers),
        day=day,
        framework=framework,
        method=_method(advisor, told.kept),
        recommendation=recommend(answers, framework) if answers else None,
    )
    passages = guide_passages(advisor.library.passages(guide.SOURCE))
    return assemble(case, read_wording(data_folder("knowledge")), passages)


def _method(advisor: Advisor, kept: Sequence[Answer]) -> Method:
    sources = advisor.library_summary()
    documents = sum(one.documents for one in sources)
    generation = advisor.library.store.generation()
    models = dict.fromkeys(one.model for one in kept if one.model not in _OWN)
    return Method(
        version=version("open-or-proprietary-advisor"),
        library=f"generation {generation}: {documents} documents of {len(sources)} sources",
        model=", ".join(models),
        settings=(
            ("Embedding model", advisor.embedder.name),
            ("Passages given to an answer", str(advisor.settings.passages)),
        ),
    )

"""How long a brief with charts takes, in each format."""

from __future__ import annotations

from datetime import date
from time import perf_counter

from advisor.brief.case import Told
from advisor.brief.write import FORMATS, render
from advisor.catalogue.models import find_model, read_models
from advisor.costs.choose import Choice
from advisor.costs.compare import compare
from advisor.costs.given import asked
from advisor.costs.tables import read_tables
from advisor.wiring import Advisor
from bench.report import say

DAY = date(2026, 11, 27)
ANSWERS = {"use-case": "regulated", "data": "mixed", "expertise": "some", "risk": "vendor"}


def print_briefs(advisor: Advisor) -> None:
    """Calculate and write a brief with all its charts; the first takes the imports too."""
    for form in FORMATS:
        began = perf_counter()
        model = find_model("llama 70b", read_models())
        compared = compare(
            asked("300000", "1200", "350"), Choice("openai:gpt-4o", model), read_tables(), DAY
        )
        told = Told("A client", ANSWERS, (), (), compared)
        render(advisor.brief(told, DAY), form)
        say(f"brief with charts, {form}, seconds", perf_counter() - began, at_most=10)

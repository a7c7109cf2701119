"""How long the calculators take: a recommendation, costs, a brief, a questionnaire."""

from __future__ import annotations

import asyncio
import resource
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from advisor.brief.case import Told
from advisor.brief.write import FORMATS, render
from advisor.catalogue.models import find_model, read_models
from advisor.cli.ask import answer_of
from advisor.costs.choose import Choice
from advisor.costs.compare import compare
from advisor.costs.given import asked
from advisor.costs.records import Comparison
from advisor.costs.tables import read_tables
from advisor.decide.recommend import recommend
from advisor.questionnaire.run import answer_rows, questionnaire, write_out
from advisor.records import Answer
from advisor.wiring import Advisor
from bench.answers import questions
from bench.report import say

DAY = date(2026, 11, 27)
ANSWERS = {"use-case": "regulated", "data": "mixed", "expertise": "some", "risk": "vendor"}
_TIMES = 20
_ROWS = 500
_KILOBYTES = 1024  # in a megabyte; Linux counts the resident memory in kilobytes


def print_calculators(advisor: Advisor) -> None:
    """Print a line for each; the first of a kind takes its imports too and is told apart."""
    framework = advisor.calculators.framework()
    full = {one.id: one.options[0].id for one in framework.questions}
    took = _milliseconds(lambda: recommend(full, framework))
    say("recommendation of a full profile, milliseconds", took, at_most=20)
    say("cost comparison with sensitivity, milliseconds", _milliseconds(_compared), at_most=100)
    for form in FORMATS:
        began = perf_counter()
        told = Told("A client", ANSWERS, (), (), _compared())
        render(advisor.brief(told, DAY), form)
        say(f"brief with charts, {form}, seconds", perf_counter() - began, at_most=10)
    _print_questionnaire(advisor)


def _print_questionnaire(advisor: Advisor) -> None:
    """Answer 500 rows; memory is what the second half adds to the first."""
    own = questions(vendors=False)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "questions.csv"
        rows = [f'"{own[n % len(own)]}"' for n in range(_ROWS)]
        file.write_text("Question\n" + "\n".join(rows), encoding="utf-8")
        asked_all = questionnaire(file, Path(folder) / "answers.jsonl")
        peaks = []
        began = perf_counter()
        for done, _ in answer_rows(asked_all, lambda text: _answer(advisor, text), DAY):
            if done in {_ROWS // 2, _ROWS}:
                peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES)
        write_out(asked_all, DAY)
        took = (perf_counter() - began) / _ROWS
    say("questionnaire of 500 in extract mode, seconds a row", took, at_most=0.35)
    say("its memory, second half over the first", peaks[-1] / peaks[0], at_most=1.05)


def _answer(advisor: Advisor, text: str) -> Answer:
    return asyncio.run(answer_of(advisor, text))


def _compared() -> Comparison:
    model = find_model("llama 70b", read_models())
    return compare(
        asked("300000", "1200", "350"), Choice("openai:gpt-4o", model), read_tables(), DAY
    )


def _milliseconds(work: Callable[[], object]) -> float:
    """The median of twenty runs, after one that reads the files."""
    work()
    took = []
    for _ in range(_TIMES):
        began = perf_counter()
        work()
        took.append((perf_counter() - began) * 1000)
    return median(took)

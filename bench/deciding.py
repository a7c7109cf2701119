"""How long a recommendation takes, with all that is told beside it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from advisor.decide.framework import Framework, read_framework
from advisor.decide.reading import read_readings, stated
from advisor.decide.recommend import recommend
from advisor.shipped import data_folder
from bench.report import say

SAID = (
    "We are a clinic with two million calls a day under HIPAA. Patient records must not leave our "
    "network, there is no ML team, we have 4 A100s and need it next month."
)


def print_deciding(times: int = 300) -> None:
    """Print milliseconds to a recommendation from full profiles, and to read a few sentences."""
    knowledge = data_folder("knowledge")
    framework, readings = read_framework(knowledge), read_readings(knowledge)
    cases = _profiles(framework, times)
    decided = [_milliseconds(partial(recommend, one, framework)) for one in cases]
    read = [_milliseconds(partial(stated, SAID, readings)) for _ in range(times)]
    say("a recommendation, milliseconds (95 %)", float(np.percentile(decided, 95)), at_most=20)
    say("  the slowest of them", max(decided), at_most=20)
    say(
        "facts read from two sentences, milliseconds (95 %)",
        float(np.percentile(read, 95)),
    )


def _profiles(framework: Framework, count: int) -> list[dict[str, str]]:
    """Give profiles with every question answered, by chance but always the same."""
    drawn = np.random.default_rng(5)
    return [
        {one.id: one.options[drawn.integers(len(one.options))].id for one in framework.questions}
        for _ in range(count)
    ]


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000

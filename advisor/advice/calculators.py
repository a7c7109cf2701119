"""The calculators with what they need from the library: a decision, a cost comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor.advice.decision import decision_answer
from advisor.ask.memory import VectorMemory
from advisor.ask.shelf import Shelf
from advisor.catalogue.models import find_model, read_models
from advisor.costs.choose import Choice
from advisor.costs.compare import compare
from advisor.costs.records import Comparison
from advisor.costs.tables import read_tables
from advisor.costs.words import Asked, Unclear, read_question
from advisor.decide.framework import Framework, read_framework
from advisor.decide.profile import checked
from advisor.decide.reading import Readings, read_readings
from advisor.decide.recommend import recommend
from advisor.records import Answer


@dataclass(frozen=True)
class Calculators:
    """Decides and calculates; `shelf` gives the guide's passages, which reasons are checked with.

    All methods may block for a moment: files are read, sentences embedded.
    """

    knowledge: Path
    shelf: Callable[[], Shelf]
    memory: VectorMemory

    def framework(self) -> Framework:
        """Return the questions of the interview and what they mean."""
        return read_framework(self.knowledge)

    def readings(self) -> Readings:
        """Return how answers are read from a conversation."""
        return read_readings(self.knowledge)

    def decision(self, answers: Mapping[str, str]) -> Answer:
        """Return the recommendation for a profile, checked like any answer."""
        framework = self.framework()
        found = recommend(checked(answers, framework), framework)
        return decision_answer(found, framework, self.shelf(), self.memory)

    def cost_asked(self, text: str) -> Asked | Unclear | None:
        """Read a question about costs; None for a text that is none."""
        return read_question(text, read_models(), self.usual_tokens())

    def cost(self, asked: Asked, settings: Mapping[str, str], on: date) -> Comparison:
        """Compare the ways for a workload; `settings` fix assumptions by key."""
        choice = Choice(asked.api_model, asked.open_model)
        return compare(asked.workload, choice, read_tables(), on, settings)

    def usual_tokens(self) -> tuple[int, int]:
        """Tokens read and written per request where nobody says them."""
        tables = read_tables()
        return tables.usual_read, tables.usual_written

    def open_models(self) -> list[tuple[str, str]]:
        """Id and name of the open models a workload can be costed for."""
        measured = {one.model for one in read_tables().throughputs}
        models = [find_model(name, read_models()) for name in sorted(measured)]
        return [(one.id, one.name) for one in models]

    def api_models(self) -> list[tuple[str, str]]:
        """Price name and name of the proprietary models in the catalogue."""
        sold = [one for one in read_models().values() if one.side == "proprietary" and one.prices]
        return [(one.prices[0], one.name) for one in sold]

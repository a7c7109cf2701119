"""The advisor itself: its sync line, its search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from advisor.evaluate.rankers import answering, ours
from advisor.library.intake import Intake
from advisor.library.intake import Page as Fetched
from advisor.library.page import Raw
from advisor.records import Source
from advisor.settings import Settings
from advisor.wiring import Advisor
from bench.peers.system import Job, Passage

_DAY = date(1970, 1, 1)


class Ours:
    """Reads a set's documents as plain text, and pages from where they are, HTML and all."""

    def index(self, job: Job, folder: Path) -> None:
        """Fill a library."""
        self._whole = job.whole
        self._advisor = Advisor(Settings(home=folder, model="none"))
        if job.targets:
            events = self._advisor.sync([target for target in job.targets if target])
        else:
            source = Source("corpus", "corpus", "independent", "both", "", "unclear", _DAY)
            pages = [Fetched(Raw(p.path, p.text.encode()), p.title) for p in job.pages]
            events = self._advisor.fill([Intake(source, pages)])
        for _ in events:
            pass

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """Rank all documents of a set; of pages, take the passages an answer would read."""
        rank = ours if self._whole else answering
        found = rank(question, self._advisor.parts(), k)
        return [Passage(chunk.path, chunk.text, chunk.heading) for chunk in found]

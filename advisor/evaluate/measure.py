"""What a user wants measured → a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import EvaluationFileError
from advisor.evaluate.corpus import Corpus, read_corpus
from advisor.evaluate.figures import Scores
from advisor.evaluate.folders import Told, measure_corpus, untold
from advisor.evaluate.gold import Asked, read_asked
from advisor.evaluate.lines import FaultyDataError, Problem
from advisor.evaluate.passages import measure_questions, searches, unreachable
from advisor.evaluate.refile import undivided
from advisor.evaluate.run import Run
from advisor.evaluate.scratch import Scratch
from advisor.library.page import Skipped
from advisor.wiring import Advisor


@dataclass(frozen=True, slots=True)
class Wanted:
    """Sets, and questions over targets; `strict` stops at the first faulty file."""

    folders: Sequence[Path] = ()
    questions: Sequence[Path] = ()
    over: Sequence[str] = ()
    strict: bool = False


@dataclass(slots=True)
class _Bench:
    """One run while it is made."""

    wanted: Wanted
    scratch: Scratch
    told: Told
    scores: list[Scores]
    problems: list[Problem]

    def note(self, problems: Sequence[Problem]) -> None:
        """Keep what is wrong with the data, or stop at it."""
        if problems and self.wanted.strict:
            raise FaultyDataError(problems)
        self.problems += problems

    def folder(self, folder: Path) -> None:
        """Measure a set, whole documents and passages."""
        corpus = read_corpus(folder)
        self.note(corpus.problems)
        if not corpus.relevant:
            return
        advisor, report = self.scratch.of_corpus(corpus)
        whole = self.scratch.retold(advisor, undivided)
        try:
            self.note(_lost(corpus, report.skipped))
            self.scores += measure_corpus(corpus, advisor.parts(), whole.parts(), self.told)
        finally:
            advisor.close()
            whole.close()

    def questions(self, file: Path, advisor: Advisor) -> None:
        """Measure the search on the questions of a file."""
        asked, problems = read_asked(file)
        self.note(problems)
        self.note(_unfound(file, asked, advisor))
        parts = advisor.parts()
        if any(one.gold for one in asked):
            self.scores += measure_questions(
                file.stem, asked, searches(parts), parts.names.known(), self.told
            )


def measure(wanted: Wanted, scratch: Scratch, told: Told = untold) -> Run:
    """Measure everything that is wanted, one after the other."""
    bench = _Bench(wanted, scratch, told, [], [])
    for folder in wanted.folders:
        bench.folder(folder)
    if wanted.questions:
        advisor, report = scratch.of_targets(wanted.over)
        try:
            bench.note([Problem(s.path, 0, s.reason) for s in report.skipped])
            for file in wanted.questions:
                bench.questions(file, advisor)
        finally:
            advisor.close()
    if not bench.scores:
        raise EvaluationFileError(_nothing(bench.problems))
    return Run("full", tuple(bench.scores), tuple(bench.problems))


def _nothing(problems: Sequence[Problem]) -> str:
    return "\n".join(["There is nothing to measure.", *map(str, problems[:20])])


def _lost(corpus: Corpus, skipped: Sequence[Skipped]) -> list[Problem]:
    ids = corpus.ids()
    return [Problem(f"{corpus.name}/{ids.get(s.path, s.path)}", 0, s.reason) for s in skipped]


def _unfound(file: Path, asked: Sequence[Asked], advisor: Advisor) -> list[Problem]:
    """Tell which questions cannot be answered by any search of this library."""
    listed = [advisor.library.document(one.id) for one in advisor.library.documents()]
    documents = [(one.path, one.text) for one in listed if one is not None]
    return [
        Problem(file.name, 0, f"question {question!r}: {reason}")
        for question, reason in unreachable(asked, documents).items()
    ]

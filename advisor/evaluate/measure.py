"""What a user wants measured → a run, and what there is to read of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from advisor.ask.pipeline import Parts
from advisor.errors import EvaluationFileError
from advisor.evaluate.answers import answer_all, score_answers
from advisor.evaluate.corpus import Corpus, read_corpus
from advisor.evaluate.figures import Scores
from advisor.evaluate.folders import Told, measure_corpus, untold
from advisor.evaluate.gold import Asked, read_asked
from advisor.evaluate.html import Reading
from advisor.evaluate.lines import FaultyDataError, Problem
from advisor.evaluate.passages import OURS, rank_questions, score_rankings, searches, unreachable
from advisor.evaluate.refile import headless, undivided
from advisor.evaluate.run import Run
from advisor.evaluate.scratch import Scratch
from advisor.evaluate.support import judged, read_pairs, score_pairs
from advisor.evaluate.weakened import FULL, NO_HEADINGS, NO_SUPPORT_CHECK, VARIANTS
from advisor.library.page import Skipped
from advisor.records import Answer
from advisor.wiring import Advisor


@dataclass(frozen=True, slots=True)
class Wanted:
    """Sets, questions over targets, pairs for the support check.

    `answers` asks the questions too, by `model`; `strict` stops at the first faulty file.
    """

    folders: Sequence[Path] = ()
    questions: Sequence[Path] = ()
    over: Sequence[str] = ()
    support: Sequence[Path] = ()
    answers: bool = False
    model: str = "none"
    variant: str = FULL
    strict: bool = False


@dataclass(slots=True)
class _Bench:
    """One run while it is made."""

    wanted: Wanted
    scratch: Scratch
    told: Told
    scores: list[Scores] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def note(self, problems: Sequence[Problem]) -> None:
        """Keep what is wrong with the data, or stop at it."""
        if problems and self.wanted.strict:
            raise FaultyDataError(problems)
        self.problems += problems

    def folder(self, folder: Path) -> None:
        """Measure a set: whole documents and passages; weakened, the passages alone."""
        corpus = read_corpus(folder)
        self.note(corpus.problems)
        if not corpus.relevant:
            return
        advisor, report = self.scratch.of_corpus(corpus)
        self.note(_lost(corpus, report.skipped))
        with self._lent(advisor) as lent:
            if self.wanted.variant != FULL:
                self.scores += measure_corpus(corpus, self._parts(lent), None, self.told)
                return
            whole = self.scratch.retold(advisor, undivided)
            try:
                self.scores += measure_corpus(corpus, lent.parts(), whole.parts(), self.told)
            finally:
                whole.close()

    def questions(self, file: Path, advisor: Advisor) -> None:
        """Measure the search on the questions of a file, and the answers if they are wanted."""
        asked, problems = read_asked(file)
        self.note([*problems, *_unfound(file, asked, advisor)])
        if not asked:
            return
        parts, name = self._parts(advisor), file.stem
        systems = searches(parts)
        if self.wanted.variant != FULL:
            systems = {OURS: systems[OURS]}
        ranked = rank_questions(name, asked, systems, parts.names.known(), self.told)
        scores = [score_rankings(name, system, asked, ranked[system]) for system in systems]
        replied = []
        if self.wanted.answers:
            wish = advisor.wish(self.wanted.model)
            replied = answer_all(name, asked, parts, wish, self.told)
            scores.append(score_answers(name, replied, parts))
        self.scores += [one for one in scores if one.by_question]
        answers: dict[str, Answer] = {one.asked.id: one.answer for one in replied}
        for one in asked:
            measured = {
                metric: value
                for given in (scores[0], *scores[len(systems) :])
                for metric, value in given.by_question.get(one.id, {}).items()
            }
            passages = ranked[OURS][one.id].passages
            self.readings.append(Reading(name, one, passages, answers.get(one.id), measured))

    def pairs(self, file: Path, advisor: Advisor) -> None:
        """Measure the support check on a file of pairs."""
        pairs, problems = read_pairs(file)
        self.note(problems)
        if pairs:
            checked = self.wanted.variant != NO_SUPPORT_CHECK
            memory, names = advisor.parts().memory, advisor.vendor_names()
            held = judged(pairs, memory, names, check=checked)
            self.scores += score_pairs(file.stem, pairs, held)

    @contextmanager
    def over(self) -> Iterator[Advisor]:
        """Lend an advisor over the targets, as the variant has it."""
        advisor, report = self.scratch.of_targets(self.wanted.over)
        self.note([Problem(s.path, 0, s.reason) for s in report.skipped])
        with self._lent(advisor) as lent:
            yield lent

    @contextmanager
    def _lent(self, advisor: Advisor) -> Iterator[Advisor]:
        bare = self.wanted.variant == NO_HEADINGS
        lent = self.scratch.retold(advisor, headless) if bare else advisor
        try:
            yield lent
        finally:
            lent.close()
            advisor.close()

    def _parts(self, advisor: Advisor) -> Parts:
        return VARIANTS[self.wanted.variant](advisor.parts())


def measure(wanted: Wanted, scratch: Scratch, told: Told = untold) -> tuple[Run, list[Reading]]:
    """Measure everything that is wanted, one after the other."""
    bench = _Bench(wanted, scratch, told)
    for folder in wanted.folders:
        bench.folder(folder)
    if wanted.questions or wanted.support:
        with bench.over() as advisor:
            for file in wanted.questions:
                bench.questions(file, advisor)
            for file in wanted.support:
                bench.pairs(file, advisor)
    if not bench.scores:
        raise EvaluationFileError(_nothing(bench.problems))
    about = {"embedder": scratch.embedder.name, "model": wanted.model}
    return Run(wanted.variant, tuple(bench.scores), tuple(bench.problems), about), bench.readings


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

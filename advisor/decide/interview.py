"""The interview as a state of plain values: asked, answered, skipped, taken back, resumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from advisor.decide.framework import Framework, Question
from advisor.decide.profile import checked
from advisor.decide.reading import Stated
from advisor.errors import ProfileError

Saved = Mapping[str, object]
How = Literal["answered", "confirmed", "said"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer comes from: asked for, or read from `words`, confirmed or not yet."""

    how: How
    words: str = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """Where an interview stands; replaced, never changed.

    `answers` were given by the user, `hints` were read from the conversation and wait to be
    confirmed (question id → option id, and the words they rest on), `skipped` are questions the
    user does not know, `path` is the order in which questions were settled.
    """

    framework: Framework = field(repr=False)
    answers: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    path: tuple[str, ...] = ()

    @property
    def current(self) -> Question | None:
        """The question to ask now; None when all are settled. Hints are asked for last."""
        open_ones = [one for one in self.framework.questions if not self._is_settled(one.id)]
        return next((one for one in open_ones if one.id not in self.hints), None)

    @property
    def to_confirm(self) -> Mapping[str, tuple[str, str]]:
        """What was read from the conversation and not answered otherwise since."""
        return {name: hint for name, hint in self.hints.items() if not self._is_settled(name)}

    @property
    def profile(self) -> dict[str, str]:
        """Everything known: the user's word, and what was read where the user said nothing."""
        read = {name: option for name, (option, _) in self.to_confirm.items()}
        return checked({**read, **self.answers}, self.framework)

    @property
    def origins(self) -> dict[str, Origin]:
        """Where each answer of the profile comes from."""
        return {name: self._origin(name, option) for name, option in self.profile.items()}

    @property
    def done(self) -> bool:
        """Whether nothing is left to ask or to confirm."""
        return self.current is None and not self.to_confirm

    @property
    def settled(self) -> int:
        """How many questions are answered, skipped or read from the conversation."""
        return len(self.framework.questions) - sum(
            not self._is_settled(one.id) and one.id not in self.hints
            for one in self.framework.questions
        )

    def heard(self, stated: Iterable[Stated]) -> Interview:
        """Note what the conversation told; the user's own answers stay."""
        told = {one.question: (one.option, one.words) for one in stated}
        return replace(self, hints={**self.hints, **told})

    def heard_besides(self, stated: Iterable[Stated]) -> Interview:
        """Note what was told on questions that are neither settled nor read already."""
        return self.heard(
            one
            for one in stated
            if one.question not in self.hints and not self._is_settled(one.question)
        )

    def confirm(self) -> Interview:
        """Take over all that was read."""
        answers = {name: option for name, (option, _) in self.to_confirm.items()}
        return replace(self, answers={**self.answers, **answers}, path=(*self.path, *answers))

    def deny(self, question: str) -> Interview:
        """Forget what was read on a question, which is then asked."""
        return replace(self, hints={k: v for k, v in self.hints.items() if k != question})

    def answer(self, question: str, option: str) -> Interview:
        """Answer a question, again if need be."""
        given = checked({question: option}, self.framework)
        if not given:
            return self.skip(question)
        return replace(
            self,
            answers={**self.answers, **given},
            skipped=tuple(one for one in self.skipped if one != question),
            path=(*(one for one in self.path if one != question), question),
        )

    def skip(self, question: str) -> Interview:
        """Say "don't know"."""
        checked({question: "unknown"}, self.framework)
        return replace(
            self.deny(question),
            answers={k: v for k, v in self.answers.items() if k != question},
            skipped=(*(one for one in self.skipped if one != question), question),
            path=(*(one for one in self.path if one != question), question),
        )

    def back(self) -> Interview:
        """Take back the last answer or skip, so that it is asked again."""
        if not self.path:
            return self
        last = self.path[-1]
        return replace(
            self.deny(last),
            answers={k: v for k, v in self.answers.items() if k != last},
            skipped=tuple(one for one in self.skipped if one != last),
            path=self.path[:-1],
        )

    def saved(self) -> dict[str, object]:
        """Return the state as values that JSON holds."""
        return {
            "answers": dict(self.answers),
            "hints": {name: list(hint) for name, hint in self.hints.items()},
            "skipped": list(self.skipped),
            "path": list(self.path),
        }

    def _origin(self, question: str, option: str) -> Origin:
        read, words = self.hints.get(question, ("", ""))
        if read != option:
            return Origin("answered")
        return Origin("confirmed" if question in self.answers else "said", words)

    def _is_settled(self, question: str) -> bool:
        return question in self.answers or question in self.skipped


def resumed(saved: Saved, framework: Framework) -> Interview:
    """Return an interview from its saved state; what the framework no longer asks is left out.

    Raises `ProfileError` for what was never a saved state.
    """
    known = {one.id: {option.id for option in one.options} for one in framework.questions}
    try:
        answers = {str(k): str(v) for k, v in dict(saved["answers"]).items()}  # type: ignore[call-overload]
        hints = {str(k): (str(v[0]), str(v[1])) for k, v in dict(saved["hints"]).items()}  # type: ignore[call-overload]
        skipped = [str(one) for one in saved["skipped"]]  # type: ignore[attr-defined]
        path = [str(one) for one in saved["path"]]  # type: ignore[attr-defined]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ProfileError("The saved interview cannot be read.") from error
    answers = {k: v for k, v in answers.items() if v in known.get(k, ())}
    kept = tuple(one for one in skipped if one in known and one not in answers)
    return Interview(
        framework,
        answers,
        {k: v for k, v in hints.items() if v[0] in known.get(k, ())},
        kept,
        tuple(one for one in path if one in answers or one in kept),
    )

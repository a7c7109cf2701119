"""Prompt files: read, checked for their placeholders, and filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from advisor.errors import PromptFileError

_PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "answer": frozenset(),
    "question": frozenset({"passages", "question"}),
    "condense": frozenset({"conversation", "question"}),
    "profile": frozenset({"questions", "conversation"}),
}


@dataclass(frozen=True, slots=True)
class Prompts:
    """The texts sent to a model; `answer` is the beginning that every prompt shares."""

    answer: str
    question: Template
    condense: Template
    profile: Template

    def ask(self, passages: str, question: str) -> str:
        """Fill in what varies: passages and question."""
        return self.question.substitute(passages=passages, question=question)

    def rewrite(self, conversation: str, question: str) -> str:
        """Fill in a conversation whose last question shall stand alone."""
        return self.condense.substitute(conversation=conversation, question=question)

    def read(self, questions: str, conversation: str) -> str:
        """Fill in the interview's questions and what was said, to be read for answers."""
        return self.profile.substitute(questions=questions, conversation=conversation)


def read_prompts(folder: Path) -> Prompts:
    """Read the prompt files of a folder; a placeholder too few or too many is an error."""
    texts = {name: _read(folder / f"{name}.txt", wanted) for name, wanted in _PLACEHOLDERS.items()}
    return Prompts(
        answer=texts["answer"],
        question=Template(texts["question"]),
        condense=Template(texts["condense"]),
        profile=Template(texts["profile"]),
    )


def _read(file: Path, wanted: frozenset[str]) -> str:
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise PromptFileError(f"The prompt {file.name} cannot be read: {error}.") from error
    found = frozenset(Template(text).get_identifiers()) if Template(text).is_valid() else None
    if found != wanted:
        names = ", ".join(f"${name}" for name in sorted(wanted)) or "none"
        raise PromptFileError(f"The prompt {file.name} must have these placeholders: {names}.")
    return text

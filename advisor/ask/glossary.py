"""The words of pages for those of people: a question is searched for in both."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from advisor.errors import KnowledgeFileError


@dataclass(frozen=True)
class Glossary:
    """`terms` gives for what people say, in lower case, how pages write it."""

    terms: Mapping[str, str]

    def reworded(self, question: str) -> str:
        """The question in the words of pages; itself where the glossary has none of its words."""
        return self._said.sub(lambda found: self.terms[found.group().lower()], question)

    @cached_property
    def _said(self) -> re.Pattern[str]:
        longest = sorted(self.terms, key=len, reverse=True)
        said = "|".join(map(re.escape, longest)) or r"(?!)"
        return re.compile(rf"(?<![\w-])(?:{said})(?![\w-])", re.IGNORECASE)


def read_glossary(file: Path) -> Glossary:
    """Read `glossary.toml`: tables by theme of what is said = what is written."""
    try:
        themes = tomllib.loads(file.read_text(encoding="utf-8"))
        terms = [pair for theme in themes.values() for pair in theme.items()]
    except (OSError, AttributeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeFileError(f"{file.name} cannot be read: {error}.") from error
    return Glossary(dict(terms))

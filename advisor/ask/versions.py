"""Versions of products: what is said of another version than the one asked about is no answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

_VERSIONED = re.compile(r"\b([A-Za-z][A-Za-z-]*[A-Za-z])[ -]?(\d+(?:\.\d+)?)(?![\w%]|\.\d)")
_IN_TITLE = re.compile(r"(?<=\d)[ _](?=\d\b)")  # "llama3 1 LICENSE"


def of_another(question: str, text: str, title: str) -> bool:
    """Whether a text, or its page's title, gives another version to a product than the question."""
    asked = _versions(question)
    if not asked:
        return False
    in_text, in_title = _versions(text), _versions(_IN_TITLE.sub(".", title))
    return any(
        bool(said) and not said & numbers
        for name, numbers in asked.items()
        for said in [in_text.get(name) or in_title.get(name, set())]
    )


def _versions(text: str) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, number in _VERSIONED.findall(text):
        found.setdefault(name.lower(), set()).add(number)
    return found

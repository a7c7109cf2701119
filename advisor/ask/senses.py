"""What each word of a text means: words for one thing share a key, opposites differ in sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from advisor.ask.amounts import SPELLED
from advisor.ask.meanings import meanings

TOKEN = re.compile(r"\w+(?:['’./-]\w+)*")
_NEGATORS = frozenset(
    "not no never none neither nor without cannot unless except nobody nothing barring lack "
    "lacks instead_of rather_than no_longer unlike".split()
)
# Amounts and periods are compared by themselves; the rest says little of what a clause is about.
_EMPTY = frozenset(
    "percent second minute hour day week month year seconds minutes hours days weeks months years "
    "daily weekly monthly yearly annual annually nightly night afterwards afterward yet already "
    "ever otherwise anyway however therefore thus hence moreover yes".split()
)
_NOT_DENIED = frozenset({"non-disclosure", "non-profit", "non-compete"})
_PLAIN_NOT = frozenset({"not", "cannot", "never", "no_longer"})
_PHRASES = re.compile(
    r"\b(?:instead of|rather than|no longer|not only|no matter|nothing but)\b", re.IGNORECASE
)
_SWITCHED = (
    (
        re.compile(r"\b(?:switch|turn)(?:es|s|ed|ing)?(?: \w+){0,4}? off\b", re.IGNORECASE),
        "disable",
    ),
    (re.compile(r"\b(?:switch|turn)(?:es|s|ed|ing)?(?: \w+)? on\b", re.IGNORECASE), "enable"),
    (re.compile(r"\blet(?:s|ting)?(?: \w+){1,3}? (?:pass|through)\b", re.IGNORECASE), "forward"),
)
_UN = re.compile(r"un((?!i[tqov]|der|til|less|used)\w{4,})$")
_NO_MORE = re.compile(
    r"\bstop(?:s|ped)? (?=\w+ing\b)|\b(?:fail|refuse|cease)(?:s|d|ed)? to ", re.IGNORECASE
)


def keys(text: str) -> list[str]:
    """Keys of the content words of a text, in order."""
    return [key for key, _, _ in senses(text) if key not in {"", "not"}]


@lru_cache(maxsize=8192)
def senses(text: str) -> tuple[tuple[str, int, bool], ...]:
    """Key, sign and turning of each word; "not" for a negator, "" for a word that says nothing."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[tuple[str, int, bool]]:
    table = meanings()
    for pattern, word in _SWITCHED:
        text = pattern.sub(word, text)
    text = _NO_MORE.sub("not ", text)
    joined = _PHRASES.sub(lambda m: m.group().replace(" ", "_"), table.joined(text))
    for match in TOKEN.finditer(joined):
        word = match.group().lower().replace("’", "'").removesuffix("'s")
        if word in _NEGATORS or word.endswith("n't"):
            yield "not", -1 if word in _PLAIN_NOT or word.endswith("n't") else 0, True
            continue
        for part in [word] if word in table.by_stem else word.split("-"):
            denied = _UN.match(part) if part not in table.by_stem else None
            if (part == "non" and word not in _NOT_DENIED) or denied:
                yield "not", -1, True
            meaning = table.of(denied[1] if denied else part)
            if part in _EMPTY:
                continue
            if part in SPELLED:
                continue
            if meaning and part != "non" and not part.replace(".", "").isdigit():
                yield meaning.key, meaning.sign, meaning.turning
            elif not meaning:
                yield "", 0, False

"""Words read as what they mean: synonyms are one, opposites differ by their sign."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from advisor.ask import words
from advisor.shipped import data_folder


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word is read as; opposites share `key` and differ in `sign`.

    `turning` words of sign -1 turn their clause round as "not" does.
    """

    key: str
    sign: int = 0
    turning: bool = False


@dataclass(frozen=True, slots=True)
class Meanings:
    """The table of words, the forms of words, and the phrases that are read as one word.

    `verbs` stand in all their regular forms.
    """

    by_stem: dict[str, Meaning]
    forms: dict[str, str]
    verbs: frozenset[str]
    adverbs: frozenset[str]
    before_nouns: frozenset[str]
    phrases: re.Pattern[str]

    def joined(self, text: str) -> str:
        """The text with listed phrases joined by "_"."""
        return self.phrases.sub(lambda match: re.sub(r"\s+", "_", match.group()), text)

    def of(self, word: str) -> Meaning | None:
        """What a lower-case word means, None for one that says nothing by itself."""
        listed = self.by_stem.get(word)
        if not listed and word in self.forms:
            word = self.forms[word]
            listed = self.by_stem.get(word)
        if not listed and (stemmed := self.by_stem.get(words.stem(word))):
            doer = _DOER.search(word) and word.rstrip("s") not in self.by_stem
            listed = None if stemmed.sign or doer else stemmed
        if listed or word in words.STOP:
            return listed
        return Meaning(words.stem(word)) if len(word) > 1 or word.isdigit() else None


# Who does something is not what is done: a developer plan is not about developing.
_DOER = re.compile(r"(?:er|or)s?$")


@lru_cache(maxsize=1)
def meanings() -> Meanings:
    """Read `knowledge/meanings.toml`, once."""
    file = data_folder("knowledge") / "meanings.toml"
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    listed = list(entries(read))
    lines = [line.split() for kind in read["forms"].values() for line in kind]
    forms = {form: first for first, *others in lines for form in others}
    table: dict[str, Meaning] = {}
    for word, meaning in listed:
        table[word] = meaning
        for form in _forms(word) if meaning.sign else (words.stem(word),):
            table.setdefault(form, meaning)
    phrases = sorted((word for word, _ in listed if "_" in word), key=len, reverse=True)
    either = "|".join(re.escape(phrase).replace("_", r"\s+") for phrase in phrases)
    grammar = {name: frozenset(listed.split()) for name, listed in read["grammar"].items()}
    return Meanings(
        by_stem=table,
        forms=forms,
        verbs=frozenset(form for verb in grammar["verbs"] for form in (verb, *_forms(verb))),
        adverbs=grammar["adverbs"],
        before_nouns=grammar["before_nouns"],
        phrases=re.compile(rf"\b(?:{either})\b", re.IGNORECASE),
    )


def _forms(word: str) -> list[str]:
    """Inflections; the stemmer would read "option" as "optional"."""
    bare, short = word.removesuffix("e"), word.removesuffix("y")
    doubled = f"{word}{word[-1]}"
    return [
        *(f"{word}s", f"{word}es", f"{bare}ed", f"{bare}ing", f"{short}ies", f"{short}ied"),
        *(f"{doubled}ed", f"{doubled}ing"),
    ]


def entries(tables: dict[str, object]) -> Iterator[tuple[str, Meaning]]:
    """Every listed word with its meaning."""
    same, opposite = tables["same"], tables["opposite"]
    assert isinstance(same, list)  # noqa: S101 - the file ships with the package
    assert isinstance(opposite, dict)  # noqa: S101
    for line in same:
        listed = line.split()
        yield from ((word, Meaning(f"={words.stem(listed[0])}")) for word in listed)
    for kind, lines in opposite.items():
        for line in lines:
            halves = [half.split() for half in line.split("|")]
            for sign, half in zip((1, -1), halves, strict=True):
                meaning = Meaning(
                    f"{'¬' if kind == 'turning' else '±'}{words.stem(halves[0][0])}",
                    sign,
                    kind == "turning",
                )
                yield from ((word, meaning) for word in half)

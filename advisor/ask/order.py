"""A sentence laid beside the one it resembles most: which word stands where another one stood.

Two texts that read alike on both sides of one noun that differs say the same of two things. Verbs
are left out: what is done has many words, and another one in its place is mostly a synonym.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations, pairwise

from advisor.ask import words
from advisor.ask.meanings import meanings
from advisor.ask.senses import TOKEN, keys, senses

_ORDINALS = frozenset("first second third fourth fifth".split())
_ARTICLES = frozenset("a an the".split())
_LOOSE = frozenset(
    "whoever anyone everyone someone nobody whatever since yourself itself themselves myself case "
    "others other ones while because when if once where behind during".split()
)
_WITNESSES = 3  # equal words beside a word that differs; more of them say nothing more
_MOST = 4, 5  # words that stand for each other, of the sentence and of the passage
_OPPOSITE = 0.3  # likeness on both sides from which an opposite word in a place is one
_SWAPS = 12  # words of a sentence tried in each other's place
_COVERED = 0.6  # share of a sentence's words that the other must have, to ask for their order


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared; `signed` carries a "-" for the second of two opposites."""

    signed: str
    keys: tuple[str, ...]
    low: str
    noun: bool


@dataclass(frozen=True, slots=True)
class Order:
    """What stands in another's place.

    `slot`: how alike both sides of a noun that differs are, 0 to 1; `opposite`: an opposite word
    stands there; `swap`: the share of neighbouring words won back when two words change places.
    """

    slot: float = 0.0
    opposite: bool = False
    swap: float = 0.0


def likest(sentence: str, others: Sequence[str]) -> str:
    """Return the text whose words come most in the order of the sentence's, "" of none."""
    return max(others, key=lambda text: _matcher(sentence, text).ratio(), default="")


def compared(sentence: str, other: str) -> Order:
    """Lay a sentence beside another text."""
    said, held = read(sentence), read(other)
    blocks = _matcher(sentence, other).get_opcodes()
    slot, opposite = 0.0, False
    ours, theirs = (frozenset(k for word in text for k in word.keys) for text in (said, held))
    for n, (kind, i, i_end, j, j_end) in enumerate(blocks):
        if kind != "replace" or i_end - i > _MOST[0] or j_end - j > _MOST[1]:
            continue
        alike = _alike(blocks, n, len(said))
        opposite = opposite or (alike > _OPPOSITE and _opposed(said[i:i_end], held[j:j_end]))
        if _free(said[i:i_end], theirs) and _free(held[j:j_end], ours):
            slot = max(slot, alike)
    return Order(slot, opposite, _swap([w.signed for w in said], [w.signed for w in held], said))


@lru_cache(maxsize=4096)
def read(text: str) -> tuple[Word, ...]:
    """The words of a text but its articles."""
    found, before = [], ""
    for match in TOKEN.finditer(text):
        low = match.group().lower().replace("’", "'").removesuffix("'s")
        if low not in _ARTICLES:
            said = [(key, sign) for key, sign, _ in senses(match.group()) if key not in {"", "not"}]
            key = said[0][0] + "-" * (said[0][1] < 0) if len(said) == 1 else low
            noun = bool(said) and low not in words.STOP and not is_verb(low, before)
            found.append(Word(key, tuple(keys(match.group())), low, noun))
        before = low
    return tuple(found)


def is_verb(low: str, before: str) -> bool:
    """Whether a word says what is done, or how: a listed verb, unless an article stands before."""
    table = meanings()
    if low.endswith("ly") or low in table.adverbs:
        return True
    inflected = low.endswith(("ed", "ing"))
    listed = table.forms.get(low, low) in table.verbs
    if not listed and not (low.endswith("ed") and len(low) > 4):
        return False
    return inflected or before not in table.before_nouns


def _matcher(one: str, other: str) -> SequenceMatcher[str]:
    said, held = ([word.signed for word in read(text)] for text in (one, other))
    return SequenceMatcher(None, said, held, autojunk=False)


def _alike(blocks: Sequence[tuple[str, int, int, int, int]], n: int, length: int) -> float:
    """How many equal words stand on both sides of a block, 1 for three or more on each."""
    _, i, i_end, j, _ = blocks[n]
    left = 2 if i == j == 0 else 0
    right = 2 if i_end == length else 0
    if n and blocks[n - 1][0] == "equal":
        left = blocks[n - 1][2] - blocks[n - 1][1]
    if n + 1 < len(blocks) and blocks[n + 1][0] == "equal":
        right = blocks[n + 1][2] - blocks[n + 1][1]
    left, right = min(left, _WITNESSES), min(right, _WITNESSES)
    both = left + right if left and right else max(left, right) / 2
    return both / (2 * _WITNESSES)


def _opposed(said: Sequence[Word], held: Sequence[Word]) -> bool:
    theirs = {word.signed for word in held}
    return any(
        word.signed[:1] in "±¬"
        and word.signed not in theirs
        and (word.signed.removesuffix("-") if word.signed[-1] == "-" else f"{word.signed}-")
        in theirs
        for word in said
    )


def _free(some: Sequence[Word], elsewhere: Collection[str]) -> bool:
    """Whether a noun or an ordinal is among words, and its like not in the other text."""
    return any(
        word.low in _ORDINALS
        or (
            word.noun
            and word.low not in _LOOSE
            and word.signed[:1] not in "±¬"
            and not re.search(r"\d", word.low)
            and not any(key in elsewhere for key in word.keys)
        )
        for word in some
    )


def _swap(said: Sequence[str], held: Sequence[str], read_as: Sequence[Word]) -> float:
    beside, there = set(pairwise(held)), set(held)
    if not said or sum(word in there for word in said) < _COVERED * len(said):
        return 0.0
    movable = [n for n, word in enumerate(read_as) if word.keys and said[n] in there][:_SWAPS]
    won = 0
    for first, second in combinations(movable, 2):
        if said[first] != said[second]:
            moved = list(said)
            moved[first], moved[second] = said[second], said[first]
            places = {p for at in (first, second) for p in (at - 1, at) if 0 <= p < len(said) - 1}
            before = sum((said[p], said[p + 1]) in beside for p in places)
            won = max(won, sum((moved[p], moved[p + 1]) in beside for p in places) - before)
    return won / len(said)

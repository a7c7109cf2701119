"""Numbers as people write them: "3k/day", "1.5M a month", "1.000.000", "two million calls"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

Period = Literal["", "second", "minute", "hour", "day", "week", "month", "year"]

# Days of a period, so that a rate becomes one a day: a month is a twelfth of 365 days.
_PER_DAY: dict[Period, Decimal] = {
    "second": Decimal(86_400),
    "minute": Decimal(1_440),
    "hour": Decimal(24),
    "day": Decimal(1),
    "week": 1 / Decimal(7),
    "month": Decimal(12) / Decimal(365),
    "year": 1 / Decimal(365),
}
_SIZES = {
    "k": 3, "thousand": 3, "thousands": 3, "m": 6, "mio": 6, "mn": 6, "million": 6, "millions": 6,
    "b": 9, "bn": 9, "billion": 9, "billions": 9, "hundred": 2, "dozen": 0,
}  # fmt: skip
_WORDS: dict[str, int | Decimal] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "half a": Decimal("0.5"), "a few": 3, "several": 3,
}  # fmt: skip
_PERIODS: dict[str, Period] = {
    "s": "second", "sec": "second", "second": "second", "minute": "minute", "min": "minute",
    "hour": "hour", "h": "hour", "day": "day", "daily": "day", "d": "day", "week": "week",
    "weekly": "week", "month": "month", "monthly": "month", "mo": "month", "year": "year",
    "yearly": "year", "annually": "year",
}  # fmt: skip
_FIGURE = r"\d{1,3}(?:[ ,.'’_]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SIZE = r"k|m|mio|mn|b|bn|thousands?|millions?|billions?|hundred(?: thousand)?|dozen"
_PERIOD = "|".join(sorted(_PERIODS, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?<![\w.,$€£-])(?:(?P<figure>{_FIGURE})\s?(?P<size>{_SIZE})?"
    rf"|(?P<word>{_WORD})\s(?P<size_word>hundred thousand|thousand|million|billion|hundred))"
    r"(?![\w%])",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?P<counted>(?:\s+[a-z-]+){{0,4}}?)"
    r"(?:\s?/\s?|\s+(?:(?:per|a|an|each|every|in a|on an ordinary|on a)\s+)?)"
    rf"(?P<period>{_PERIOD})\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"(?:\s+[a-z-]+){0,3}", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(calls?|requests?|quer(?:y|ies)|prompts?|messages?|conversations?|answers?|documents?"
    r"|questions?|chats?|tickets?|emails?|inferences?|completions?|transactions?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: `counted` is what it counts, singular and lower-case ("" unknown)."""

    amount: Decimal
    counted: str
    period: Period
    start: int
    end: int

    @property
    def per_day(self) -> Decimal:
        """The amount a day; as it is where no period is named."""
        return self.amount * _PER_DAY[self.period or "day"]


def quantities(text: str) -> Iterator[Quantity]:
    """Find the numbers of a text with what they count and the period they are counted over."""
    for found in _QUANTITY.finditer(text):
        amount = _amount(found)
        if amount is None:
            continue
        after = _AFTER.match(text, found.end())
        said = after["counted"] if after else text[found.end() : _ending(text, found.end())]
        counted = _COUNTED.search(said)
        yield Quantity(
            amount,
            _singular(counted.group().lower()) if counted else "",
            _PERIODS[after["period"].lower()] if after else "",
            found.start(),
            after.end() if after else found.end(),
        )


def _ending(text: str, start: int) -> int:
    """Where the few words after a number end."""
    following = _NEXT.match(text, start)
    return following.end() if following else start


def number(text: str) -> Decimal | None:
    """Read a text that is one number, perhaps with a size ("1.5M"); None for anything else.

    A dot or comma before three digits parts thousands ("1.000.000", "1,000"), except behind "0";
    elsewhere it begins a fraction ("1.5", "2,5").
    """
    found = re.fullmatch(rf"\s*(?P<figure>{_FIGURE})\s?(?P<size>{_SIZE})?\s*", text, re.IGNORECASE)
    return _sized(found["figure"], found["size"] or "") if found else None


def _amount(found: re.Match[str]) -> Decimal | None:
    if found["figure"]:
        return _sized(found["figure"], found["size"] or "")
    return Decimal(_WORDS[found["word"].lower()]) * _size(found["size_word"])


def _sized(figure: str, size: str) -> Decimal | None:
    try:
        return Decimal(_plain(figure, sized=bool(size))) * _size(size)
    except InvalidOperation:
        return None


def _size(size: str) -> Decimal:
    power = sum(_SIZES[word] for word in size.lower().split())
    return Decimal(12) if size.lower() == "dozen" else Decimal(10) ** power


def _plain(figure: str, *, sized: bool) -> str:
    """Write a figure as a program does: no marks between thousands, a dot before a fraction."""
    marks = [mark for mark in figure if not mark.isdigit()]
    if not marks:
        return figure
    last = marks[-1]
    whole, _, rest = figure.rpartition(last)
    grouped = len(rest) == 3 and (len(set(marks)) == 1) and not whole.startswith("0")
    if grouped and not (sized and len(marks) == 1 and last in ".,"):
        return re.sub(r"\D", "", figure)
    return f"{re.sub(r'[^0-9]', '', whole)}.{rest}"


def _singular(word: str) -> str:
    return word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")

"""Amounts a text states, in units that can be compared: times, sizes, money, shares, counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
_VALUES = {word: float(value) for value, word in enumerate(_SMALL)} | {
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0,
    "ninety": 90.0, "dozen": 12.0, "hundred": 100.0,
}  # fmt: skip
SPELLED = frozenset(_VALUES) - {"one"}
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9}
_SCALES |= {"billion": 1e9, "trillion": 1e12}
_PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_TIMES = {"twice": 2.0, "double": 2.0, "doubled": 2.0, "triple": 3.0, "tripled": 3.0}
_HOURS = {
    "second": 1 / 3600, "sec": 1 / 3600, "millisecond": 1 / 3_600_000, "ms": 1 / 3_600_000,
    "minute": 1 / 60, "min": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0,
    "quarter": 2190.0, "year": 8760.0,
}  # fmt: skip
_BYTES = {f"{letter}b": 1024.0**power for power, letter in enumerate("kmgt", start=1)}
_BYTES |= {"kilobyte": _BYTES["kb"], "megabyte": _BYTES["mb"], "gigabyte": _BYTES["gb"]}
_BYTES |= {"terabyte": _BYTES["tb"]}
_MONEY = {"dollar": 1.0, "usd": 1.0, "euro": 1.0, "eur": 1.0, "cent": 0.01}
_UNITS = (
    {unit: ("time", factor) for unit, factor in _HOURS.items()}
    | {unit: ("size", factor) for unit, factor in _BYTES.items()}
    | {unit: ("money", factor) for unit, factor in _MONEY.items()}
    | dict.fromkeys(("%", "percent", "per cent"), ("share", 1.0))
    | dict.fromkeys(("x", "×", "times"), ("times", 1.0))
)


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SPELLED = rf"(?:{_either(_VALUES)})"
_UNIT = rf"(?:{_either(unit for unit in _UNITS if unit not in {'%', '×'})})"
_COUNT = re.compile(
    rf"(?<![\w.])(?<![A-Za-z]-)(?P<money>[$€£])?"
    rf"(?:(?P<digits>\d{{1,3}}(?:[,\u202f\u00a0 ]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)*)"
    rf"|\b(?P<spelled>{_SPELLED}(?:[ -]{_SPELLED})*))"
    rf"(?:[ -]?(?P<scale>{_either(_SCALES)})\b)?"
    rf"(?:[ -]?(?:(?:calendar|business|working|full|whole) )?(?P<unit>%|×|{_UNIT}s?\b))?(?!\w)",
    re.IGNORECASE,
)
_TWICE = re.compile(rf"\b{_SPELLED}(?:[ -]{_SPELLED})*\s*\((?=\d)([\d,.]+)\)", re.IGNORECASE)
_LONE_SCALE = re.compile(
    r"\b(?:an?|per|each|every|few|several|some) (hundred|thousand|million|billion)\b", re.IGNORECASE
)
_LONE_UNIT = re.compile(
    r"\b(?:within|after|for|in|of|to|by|than|reserving|another|lasts?|under|over)"
    rf"(?: about| around)? (?:an?|one|another) ({_either(_HOURS.keys() - {'second'})})\b",
    re.IGNORECASE,
)
_HALF_UNIT = re.compile(rf"\bhalf an? ({_either(_HOURS)})\b", re.IGNORECASE)
_PART = re.compile(
    rf"\b(?:(?P<many>one|two|three|four)[ -]|an? |by )?(?P<part>{_either(_PARTS)})s?\b"
    r"(?= (?:of|the|price|off|as|its|their|less|more)\b|[.,;)]|$)",
    re.IGNORECASE,
)
_TIMES_WORD = re.compile(rf"\b({_either(_TIMES)})\b(?! an? )", re.IGNORECASE)
_NOUNS = re.compile(r"[\s-]+([a-z]{3,})(?:[\s-]+([a-z]{3,}))?", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?<![\d] )\b(?:"
    r"(second(?=s\b)|(?<=per )second|minute|hour|day|night|week|month|quarter|year)s?"
    r"|(hourly|daily|nightly|weekly|monthly|quarterly|yearly|annual|annually))\b",
    re.IGNORECASE,
)
_PERIODS = {
    "hourly": "hour", "daily": "day", "nightly": "day", "night": "day", "weekly": "week",
    "monthly": "month", "quarterly": "quarter", "yearly": "year", "annual": "year",
    "annually": "year",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in hours, bytes, units of money, percent or, where `kind` is "", as it stands.

    `nouns` are the words after a bare count; `sure` is false where a small number is spelled out
    without a unit, as in "two reasons", which a text may count without saying so.
    """

    value: float
    kind: str
    nouns: frozenset[str] = frozenset()
    sure: bool = True

    def meets(self, other: Amount) -> bool:
        """Whether both may be the same amount."""
        if self.kind != other.kind and (
            self._bound() or other._bound() or (self.kind and other.kind)
        ):
            return False
        if not self.sure and self.nouns and other.nouns and not self.nouns & other.nouns:
            return False
        # A month is no whole number of days, and a third no whole number of percent.
        slack = 0.02 if self.kind == other.kind == "time" else 1e-6
        thirds = self.kind == "share" and any(
            one.value % 100 and not (3 * one.value) % 100 for one in (self, other)
        )
        return abs(self.value - other.value) <= (0.7 if thirds else slack * self.value)

    def _bound(self) -> bool:
        """Whether only a like amount may be the same."""
        return self.kind in {"time", "size", "share"}


def amounts(text: str) -> list[Amount]:
    """All amounts of a text, in digits and in words; "thirty (30) days" is one."""
    text = _TWICE.sub(r"\1", text)
    found, taken = [], set[int]()
    for match in _COUNT.finditer(text):
        made = _amount(match, text)
        if made:
            found.append(made)
            taken.update(range(*match.span()))
    found += [Amount(_SCALES.get(m[1].lower(), 100.0), "") for m in _LONE_SCALE.finditer(text)]
    for match in _LONE_UNIT.finditer(text):
        if match.start(1) not in taken:
            found.append(Amount(_HOURS[match[1].lower()], "time"))
    found += [Amount(_HOURS[m[1].lower()] / 2, "time") for m in _HALF_UNIT.finditer(text)]
    for match in _PART.finditer(text):
        many = _VALUES.get((match["many"] or "one").lower(), 1.0)
        found.append(Amount(many * _PARTS[match["part"].lower()], "share"))
    found += [Amount(_TIMES[m[1].lower()], "times") for m in _TIMES_WORD.finditer(text)]
    return found


def _amount(match: re.Match[str], text: str) -> Amount | None:
    spelled = (match["spelled"] or "").lower()
    unit = (match["unit"] or "").lower()
    kind, factor = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s")) or ("", 1.0)
    if spelled == "one" and not (kind or match["scale"]):
        return None
    if spelled:
        value = _spelled(spelled)
    elif match["digits"].count(".") > 1:
        return Amount(0.0, f"version {match['digits']}")
    else:
        value = float(re.sub(r"[,\s\u202f\u00a0]", "", match["digits"]))
    if match["scale"]:
        value *= _SCALES[match["scale"].lower()]
    if match["money"]:
        return Amount(value, "money")
    after = _NOUNS.match(text, match.end())
    nouns = frozenset(word.lower().rstrip("s") for word in after.groups() if word) if after else ()
    sure = bool(kind or match["scale"] or match["digits"] or value > 12)
    return Amount(value * factor, kind, frozenset() if kind else frozenset(nouns), sure)


def _spelled(words: str) -> float:
    total = 0.0
    for word in re.split(r"[ -]", words):
        value = _VALUES[word]
        total = max(total, 1.0) * value if word in {"hundred", "dozen"} else total + value
    return total


def missing(said: Iterable[Amount], held: Iterable[Amount]) -> bool:
    """Whether an amount said is not among those held."""
    said, held = list(said), list(held)
    for amount in said:
        if any(amount.meets(other) for other in held) or _ratio(amount, held):
            continue
        if amount.sure or any(amount.nouns & other.nouns for other in held):
            return True
    return False


def _ratio(amount: Amount, held: Sequence[Amount]) -> bool:
    """Whether "ten times" is what two amounts of a kind make of each other."""
    return amount.kind == "times" and any(
        one.kind == other.kind and one.value and abs(other.value / one.value - amount.value) < 1e-6
        for one in held
        for other in held
    )


def periods(text: str) -> frozenset[str]:
    """Units of time a text names without counting them: "per second", "nightly", "within weeks"."""
    text = _TWICE.sub(r"\1", text)
    counted = [match.span() for match in _COUNT.finditer(text) if match["unit"]]
    found = set()
    for match in _PERIOD.finditer(text):
        if not any(start <= match.start() < end for start, end in counted):
            word = (match[1] or match[2]).lower()
            found.add(_PERIODS.get(word, word))
    return frozenset(found)


def whole_periods(held: Iterable[Amount]) -> frozenset[str]:
    """Units that amounts fill exactly: twelve months are a year."""
    times = [amount.value for amount in held if amount.kind == "time"]
    return frozenset(
        unit for unit, hours in _HOURS.items() if any(abs(t - hours) < 0.02 * hours for t in times)
    )

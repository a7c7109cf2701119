"""The date a document states of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

FRONT_MATTER_KEYS = (  # the last change before the first publication
    "last_updated",
    "lastupdated",
    "last_update",
    "updatedat",
    "updated",
    "ms.date",
    "lastmod",
    "modified",
    "last_modified",
    "validation",
    "date",
    "posted",
    "published",
    "createdat",
)
_HEAD = 1500  # characters in which a page states its date
_YEARS = range(1990, 2101)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month{n}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day{n}>\d{{1,2}})(?:st|nd|rd|th)?"
_DATE = "|".join(
    (
        r"(?P<year0>\d{4})[-/.](?P<month0>\d{1,2})[-/.](?P<day0>\d{1,2})(?!\d)",
        rf"{_MONTH.format(n=1)}\s+{_DAY.format(n=1)},?\s+(?P<year1>\d{{4}})",
        rf"{_DAY.format(n=2)}\s+(?:of\s+)?{_MONTH.format(n=2)},?\s+(?P<year2>\d{{4}})",
        r"(?P<month3>\d{1,2})/(?P<day3>\d{1,2})/(?P<year3>\d{4})",
    )
)
_ANY_DATE = re.compile(rf"(?<![\w/-])(?:{_DATE})", re.IGNORECASE)
_CHANGED = re.compile(
    r"(?<![A-Za-z])(?:(?:last|date of last)\s+)?(?:updated?|modified|revised|revision)"
    r"(?:\s+(?:on|date))?"
    rf"[\s:*_()\u2013-]{{1,12}}(?:{_DATE})",
    re.IGNORECASE,
)
_EFFECTIVE = re.compile(
    r"(?<![A-Za-z])effective(?:\s+(?:date|as\s+of|from|on|since))?"
    rf"[\s:*_\u2013-]{{1,12}}(?:{_DATE})(?=[A-Z]|[ \t]*(?:[*_|(\[.<]|$))",
    re.IGNORECASE | re.MULTILINE,
)


def date_in(text: str, *, us: bool = False) -> date | None:
    """First date in the text; `us` reads 3/4/2025 as March 4, else that says nothing."""
    return next(_dates(_ANY_DATE, text, us=us), None)


def stated_date(text: str) -> date | None:
    """Date of the last change, or else of effect, that the beginning of a page states."""
    head = text[:_HEAD]
    changed = next(_dates(_CHANGED, head, us=False), None)
    return changed or next(_dates(_EFFECTIVE, head, us=False), None)


def front_matter_date(fields: Mapping[str, str]) -> date | None:
    """Date of the last change that the front matter states."""
    lowered = {name.lower(): value for name, value in fields.items()}
    values = (lowered.get(key, "") for key in FRONT_MATTER_KEYS)
    return next((found for value in values if (found := date_in(value, us=True))), None)


def _dates(pattern: re.Pattern[str], text: str, *, us: bool) -> Iterator[date]:
    for match in pattern.finditer(text):
        found = _date(match, us=us)
        if found is not None:
            yield found


def _date(match: re.Match[str], *, us: bool) -> date | None:
    form = next(n for n in range(4) if match[f"year{n}"])
    year, day = int(match[f"year{form}"]), int(match[f"day{form}"])
    month = _month(match[f"month{form}"])
    if form == 3 and not us and day <= 12 and month != day:
        return None  # 3/4/2025 is March in one country and April in another
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].lower()) + 1

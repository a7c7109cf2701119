"""Questions for a price, and the passages that state one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from advisor.ask import words
from advisor.ask.sentences import spans
from advisor.records import Hit

_PRICE = re.compile(
    r"\bpric\w+|\bcosts?\b|\bcharg\w+|\bfees?\b|\brates?\b|\bsubscription\b|\btariff"
    r"|\bper (?:million|hour|month|token|seat|1m|1k)\b"
    # "How much" asks for money, unless for what has another measure.
    r"|\bhow much\b(?!.*\b(?:weigh\w*|memory|v?ram|disk|space|storage|bandwidth|data|context|text"
    r"|time|power|energy|better|faster|slower|longer|larger|smaller)\b)",
    re.IGNORECASE,
)
_EXACT = re.compile(
    r"\bper (?:million|hour|month|token|seat|1m|1k|minute|user|call|request)\b|\bhourly\b"
    r"|\bmonthly\b|\b(?:price|cost|rate|fee|tariff)s? (?:of|for)\b|\bcurrently\b|\btoday\b"
    r"|\bhow much (?:is|does|do|are)\b|\bright now\b|\blist price\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"[$€£]\s?\d[\d.,]*+(?![\w$])|\d\s?(?:USD|EUR|GBP|dollars?|euros?|cents?)\b", re.IGNORECASE
)
# An amount that somebody sets, spends or gives is not what something costs.
_NO_PRICE = re.compile(
    r"budget|\bspen[dt]\b|\bspending\b|\bcredits?\b|\blimits?\b|revenue", re.IGNORECASE
)
_VERSION = re.compile(r"\b[A-Z][\w-]+ (\d+(?:\.\d+)?)(?![\w%])")


def asked_for(question: str, named: Sequence[str]) -> bool:
    """Whether a question asks for a price in figures, of something named or by the unit."""
    if not _PRICE.search(question):
        return False
    return bool(_EXACT.search(question)) and bool(named or words.names(question))


def states(text: str) -> bool:
    """Whether a sentence or a table's row says what something costs."""
    return bool(_AMOUNT.search(text)) and not _NO_PRICE.search(text)


def priced(hits: Sequence[Hit], question: str, named: Sequence[str]) -> list[Hit]:
    """Return the passages that state a price of what the question names.

    `named` are its vendors; products, versions and places must stand in the passage too.
    """
    vendors = frozenset(words.words(" ".join(named)))
    wanted = (words.names(question) | frozenset(_VERSION.findall(question))) - vendors
    own = [hit for hit in hits if not named or hit.chunk.vendor in named]
    return [hit for hit in own if _holds(hit, wanted) and _states(hit)]


def _holds(hit: Hit, wanted: Collection[str]) -> bool:
    chunk = hit.chunk
    held = " ".join((chunk.vendor, chunk.title, *chunk.heading, chunk.text))
    return set(words.words(held)).issuperset(wanted)


def _states(hit: Hit) -> bool:
    text = hit.chunk.text
    return any(states(text[span.start : span.end]) for span in spans(text))

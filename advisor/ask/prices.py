"""Questions for a price, and the passages that state one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from advisor.ask import words
from advisor.ask.sentences import spans
from advisor.ports import Library
from advisor.records import Hit

_PRICE = re.compile(
    r"\bpric\w+|\bcosts?\b|\bcharg\w+|\bfees?\b|\brates?\b|\bsubscription\b|\btariff"
    r"|\bper (?:million|hour|month|token|seat|1m|1k)\b"
    # "How much" asks for money, unless for what has another measure.
    r"|\bhow much\b(?!.*\b(?:weigh\w*|memory|v?ram|disk|space|storage|bandwidth|data|context|text"
    r"|time|notice|warning|power|energy|better|faster|slower|longer|larger|smaller|save|discount)\b)",
    re.IGNORECASE,
)
_EXACT = re.compile(
    r"\bper (?:million|hour|month|token|seat|1m|1k|minute|user|call|request)\b|\bhourly\b"
    r"|\bmonthly\b|\b(?:price|cost|rate|fee|tariff|charge|bill)[sd]? (?:of|for)\b|\bcurrently\b"
    r"|\btoday\b"
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
# What is counted for the price asked for; a passage that does not name it has another price.
_COUNTED = re.compile(
    r"\b(?:per|an?|one|million|thousand|1[mk])(?: [\w-]+){0,3}? "
    r"(token|neuron|seat|user|image|request|call|quer|page|character)(?:s|y|ies)?\b",
    re.IGNORECASE,
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


def priced(hits: Sequence[Hit], question: str, named: Sequence[str], library: Library) -> list[Hit]:
    """Return the passages that state a price of what the question names.

    `named` are its vendors. What is counted for the price, models and versions must stand in the
    passage; other names, such as a product's or a place's, on its page.
    """
    vendors = frozenset(words.words(" ".join(named)))
    names = words.names(question) | frozenset(_VERSION.findall(question))
    counted = _COUNTED.search(question)
    unit = counted.group(1).lower() if counted else ""
    numbered = {name for name in names if any(map(str.isdigit, name))}
    own = [hit for hit in hits if not named or hit.chunk.vendor in named]
    stating = [hit for hit in own if _holds(hit, numbered, unit) and _states(hit)]
    return [hit for hit in stating if _page(hit, library) >= names - numbered - vendors]


def _holds(hit: Hit, names: Collection[str], unit: str) -> bool:
    chunk = hit.chunk
    held = " ".join((chunk.vendor, chunk.title, *chunk.heading, chunk.text)).lower()
    return _said(held).issuperset(names) and unit in held


def _page(hit: Hit, library: Library) -> frozenset[str]:
    """Words of a passage's whole page."""
    page = library.document(hit.chunk.document)
    return _said(f"{hit.chunk.vendor} {hit.chunk.title} {page.text if page else hit.chunk.text}")


def _said(text: str) -> frozenset[str]:
    """Words of a text, hyphenated ones also by their parts."""
    said = words.words(text)
    return frozenset(said).union(part for word in said for part in word.split("-"))


def _states(hit: Hit) -> bool:
    text = hit.chunk.text
    return any(states(text[span.start : span.end]) for span in spans(text))

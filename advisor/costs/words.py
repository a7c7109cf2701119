"""A question about costs in words: "3 million calls a day on Llama 70B against GPT?"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from advisor.catalogue.records import Model, ModelSide
from advisor.costs.money import other_currency
from advisor.costs.records import Workload
from advisor.quantities import Quantity, number, quantities

_MONEY = re.compile(
    r"\b(?:costs?|pric\w+|cheap\w*|expensive|spend\w*|pay\w*|budget|bill|break[- ]?even|save"
    r"|savings|how much|worth it|TCO)\b",
    re.IGNORECASE,
)
_TOKENS = re.compile(
    r"(?P<before>input|prompt|output|answer|completion|reply)?\s*(?:of\s+)?(?<![\w.,])"
    r"(?P<amount>\d[\d.,]*\s?[km]?)\s+(?P<side>input|prompt|output|answer|completion)?\s*tokens?"
    r"(?:\s+(?:per \w+\s+)?"
    r"(?P<after>in|input|of input|of prompt|read|out|output|of output|written))?",
    re.IGNORECASE,
)
_READ = {"input", "prompt", "in", "of input", "of prompt", "read"}
_GROWTH = re.compile(
    r"(?:grow\w*|increas\w*|rising)\D{0,20}(?P<share>\d+(?:[.,]\d+)?)\s?(?:%|percent)"
    r"\s*(?P<period>a month|per month|monthly|/\s?month|a year|per year|yearly|annually)?",
    re.IGNORECASE,
)
_PRICED = re.compile(r"(?<![\w/])[a-z][a-z0-9_-]+:(?!//)[\w./-]*\w", re.IGNORECASE)
_RANGE = re.compile(
    r"(?<![\w.,-])(\d[\d.,]*\s?(?:k|m|thousand|million)?)\s?(?:or|to|-|–)\s?"
    r"(\d[\d.,]*\s?(?:k|m|thousand|million)?\s(?:calls?|requests?|queries|prompts?|messages?))\b",
    re.IGNORECASE,
)
_USERS = re.compile(r"\b(?:users?|people|employees|seats|customers|agents)\b", re.IGNORECASE)
_VERSION = re.compile(r"[\s-]?v?\d")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks; `assumed` says, in sentences, what it left open."""

    workload: Workload
    api_model: str
    open_model: Model
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """What has to be asked back before anything can be calculated."""

    question: str


def read_question(
    text: str, models: Mapping[str, Model], usual: tuple[int, int]
) -> Asked | Unclear | None:
    """Read a question about costs; None for a text that is none.

    `usual` are the tokens read and written per request where the text does not say them.
    """
    volumes = _volumes(text)
    if not _MONEY.search(text) or not (volumes or _USERS.search(text)):
        return None
    currency = other_currency(text)
    if currency:
        return Unclear(
            f"All prices here are in US dollars. What is the amount in USD ({currency})?"
        )
    choice = _RANGE.search(text)
    volume = (
        Unclear(f"Which volume shall I calculate with: {choice[1]} or {choice[2]}?")
        if choice
        else _volume(volumes)
    )
    if isinstance(volume, Unclear):
        return volume
    named = _named(text, models)
    if isinstance(named, Unclear):
        return named
    api_model, open_model = named
    read, written, assumed = _tokens(text, usual)
    workload = Workload(volume, read, written, growth_per_month=_growth(text))
    return Asked(workload, api_model, open_model, assumed)


def _volumes(text: str) -> list[Quantity]:
    """Numbers that may be a volume: not those of tokens, users or parameters."""
    without = _TOKENS.sub(" ", text)
    return [
        one
        for one in quantities(without)
        if (one.counted or one.period)
        and not _USERS.match(without[one.start :].lstrip("0123456789.,km ").lstrip())
    ]


def _volume(volumes: list[Quantity]) -> Decimal | Unclear:
    if not volumes:
        return Unclear("How many requests a day do they make in all?")
    amounts = {one.per_day for one in volumes}
    if len(amounts) > 1:
        said = " or ".join(f"{one.amount:,f}" for one in volumes)
        return Unclear(f"Which volume shall I calculate with: {said}?")
    (only,) = amounts
    if not any(one.period for one in volumes):
        what = volumes[0].counted or "request"
        return Unclear(f"Is that {volumes[0].amount:,f} {what}s a day, or a month?")
    if only <= 0:
        return Unclear("How many requests a day? There has to be at least one.")
    return only


def _named(text: str, models: Mapping[str, Model]) -> tuple[str, Model] | Unclear:
    """Return the proprietary and the open model that a text names."""
    priced = _PRICED.findall(text)
    left = _PRICED.sub(" ", text)
    found = _mentions(left, models.values())
    if isinstance(found, Unclear):
        return found
    ours = [model for model in found if model.side == "open"]
    theirs = [model.prices[0] for model in found if model.side == "proprietary" and model.prices]
    apis = list(dict.fromkeys([*priced, *theirs]))
    if len(ours) > 1 or len(apis) > 1:
        many = [model.name for model in ours] if len(ours) > 1 else apis
        return Unclear(f"Which of these shall I calculate: {', '.join(many)}?")
    if not ours:
        return Unclear(f"Which open model: {_some(models.values(), 'open')}, or another one?")
    if not apis:
        return Unclear(
            f"Against which proprietary model: {_some(models.values(), 'proprietary')}, or another?"
        )
    return apis[0], ours[0]


def _some(models: Iterable[Model], side: ModelSide) -> str:
    return ", ".join([model.name for model in models if model.side == side][:3])


def _mentions(text: str, models: Iterable[Model]) -> list[Model] | Unclear:
    """Return the models named, the longest names first, so that "GPT-4o mini" is no "GPT-4o"."""
    names = {
        name.lower(): model for model in models for name in (model.id, model.name, *model.also)
    }
    found: dict[str, Model] = {}
    left = text
    for name in sorted(names, key=len, reverse=True):
        spelled = r"[\s_-]*".join(map(re.escape, re.split(r"[\s_-]+", name)))
        match = re.search(rf"(?<![\w.-]){spelled}(?![\w.])", left, re.IGNORECASE)
        if match is None:
            continue
        version = _VERSION.match(left, match.end())
        if version and not name[-1].isdigit():
            said = left[match.start() : match.end() + 6].split(",")[0].strip(" ?.")
            known = ", ".join(one.name for one in names.values() if name in one.name.lower())
            return Unclear(f"I know no model {said!r}. Which one is it: {known or 'another'}?")
        found[names[name].id] = names[name]
        left = left[: match.start()] + " " + left[match.end() :]
    return list(found.values())


def _tokens(text: str, usual: tuple[int, int]) -> tuple[int, int, tuple[str, ...]]:
    read, written = 0, 0
    for match in _TOKENS.finditer(text):
        amount = number(match["amount"].strip(" .,"))
        said = (match["before"] or match["side"] or match["after"] or "").lower()
        if amount is None or not said:
            continue
        if said in _READ:
            read = int(amount)
        else:
            written = int(amount)
    assumed = []
    if not read:
        assumed.append(f"{usual[0]:,} tokens read per request, since none were named")
    if not written:
        assumed.append(f"{usual[1]:,} tokens written per request, since none were named")
    return read or usual[0], written or usual[1], tuple(assumed)


def _growth(text: str) -> Decimal:
    """Return the growth of a month; a year's is spread over its months."""
    found = _GROWTH.search(text)
    if found is None:
        return Decimal(0)
    share = Decimal(found["share"].replace(",", ".")) / 100
    if (found["period"] or "").lower() in {"a year", "per year", "yearly", "annually"}:
        return Decimal(repr(round(float(1 + share) ** (1 / 12) - 1, 6)))
    return share

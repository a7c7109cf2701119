"""What a text says in words: content stems, names and whose side it is on."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:['’.+-][^\W_]+)*\+*", re.UNICODE)
_NAMED = re.compile(r"[A-Za-z][\w&+-]*(?:\.\w+)*")
_INNER = re.compile(
    r"^(?:[A-Za-z]+[-.]?v?\d[\w.]*|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[A-Z]{3,}\w*)$"
)
_OPENING = re.compile(
    r"([A-Z][a-z]+)(?<!ing)(?<!tion)(?<!sion)(?<!ity)(?<!ment)(?<!ness)(?<!nce)(?<!age)(?<!ship)(?<!s)(?<!ever)"
    r"(?:['’]s? | (?:[A-Z][a-z]|(?:[a-z]+s|can|may|will|could|must|should|sends?)\b))"
)
_OPENERS = frozenset("whether anyone everyone someone nobody everything nothing another".split())
_GENERIC = frozenset(
    "ai api apis llm llms ml gpu gpus tpu tpus cpu cpus it i faq a saas sdk cli url http https "
    "json gb mb tb kb ram vram english "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_OPEN = re.compile(
    r"\bopen[- ](?:source|weights?|models?|ai|options?|stacks?|software)\b|\bopen (?:is|are|wins)\b"
    r"|\bopen(?= (?:and|or|vs\.?|versus) )|(?<= (?:or|vs) )open\b|\bself-?host\w*|\bon-?prem\w*"
    r"|\b(?:host|run)\w*(?: \w+)? (?:our|your)sel(?:f|ves)\b",
    re.IGNORECASE,
)
_PROPRIETARY = re.compile(
    r"\bpropriet\w+|\bclosed\b|\bhosted api\w*|\bvendors?\b|\bpaid (?:ai|models?|ones?)\b"
    r"|\bcommercial (?:ai|models?|apis?|llms?|systems?)\b",
    re.IGNORECASE,
)
STOP = frozenset(
    """a about above after again all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each either else even ever every few
    for from further get gets getting give given go goes going good got had has have having he her
    here hers him his how i if in into is it its itself just keep kind know let like lot made make
    makes many may me mean might mine more most much must my myself need needs no nor not now of off
    on once one only or other our ours out over own per please put quite rather really same say
    says shall she should so some still such sure take tell than that the their theirs them then
    there these they thing things this those though through to too under until up upon us use used
    uses using very want wants was way we were what when where whether which while who whom whose
    why will with within without would yes yet you your yours im ive id dont cant isnt whats
    wanna gonna ok okay hi hello hey thanks""".split()
)


@lru_cache(maxsize=50_000)
def _stems(word: str) -> tuple[str, ...]:
    """Stems of a word as it stands in a text: its own and its hyphenated parts'; none of STOP."""
    low = _low(word)
    bare = (part.strip("'").removesuffix("'s") for part in dict.fromkeys((low, *low.split("-"))))
    return tuple(
        stem(part)
        for part in bare
        if part and part not in STOP and (len(part) > 1 or part.isdigit())
    )


def _low(word: str) -> str:
    return word.lower().replace("’", "'")


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("porter")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one lower-case word."""
    return str(_stemmer().stemWord(word))


def words(text: str) -> list[str]:
    """Lower-case words in order, stop words included."""
    return [_low(word) for word in _WORD.findall(text)]


def stems(text: str) -> list[str]:
    """Stems of the content words in order; hyphenated words give their parts too."""
    return [one for word in _WORD.findall(text) for one in _stems(word)]


def names(text: str, known: Collection[str] = ()) -> frozenset[str]:
    """Names in a text, lower-case: capitals inside a sentence, acronyms, product names, `known`.

    The first word of a sentence counts only when it looks like a name by itself or is known.
    """
    found = set()
    for match in _NAMED.finditer(text):
        word = match.group().rstrip(".-")
        low = word.lower().removesuffix("'s")
        if low.split("-")[0] in _GENERIC or len(low) < 2:
            continue
        starts = (
            not text[: match.start()].rstrip(" \t\"'“‘(*_|").rstrip(" ")
            or text[: match.start()].rstrip(" \t\"'“‘(*_")[-1] in ".!?:;\n|>#"
        )
        if low in known or _INNER.match(word) or (word[0].isupper() and not starts):
            found.add(low)
    return frozenset(name for name in found if name not in STOP)


def opening_name(text: str) -> str:
    """The first word where it looks like a name: capital, no common ending, then a verb or a name.

    Lower-case, empty if it does not.
    """
    match = _OPENING.match(text)
    low = match.group(1).lower() if match else ""
    return "" if low in STOP or low in _GENERIC or low in _OPENERS else low


def sides(text: str) -> frozenset[str]:
    """Whose side is spoken of: open, proprietary, both or none."""
    found = set()
    if _OPEN.search(text):
        found.add("open")
    if _PROPRIETARY.search(text):
        found.add("proprietary")
    return frozenset(found)

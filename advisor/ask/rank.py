"""Rank the sentences of passages by how well each meets a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from advisor.ask import words
from advisor.ask.asked import Asked
from advisor.ask.late import interaction
from advisor.ask.memory import VectorMemory
from advisor.ask.sayings import Saying, sayings
from advisor.ask.sentences import plain, spans
from advisor.ask.versions import of_another
from advisor.ports import EncodedPassage, Signs
from advisor.records import Chunk, Hit

_FRESH = 6  # sentences encoded for one question at the most; the rest is ranked by its words
_MEANING, _LATE, _PASSAGE = 0.10, 1.5, 0.3
_UNREAD = 0.6  # of its passage's likeness, for a sentence that was not encoded
_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|long|big|large|small|high|old|often|soon|fast)\b|\bprice|\bcost|\bfee\b"
    r"|charge|\blimit|\bpercent|\brate\b",
    re.IGNORECASE,
)
# Such a sentence sends the reader elsewhere, or hangs on the one before.
_LEANING = re.compile(
    r"^(?:learn more|read more|see\b|click|contact|for (?:more|details|example|further|current)"
    r"|to (?:learn|review|view|see|find)\b|note that|if you have (?:any )?questions|please\b"
    r"|additionally|however|therefore|moreover|also\b|in this case|this (?:is|means)|these\b|they\b"
    r"|it\b|specifically|in this (?:table|section|guide|article)|use this|leave that"
    r"|at the end of (?:each|every|this)|this (?:page|guide|section|tutorial|article)\b)"
    r"|\b(?:section|table|steps?|examples?) below\b|\bwe(?:'|’)ll (?:include|cover|use|show)\b|:$",
    re.IGNORECASE,
)
_ASKS_WHETHER = re.compile(
    r"(?:^|[,.;:?!]\s+|\b(?:and|but|so)\s+)"
    r"(?:do|does|did|is|are|was|were|can|could|may|must|will|would|has|have|should)\b",
    re.IGNORECASE,
)
_SAYS_WHETHER = re.compile(
    r"\b(?:not|never|no|only|unless|except|by default|always|opt(?:ed|s)?[ -]?(?:in|out)|may|must"
    r"|is required|are required|prohibit\w*|permit\w*|allow\w*|free to)\b|n['’]t\b",
    re.IGNORECASE,
)
_FITS = 0.10  # for a figure where one is asked for, a yes or no where that is
# A part of a sentence, or one of an enumeration in a contract.
_FRAGMENT = re.compile(r"^(?:[a-z]|\([a-z0-9]{1,3}\)|[ivx]+\.\s)")
_CODE = re.compile(r"\s--\w|[{}]|==|::|\w=\w|\$[A-Z]")
_DEFINES = re.compile(r"^[“\"'][^”\"']+[”\"'],? (?:means?|has the meaning|shall mean|refers to)\b")
_ASKS_MEANING = re.compile(r"\bmeans?\b|\bdefin|\bwhat (?:is|are|counts)\b", re.IGNORECASE)
_LEANS, _ROW = 0.05, 0.02
_LONG = 60  # words of a sentence that is long to read
_SAME = 0.5  # share of the question's words in a heading that asks the same
_HEADED = 0.10  # for the first sentence under a heading that asks the same
_OTHER_VERSION = 0.4
_ABOVE = -1  # in place of a sentence's offset: its passage's title and headings
_MEASURE = re.compile(r"\d|[$€£%]")


def rank(asked: Asked, hits: Sequence[Hit], memory: VectorMemory) -> list[Saying]:
    """Order the sentences of all passages by how well they meet the question, best first."""
    found = [saying for hit in hits for saying in sayings(hit)]
    rarity = asked.rarity
    total = sum(rarity.values()) or 1.0
    headed = {id(hit): _heading(hit, rarity) / total for hit in hits}
    worded = [
        sum(rarity.get(stem, 0.0) for stem in set(words.stems(saying.text))) / total
        for saying in found
    ]
    encoded = _encoded(found, worded, memory)
    tokens = _late(found, encoded, asked, memory)
    whether = asks_whether(asked.question)
    number = asks_number(asked.question)
    ranked = []
    for i, saying in enumerate(found):
        hit = saying.hit
        meaning = _UNREAD * hit.dense
        if i in encoded:
            meaning = float(encoded[i].vector @ asked.encoded.vector)
        late, above = tokens[i]
        score = _MEANING * meaning + _LATE * late
        score += _PASSAGE * hit.score
        score += _FITS if number and _MEASURE.search(saying.text) else 0.0
        score += _FITS if whether and _SAYS_WHETHER.search(saying.text) else 0.0
        score -= _faults(saying, asked.question)
        score -= _OTHER_VERSION if of_another(asked.question, saying.text, hit.chunk.title) else 0.0
        score += _HEADED if saying.first and headed[id(hit)] > _SAME else 0.0
        vector = encoded[i].vector if i in encoded else None
        ranked.append(replace(saying, relevance=score, adds=late - above, vector=vector))
    return sorted(ranked, key=lambda saying: -saying.relevance)


def _late(
    found: Sequence[Saying],
    encoded: Mapping[int, EncodedPassage],
    asked: Asked,
    memory: VectorMemory,
) -> list[tuple[float, float]]:
    """Late interaction with each sentence, in its passage and, where encoded, by itself.

    Title and headings count as said by each sentence below them, so that what repeats them is not
    taken for the answer. The second number is their share: what they say without the sentence.
    """
    placed = _placed({saying.hit.chunk.id: saying.hit.chunk for saying in found}, asked, memory)
    none = np.zeros((0, 0), np.uint8)

    def under(one: Saying, own: Sequence[Signs]) -> Signs:
        """Put the signs of title and headings in front."""
        told = [signs for signs in own if len(signs)]
        head = placed.get((one.hit.chunk.id, _ABOVE), none)
        return np.concatenate([head, *told] if len(head) else told) if told else none

    within = [
        under(one, [placed.get((one.hit.chunk.id, part), none) for part in one.parts])
        for one in found
    ]
    alone = [under(one, [encoded[i].signs] if i in encoded else []) for i, one in enumerate(found)]
    heads = [placed.get((one.hit.chunk.id, _ABOVE), none) for one in found]
    all_three = interaction(asked.encoded, asked.weights, [*within, *alone, *heads])
    inner, own, above = np.split(all_three, 3)
    return [
        (float(_mean(inner[i], own[i], one.hit)), float(above[i])) for i, one in enumerate(found)
    ]


def _mean(within: float, alone: float, hit: Hit) -> float:
    if within and alone:
        return (within + alone) / 2
    return within or alone or _UNREAD * hit.late


def _placed(
    chunks: Mapping[str, Chunk], asked: Asked, memory: VectorMemory
) -> dict[tuple[str, int], Signs]:
    """Return the signs of each span's tokens as its passage was encoded, by chunk and offset.

    A passage was encoded with its headings in front: its own tokens are the last ones.
    """
    out: dict[tuple[str, int], Signs] = {}
    for chunk in chunks.values():
        signs = asked.signs.get(chunk.id)
        if signs is None:
            continue
        parts = spans(chunk.text)
        counts = memory.count([plain(chunk.text[part.start : part.end]) for part in parts])
        first = max(len(signs) - sum(counts), 0)
        out[chunk.id, _ABOVE] = signs[:first]
        for part, count in zip(parts, counts, strict=True):
            out[chunk.id, part.start] = signs[first : first + count]
            first += count
    return out


def _faults(saying: Saying, question: str) -> float:
    """Weigh what makes a sentence a poor answer by itself."""
    text = saying.text
    fault = _LEANS if _LEANING.search(text) else 0.0
    fault += _LEANS if _FRAGMENT.search(text) or _CODE.search(text) else 0.0
    fault += _LEANS if _DEFINES.search(text) and not _ASKS_MEANING.search(question) else 0.0
    fault += _LEANS if sum(map(str.isupper, text)) > 0.4 * len(text) else 0.0
    fault += _ROW if len(text.split()) > _LONG else 0.0
    return fault + (_ROW if saying.row else 0.0)


def _encoded(
    found: Sequence[Saying], worded: Sequence[float], memory: VectorMemory
) -> dict[int, EncodedPassage]:
    """Encode the likeliest sentences; of the others take what is remembered."""
    order = sorted(range(len(found)), key=lambda i: -(worded[i] + found[i].hit.score))
    now, rest = order[:_FRESH], order[_FRESH:]
    encoded = dict(zip(now, memory.encoded([found[i].text for i in now]), strict=True))
    return encoded | memory.known({i: found[i].text for i in rest})


def _heading(hit: Hit, rarity: Mapping[str, float]) -> float:
    """Weigh the question's words that stand in a heading which is a question itself."""
    heading = hit.chunk.heading[-1] if hit.chunk.heading else ""
    if not heading.endswith("?"):
        return 0.0
    return sum(rarity.get(stem, 0.0) for stem in set(words.stems(heading)))


def asks_whether(question: str) -> bool:
    """Whether a question asks for a yes or no."""
    return bool(_ASKS_WHETHER.search(question))


def asks_number(question: str) -> bool:
    """Whether a question asks for a figure."""
    return bool(_ASKS_NUMBER.search(question))

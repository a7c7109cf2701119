"""The sentences of passages as an answer may quote them, with how well each meets a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from advisor.ask import words
from advisor.ask.draft import DraftSentence, Quote
from advisor.ask.evidence import VectorMemory
from advisor.ask.sentences import plain, spans
from advisor.ports import Vectors
from advisor.records import Chunk, Hit

_FRESH = 12  # sentences embedded for one question at the most; the rest is ranked by its words
_MEANING, _WORDS, _PASSAGE = 0.5, 0.3, 0.2
_LINK_ONLY = re.compile(r"^\s*!?\[[^\]]*\]\([^)]*\)[\s|·•]*$")
_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|long|big|old|often|soon|fast)\b|\bprice|\bcost|\bfee\b|charge"
    r"|\blimit|\bpercent|\brate\b",
    re.IGNORECASE,
)
# Such a sentence sends the reader elsewhere, or hangs on the one before.
_LEANING = re.compile(
    r"^(?:learn more|read more|see\b|click|contact|for (?:more|details|example|further)|note that"
    r"|additionally|however|therefore|moreover|also\b|in this case|this (?:is|means)|these\b|they\b"
    r"|it\b|specifically)|:$",
    re.IGNORECASE,
)
_LEANS = 0.12
_SAME = 0.7  # share of the question's words in a heading that asks the same
_HEADED = 0.10  # for the first sentence under a heading that asks the same
_MEASURE = re.compile(r"\d|[$€£%]")


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of a passage: its words as shown, where it stands, how well it answers."""

    text: str
    hit: Hit
    start: int
    end: int
    row: bool
    paragraph: int
    first: bool
    relevance: float = 0.0
    vector: Vectors | None = field(default=None, compare=False)

    def drafted(self) -> DraftSentence:
        """Return the sentence with its quote, so that it is checked by its offsets."""
        return DraftSentence(self.text, quote=Quote(self.hit.chunk.id, self.start, self.end))


def sayings(hit: Hit) -> list[Saying]:
    """All sentences of a passage that can stand in an answer; `paragraph` counts from 0."""
    chunk = hit.chunk
    found: list[Saying] = []
    paragraph, last = 0, None
    for span in spans(chunk.text):
        raw = chunk.text[span.start : span.end]
        if span.heading or _LINK_ONLY.match(raw):
            continue
        if last is not None and "\n\n" in chunk.text[last : span.start]:
            paragraph += 1
        last = span.end
        text = _cells(raw) if span.row else plain(raw)
        if _speaks(text, chunk):
            start, end = chunk.start + span.start, chunk.start + span.end
            found.append(Saying(text, hit, start, end, span.row, paragraph, first=not found))
    return found


def _cells(row: str) -> str:
    return " · ".join(cell for part in row.strip().strip("|").split("|") if (cell := plain(part)))


def _speaks(text: str, chunk: Chunk) -> bool:
    """Say whether a text is a sentence rather than a stray word, a heading or code."""
    count = len(text.split())
    letters = sum(letter.isalpha() or letter.isspace() for letter in text)
    return 4 <= count <= 70 and letters > 0.6 * len(text) and text != chunk.title


def rank(
    question: str,
    vector: Vectors,
    hits: Sequence[Hit],
    rarity: Mapping[str, float],
    memory: VectorMemory,
) -> list[Saying]:
    """Order the sentences of all passages by how well they meet the question, best first."""
    found = [saying for hit in hits for saying in sayings(hit)]
    total = sum(rarity.values()) or 1.0
    headed = {id(hit): _heading(hit, rarity) / total for hit in hits}
    worded = [
        sum(rarity.get(stem, 0.0) for stem in set(words.stems(saying.text))) / total
        for saying in found
    ]
    first = sorted(range(len(found)), key=lambda i: -(worded[i] + 0.5 * found[i].hit.score))
    vectors = dict(
        zip(first[:_FRESH], memory.vectors([found[i].text for i in first[:_FRESH]]), strict=False)
    )
    vectors |= memory.known({i: found[i].text for i in first[_FRESH:]})
    asks_number = bool(_ASKS_NUMBER.search(question))
    ranked = []
    for i, saying in enumerate(found):
        meaning = float(vectors[i] @ vector) if i in vectors else 0.6 * saying.hit.dense
        score = _MEANING * meaning + _WORDS * worded[i] + _PASSAGE * saying.hit.score
        score += 0.04 if asks_number and _MEASURE.search(saying.text) else 0.0
        score -= _LEANS if _LEANING.search(saying.text) else 0.0
        score += _HEADED if saying.first and headed[id(saying.hit)] > _SAME else 0.0
        ranked.append(replace(saying, relevance=score, vector=vectors.get(i)))
    return sorted(ranked, key=lambda saying: -saying.relevance)


def _heading(hit: Hit, rarity: Mapping[str, float]) -> float:
    """Weigh the question's words that stand in a heading which is a question itself."""
    heading = hit.chunk.heading[-1] if hit.chunk.heading else ""
    if not heading.endswith("?"):
        return 0.0
    return sum(rarity.get(stem, 0.0) for stem in set(words.stems(heading)))


def distinct(ranked: Sequence[Saying], taken: Sequence[Saying], limit: int) -> list[Saying]:
    """Take the best sentences that repeat neither each other nor those taken already."""
    chosen: list[Saying] = []
    for saying in ranked:
        if len(chosen) == limit:
            break
        if not any(_repeats(saying, other) for other in (*taken, *chosen)):
            chosen.append(saying)
    return chosen


def _repeats(one: Saying, other: Saying) -> bool:
    if one.hit.chunk.document == other.hit.chunk.document and one.start == other.start:
        return True
    left, right = set(words.stems(one.text)), set(words.stems(other.text))
    if len(left & right) > 0.7 * min(len(left), len(right)):
        return True
    if one.vector is None or other.vector is None:
        return False
    return float(one.vector @ other.vector) > 0.86

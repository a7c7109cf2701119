"""The frozen records that cross packages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Party = Literal["article", "vendor", "independent"]
Stance = Literal["open", "proprietary", "both", "infrastructure"]
Side = Literal["open", "proprietary", "hybrid", "both"]
Support = Literal["supported", "partly", "unsupported"]
Role = Literal["user", "assistant"]

PARTIES: tuple[Party, ...] = ("article", "vendor", "independent")
STANCES: tuple[Stance, ...] = ("open", "proprietary", "both", "infrastructure")


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents come from: who speaks, for which side, under which licence.

    `vendor` is the vendor's name as people write it, empty where no vendor speaks.
    """

    id: str
    title: str
    party: Party
    stance: Stance
    url: str
    licence: str
    as_of: date
    vendor: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One page of a source as it was read; chunks point into `text` by character offsets."""

    id: str
    source: str
    path: str
    title: str
    url: str
    licence: str
    party: Party
    stance: Stance
    as_of: date
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage: `text` is `document.text[start:end]`; `heading` is the path of headings above it.

    `url` is the address of the page (of the section where the document states one).
    """

    id: str
    document: str
    source: str
    path: str
    title: str
    heading: tuple[str, ...]
    start: int
    end: int
    text: str
    party: Party
    stance: Stance
    as_of: date
    url: str
    vendor: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found for a question.

    `score` orders the hits (0 to about 1). `dense` is the cosine of question and chunk, `lexical`
    the BM25 score (higher is better; 0 = no word in common), `late` the late interaction of their
    tokens (a weighted mean of cosines), `coverage` the share of the question's rare words that the
    passage holds, `frequent` and `together` how often it does and how near each other (0 to 1; see
    `ask.wording`), `question` the section's listed question that matched best, `question_score` its
    cosine with the question asked, and `section_score` how surely the question is about the
    passage's section of the guide (0 to 1).
    """

    chunk: Chunk
    score: float
    dense: float = 0.0
    lexical: float = 0.0
    late: float = 0.0
    coverage: float = 0.0
    frequent: float = 0.0
    together: float = 0.0
    question: str = ""
    question_score: float = 0.0
    section_score: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A marker `[S{number}]`: the span of a document that a sentence rests on.

    `start` and `end` are offsets in the document text, `quote` is the text between them and
    `chunk` the passage around it.
    """

    number: int
    chunk: Chunk
    start: int
    end: int
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer without its markers, and how far the sources carry it."""

    text: str
    support: Support
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the answer's Markdown: `prefix` ("- ", "### ", "| ", "> ", "") and sentences.

    A block without sentences is layout (a heading, a table's rule) and claims nothing; `layout`
    is its text. The cells of a table row are its sentences, joined by " | ".
    """

    prefix: str
    sentences: tuple[Sentence, ...] = ()
    layout: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens a model read and wrote for an answer; 0 where no model was used."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    passages: int = 0
    passages_left_out: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The checked answer: the last event of the ask line.

    `text` is Markdown with `[S1]` markers; `grounded` says whether the library carries the answer
    (a refusal is not grounded and has no sources). `notice` tells what went wrong on the way and
    the next step, empty when nothing did. `timings_ms` has milliseconds by step.
    """

    question: str
    standalone_question: str
    text: str
    blocks: tuple[Block, ...]
    grounded: bool
    model: str
    sources: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    suggestions: tuple[str, ...]
    usage: Usage
    timings_ms: dict[str, float]
    notice: str = ""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences that claim something, in reading order."""
        return tuple(s for block in self.blocks for s in block.sentences)

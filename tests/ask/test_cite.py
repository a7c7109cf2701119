from __future__ import annotations

from datetime import date

import pytest

from advisor.ask import evidence
from advisor.ask.cite import Checked, cite
from advisor.ask.draft import DraftBlock, DraftSentence, Quote, parse
from advisor.ask.memory import VectorMemory
from advisor.backends.embedder import MiniLM
from advisor.records import Chunk, Hit
from advisor.render import markdown

FIRST = "An open model needs hardware and staff. A vendor runs a proprietary model for you."
SECOND = "Cohere limits trial keys to 1,000 calls a month."


def hit(number: int, text: str, start: int = 0) -> Hit:
    chunk = Chunk(
        f"c{number}", f"d{number}", "s", "p.md", "A page", (), start, start + len(text), text,
        "vendor", "both", date(2026, 1, 1), "https://example.org",
    )  # fmt: skip
    return Hit(chunk, 0.5)


HITS = (hit(1, FIRST, start=50), hit(2, SECOND))


@pytest.fixture(scope="module")
def memory(real_embedder: MiniLM) -> VectorMemory:
    return VectorMemory(real_embedder)


def checked(text: str, memory: VectorMemory) -> Checked:
    read = evidence.read([one.chunk for one in HITS], memory, frozenset({"cohere"}))
    return cite(parse(text), HITS, read, memory)


def test_marks_are_numbered_by_first_use_whatever_the_draft_said(memory: VectorMemory) -> None:
    done = checked(
        "Cohere limits trial keys to 1,000 calls a month [S2]. "
        "A vendor runs a proprietary model for you [S1].",
        memory,
    )
    assert markdown(done.blocks) == (
        "Cohere limits trial keys to 1,000 calls a month. [S1] "
        "A vendor runs a proprietary model for you. [S2]"
    )
    assert [source.chunk.id for source in done.sources] == ["c2", "c1"]


def test_a_wrong_mark_is_corrected_and_an_invented_one_removed(memory: VectorMemory) -> None:
    done = checked("Cohere limits trial keys to 1,000 calls a month [S1][S7].", memory)
    assert [source.chunk.id for source in done.sources] == ["c2"]


def test_an_unsupported_sentence_keeps_no_mark(memory: VectorMemory) -> None:
    done = checked("The moon is made of cheese [S1].", memory)
    (sentence,) = done.blocks[0].sentences
    assert (sentence.support, sentence.citations) == ("unsupported", ())
    assert done.sources == ()


def test_a_quote_is_the_text_at_its_offsets(memory: VectorMemory) -> None:
    (source,) = checked("A vendor runs a proprietary model for you.", memory).sources
    assert FIRST[source.start - 50 : source.end - 50] == source.quote
    assert source.quote == "A vendor runs a proprietary model for you."


def test_neighbouring_quotes_of_a_passage_are_one_source(memory: VectorMemory) -> None:
    done = checked(
        "An open model needs hardware and staff. A vendor runs a proprietary model for you.", memory
    )
    assert len(done.sources) == 1
    assert done.sources[0].quote == FIRST


def test_an_extract_is_supported_only_within_a_passage_that_was_found(
    memory: VectorMemory,
) -> None:
    inside = DraftSentence("An open model needs hardware and staff.", quote=Quote("c1", 50, 89))
    outside = DraftSentence("Something of another page.", quote=Quote("c9", 0, 20))
    read = evidence.read([], memory, frozenset())
    done = cite((DraftBlock("", (inside, outside)),), HITS, read, memory)
    assert [s.support for s in done.blocks[0].sentences] == ["supported", "unsupported"]

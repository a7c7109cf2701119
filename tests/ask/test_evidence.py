from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from advisor.ask import evidence
from advisor.ask.memory import VectorMemory
from advisor.backends.embedder import MiniLM
from advisor.ports import EncodedPassage
from advisor.records import Chunk

KNOWN = frozenset({"openai", "anthropic", "mistral"})


def chunk(text: str, start: int = 0) -> Chunk:
    end = start + len(text)
    return Chunk(
        "c1", "d1", "s", "p.md", "A page", ("A heading",), start, end, text, "vendor", "both",
        date(2026, 1, 1), "https://example.org",
    )  # fmt: skip


@pytest.fixture(scope="module")
def memory(real_embedder: MiniLM) -> VectorMemory:
    return VectorMemory(real_embedder)


def judged(sentence: str, passage: str, memory: VectorMemory) -> evidence.Verdict:
    read = evidence.read([chunk(passage)], memory, KNOWN)
    return evidence.judge([sentence], read, memory, [set()])[0]


def test_the_best_window_is_quoted_with_offsets_in_the_document(memory: VectorMemory) -> None:
    text = "Nothing of note. Prices rise every spring. Something else entirely."
    read = evidence.read([chunk(text, start=100)], memory, KNOWN)
    (verdict,) = evidence.judge(["Every spring, prices rise."], read, memory, [set()])
    (window,) = verdict.windows
    assert text[window.start - 100 : window.end - 100] == "Prices rise every spring."


def test_a_number_is_unsupported_whatever_else_agrees(memory: VectorMemory) -> None:
    verdict = judged("Prices rise by 12% in spring.", "Prices rise by 21% in spring.", memory)
    assert verdict.support == "unsupported"


def test_nothing_is_embedded_twice(real_embedder: MiniLM) -> None:
    class Counting(MiniLM):
        seen: int = 0

        def encode_passages(self, texts: Sequence[str]) -> list[EncodedPassage]:
            self.seen += len(texts)
            return real_embedder.encode_passages(texts)

    embedder = Counting()
    memory = VectorMemory(embedder)
    memory.vectors(["One sentence.", "Another.", "One sentence."])
    memory.vectors(["Another."])
    assert embedder.seen == 2


TABLE = """| Plan | Price | Calls a day |
| --- | --- | --- |
| Team | $95 | 5,000 |
| Solo | $20 | 50 |"""


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        ("Prices rise every spring.", "## Changes\n\nPrices rise every spring. Others do not."),
        ("Changes", "## Changes\n\nPrices rise every spring."),
        ("A heading", "Prices rise every spring."),
        ("Team · $95 · 5,000", TABLE),
        ("The Team plan costs $95 and allows 5,000 calls a day.", TABLE),
    ],
)
def test_what_stands_in_the_passage_is_supported(
    said: str, passage: str, memory: VectorMemory
) -> None:
    assert judged(said, passage, memory).support == "supported"


def test_a_row_of_a_table_speaks_of_its_own_line_only(memory: VectorMemory) -> None:
    assert judged("The Solo plan costs $95.", TABLE, memory).support != "supported"


def test_what_one_vendor_says_is_not_said_by_another(memory: VectorMemory) -> None:
    one, other = (
        replace(chunk(text), id=vendor, vendor=vendor)
        for vendor, text in (
            ("Acme", "Requests are kept for 30 days."),
            ("Bolt", "Requests are kept for 60 days."),
        )
    )
    read = evidence.read([one, other], memory, frozenset({"acme", "bolt"}))
    said = ["Acme keeps requests for 30 days.", "Bolt keeps requests for 30 days."]
    verdicts = evidence.judge(said, read, memory, [set(), set()])
    assert [verdict.support == "supported" for verdict in verdicts] == [True, False]

from __future__ import annotations

from datetime import date

import pytest

from advisor.records import Answer, Block, Chunk, Citation, Hit, Sentence, Usage

DAY = date(2026, 11, 27)


def passage(as_of: date = date(2026, 3, 30)) -> Chunk:
    return Chunk(
        id="c1", document="d", source="guide", path="p.md", title="Costs", heading=("Costs", "2.3"),
        start=0, end=30, text="Open models pay at high volume.", party="article", stance="both",
        as_of=as_of, url="https://example.org/costs",
    )  # fmt: skip


@pytest.fixture
def answer() -> Answer:
    """A wholly supported answer whose passage is about the question."""
    chunk = passage()
    said = Sentence("Open models pay at high volume.", "supported", (1,))
    return Answer(
        question="When?", standalone_question="When?", text="Open models pay at high volume. [S1]",
        blocks=(Block("", (said,)),), grounded=True, model="extract",
        sources=(Citation(1, chunk, 0, 31, chunk.text, 1.0),),
        hits=(Hit(chunk, 0.9, dense=0.7, section_score=0.8),), suggestions=(), usage=Usage(),
        timings_ms={},
    )  # fmt: skip

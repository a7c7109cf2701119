"""The page on quality shows the figures that were saved with it."""

from __future__ import annotations

import json
from pathlib import Path

from bench.peers.measured import Measured
from bench.peers.page import tables

DOCS = Path(__file__).parents[1] / "docs"


def test_the_page_on_quality_shows_the_saved_figures() -> None:
    saved = json.loads((DOCS / "quality.json").read_text("utf-8"))
    page = (DOCS / "quality.md").read_text("utf-8")
    for table in tables([Measured(**one) for one in saved]).strip().split("\n\n"):
        assert table in page

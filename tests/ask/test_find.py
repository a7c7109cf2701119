"""Whose passages answer: the vendor's asked about, each side's of a comparison, nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from advising import filled

from advisor.ask.compared import Compared
from advisor.ask.find import find
from advisor.ask.pipeline import Parts
from advisor.ask.retrieve import choose
from advisor.records import Chunk, Hit

PAGES = {
    "openai/hipaa.md": "# HIPAA\n\nWe sign a business associate agreement on request.",
    "openai/baa.md": "# Agreements\n\nA HIPAA business associate agreement covers the API.",
    "openai/health.md": "# Health data\n\nSign the HIPAA business associate agreement first.",
    "openai/seats.md": "# Price of ChatGPT seats\n\nA seat for one user costs $20 per month.",
    "together-ai/gpus.md": "# Dedicated endpoints\n\nEndpoints run on H100 GPUs, by the minute.",
}
AGREEMENT = "Does {} sign a HIPAA business associate agreement?"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """Two vendors, of which one has what both are asked for."""
    folder = tmp_path_factory.mktemp("pages")
    rows = ["local_path\tvendor\tkind\ttopic\trepo\tpath\tcommit\tlicence\tbytes\tpublic_url"]
    for path, text in PAGES.items():
        file = folder / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        vendor = path.split("/")[0]
        rows.append(
            f"{path}\t{vendor}\tproprietary\t\t\t{path}\t\tCC0\t9\thttps://{vendor}.example/{path}"
        )
    (folder / "MANIFEST.tsv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    advisor = filled(tmp_path_factory.mktemp("home"), [str(folder)])
    yield advisor.parts()
    advisor.close()


def test_a_vendor_is_answered_for_from_its_own_pages(shelf: Parts) -> None:
    found = find(AGREEMENT.format("OpenAI"), 6, shelf)
    assert found.enough
    assert found.hits[0].chunk.vendor == "OpenAI"


def test_another_vendors_rule_is_no_answer(shelf: Parts) -> None:
    found = find(AGREEMENT.format("Together AI"), 6, shelf)
    assert found.ranked[0].chunk.vendor == "OpenAI"
    assert "OpenAI" not in {hit.chunk.vendor for hit in found.chosen}


@pytest.mark.parametrize(("unit", "stated"), [("seat", True), ("million tokens", False)])
def test_a_price_is_of_what_is_counted(shelf: Parts, unit: str, stated: bool) -> None:
    asked = f"What does OpenAI charge for ChatGPT per {unit}?"
    assert find(asked, 6, shelf).enough is stated


def test_a_silent_vendor_is_not_answered_for_from_the_guide(shelf: Parts) -> None:
    asked = "Which license risks does Together AI say its open models carry?"
    assert "guide" not in {hit.chunk.source for hit in find(asked, 6, shelf).hits}


def test_a_general_question_may_name_a_vendor(shelf: Parts) -> None:
    found = find("Do vendors like OpenAI let customers fine-tune their models?", 6, shelf)
    assert found.enough
    assert found.hits[0].chunk.source == "guide"


def test_each_side_of_a_comparison_is_there_however_late_it_comes(shelf: Parts) -> None:
    first = [_hit(f"Acme says {n}", "Acme", 1 - n / 100) for n in range(40)]
    last = _hit("Bolt says so too", "Bolt", 0.1)
    chosen = choose([*first, last], 6, shelf.library, Compared(("Acme", "Bolt")))
    assert last in chosen
    assert len(chosen) == 6


def _hit(text: str, vendor: str, score: float) -> Hit:
    chunk = Chunk(
        text, "d", vendor.lower(), "p.md", "Page", (), 0, len(text), text, "vendor", "both",
        date(2026, 1, 1), "https://example.org", vendor,
    )  # fmt: skip
    return Hit(chunk, score)

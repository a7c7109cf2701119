from __future__ import annotations

from datetime import date

from advisor.ask.find import find
from advisor.ask.floor import _TIME, signs
from advisor.ask.pipeline import Parts
from advisor.records import Chunk, Hit

LONG = "How long are prompts kept?"


def hit(text: str) -> Hit:
    chunk = Chunk(
        text, "d", "acme", "p.md", "Keeping", (), 0, len(text), text, "vendor", "open",
        date(2026, 1, 1), "https://acme.example", "acme",
    )  # fmt: skip
    return Hit(chunk, 1.0, dense=0.6)


def _time(text: str) -> bool:
    return bool(_TIME.search(text))


def test_what_has_happened_lately_is_believed_less_to_be_in_dated_pages(parts: Parts) -> None:
    asked = "How reliable were proprietary APIs in the {} quarter?"
    some = find(asked.format("best"), 6, parts).signs.belief
    lately = find(asked.format("last"), 6, parts).signs.belief
    assert some - lately > 0.25


def test_how_long_is_answered_by_a_time_only() -> None:
    assert _time("Prompts are kept for 30 days.")
    assert _time("We do not store prompts.")
    assert _time("Deleted within thirty (30) calendar days")
    assert not _time("More than 20 million dollars of monthly revenue")
    assert signs(LONG, [hit("Kept for 30 days.")], [hit("Kept for 30 days.")], ()).belief > (
        3 * signs(LONG, [hit("Kept safe.")], [hit("Kept safe.")], ()).belief
    )

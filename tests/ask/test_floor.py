from __future__ import annotations

from advisor.ask.find import find
from advisor.ask.pipeline import Parts


def test_what_has_happened_lately_is_believed_less_to_be_in_dated_pages(parts: Parts) -> None:
    asked = "How reliable were proprietary APIs in the {} quarter?"
    some = find(asked.format("best"), 6, parts).signs.belief
    lately = find(asked.format("last"), 6, parts).signs.belief
    assert some - lately > 0.25

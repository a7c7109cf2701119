from __future__ import annotations

from datetime import date

from advisor.ask.extract import _figures
from advisor.ask.sayings import sayings
from advisor.records import Chunk, Hit

TEXT = """The server queues calls while it is busy. The default is 512.

Models stay loaded for a while. They are kept for 5 minutes, which a setting changes."""
CHUNK = Chunk(
    "c", "d", "acme", "p.md", "Serving", (), 0, len(TEXT), TEXT, "vendor", "open",
    date(2026, 1, 1), "https://acme.example", "acme",
)  # fmt: skip


def test_a_figure_in_the_next_sentence_comes_along_where_one_is_asked_for() -> None:
    queue, default, kept, minutes = sayings(Hit(CHUNK, 1.0))
    ranked = [minutes, queue, kept, default]
    asked = "How many calls does the server queue?"
    assert _figures(asked, [queue], ranked) == {("c", queue.end): default}
    assert _figures(asked, [kept, default], ranked) == {("c", kept.end): minutes}
    assert _figures("Does the server queue calls?", [queue], ranked) == {}
    assert _figures(asked, [queue, default], ranked) == {}

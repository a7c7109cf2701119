from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.ask.sentences import plain, spans


def said(text: str) -> list[str]:
    return [text[span.start : span.end] for span in spans(text)]


def test_sentences_end_at_stops_but_not_at_abbreviations() -> None:
    assert said("Use an API, e.g. OpenAI. It costs $1.70 per hour. Done") == [
        "Use an API, e.g. OpenAI.",
        "It costs $1.70 per hour.",
        "Done",
    ]


def test_list_items_headings_and_table_rows_stand_alone() -> None:
    text = "# Head\n\nOne\nline.\n- item\n\n| a | b |\n|---|---|\n| c | d |\n"
    assert said(text) == ["Head", "One\nline.", "item", "| a | b |", "| c | d |"]
    assert [span.row for span in spans(text)] == [False, False, False, True, True]


@given(st.text(max_size=400))
def test_spans_are_ordered_apart_and_within_the_text(text: str) -> None:
    last = 0
    for span in spans(text):
        assert last <= span.start < span.end <= len(text)
        last = span.end


def test_plain_keeps_words_and_drops_markup() -> None:
    assert plain("**Bold** [link](http://a.b) `code` <b>x</b>\n| y |") == "Bold link code x | y"

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.pages import DOCUMENTS, PAY_PER_USE, chunk, citation

from advisor.records import Answer, Block, Citation, Document, Party, Sentence, Support, Usage
from advisor.render import (
    SourcePanel,
    age,
    body,
    footer,
    heading_path,
    markdown,
    page_title,
    panels,
    readable,
)

TODAY = date(2026, 11, 22)
PAGE = DOCUMENTS["cost"]


def said(text: str, *numbers: int, support: Support = "supported") -> Sentence:
    return Sentence(text, support, numbers)


def answer(
    *blocks: Block,
    sources: Sequence[Citation] = (),
    notice: str = "",
    model: str = "extract",
    usage: Usage | None = None,
) -> Answer:
    return Answer(
        question="q",
        standalone_question="q",
        text="",
        blocks=blocks,
        grounded=True,
        model=model,
        sources=tuple(sources),
        hits=(),
        suggestions=(),
        usage=usage or Usage(),
        timings_ms={"total": 1234.0},
        notice=notice,
    )


def panel_of(text: str, quote: str, document: Document | None = None) -> SourcePanel:
    """Show a quote of a page that has this text."""
    page = replace(PAGE, text=text)
    start = text.index(quote)
    whole = replace(chunk("cost"), start=0, end=len(text), text=text)
    cited = Citation(1, whole, start, start + len(quote), quote, 0.9)
    return panels(answer(sources=[cited]), lambda _id: document or page, TODAY)[0]


def test_the_lead_is_bold_and_its_marks_are_not() -> None:
    block = Block("**", (said("An API is cheaper.", 1), said("You pay per use.", 1, 2)))
    assert markdown([block]) == "**An API is cheaper.** [S1] You pay per use. [S1][S2]"


def test_bold_within_the_lead_does_not_end_it() -> None:
    block = Block("**", (said("An **API** is cheaper.", 1),))
    assert markdown([block]) == "**An API is cheaper.** [S1]"


def test_support_is_marked_only_where_it_is_less_than_full_and_asked_for() -> None:
    told = answer(
        Block(
            "",
            (
                said("A.", 1),
                said("B.", 1, support="partly"),
                said("C.", support="unsupported"),
            ),
        )
    )
    marked = "A. [S1] B. [S1] *(partly in the sources)* C. *(not in the sources)*"
    assert body(told, show_support=True) == marked
    assert body(told, show_support=False) == "A. [S1] B. [S1] C."


def test_a_table_stays_one_and_a_bar_in_a_cell_does_not_split_it() -> None:
    table = [
        Block("", (said("Before."),)),
        Block("", layout="| | Open | Proprietary |"),
        Block("", layout="| --- | --- | --- |"),
        Block("| Cost | ", (said("GPUs | people", 1), said("Per token"))),
        Block("", (said("After."),)),
    ]
    assert markdown(table).splitlines() == [
        "Before.",
        "",
        "| | Open | Proprietary |",
        "| --- | --- | --- |",
        "| Cost | GPUs / people [S1] | Per token |",
        "",
        "After.",
    ]


def test_lines_of_a_list_stay_together_and_a_heading_stands_apart() -> None:
    blocks = [
        Block("", layout="**Open**"),
        Block("- ", (said("A."),)),
        Block("  - ", (said("B."),)),
        Block("1. ", (said("C."),)),
        Block("", layout="**Hybrid**"),
        Block("*What would change this:* ", (said("D."),)),
    ]
    assert markdown(blocks) == (
        "**Open**\n\n- A.\n  - B.\n1. C.\n\n**Hybrid**\n\n*What would change this:* D."
    )


def test_a_notice_stands_at_the_end_on_one_line() -> None:
    told = answer(Block("", (said("A."),)), notice="The server died.\n\nStart it.")
    assert body(told, show_support=True) == "A.\n\n> The server died. Start it."


def test_the_footer_tells_who_how_long_how_much_and_how_old() -> None:
    told = answer(
        Block("", (said("A.", 1), said("B.", 2), said("C.", support="partly"))),
        sources=[citation(1, "cost", PAY_PER_USE), citation(2, "data", "Prompts sent")],
        model="ollama:llama3.2",
        usage=Usage(passages=4, passages_left_out=2),
    )
    assert footer(told) == (
        "ollama:llama3.2 · 1.2 s · 66% supported · oldest source 2025-04-02"
        " · 2 passages left out to fit"
    )
    assert footer(answer()) == "Extract mode · 1.2 s"
    assert footer(replace(answer(), grounded=False)) == "Not in the library · 1.2 s"


def test_a_hundred_per_cent_means_every_sentence() -> None:
    many = Block("", (*[said("A.", 1)] * 299, said("B.", support="partly")))
    told = answer(many, sources=[citation(1, "cost", PAY_PER_USE)])
    assert "99% supported" in footer(told)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "today"),
        (0, "today"),
        (1, "1 day old"),
        (45, "45 days old"),
        (46, "2 months old"),
        (365, "12 months old"),
        (720, "2 years old"),
        (1095, "3 years old"),
    ],
)
def test_an_age_in_words(days: int, words: str) -> None:
    assert age(TODAY - timedelta(days=days), TODAY) == words


@given(st.integers(0, 4000))
def test_an_age_never_says_one_of_many(days: int) -> None:
    assert not age(TODAY - timedelta(days=days), TODAY).startswith(("1 months", "1 years"))


@pytest.mark.parametrize(
    ("party", "days", "stale"),
    [
        ("vendor", 180, False),
        ("vendor", 181, True),
        ("article", 181, False),
        ("article", 366, True),
    ],
)
def test_a_source_is_stale_past_its_shelf_life(party: Party, days: int, stale: bool) -> None:
    cited = citation(1, "cost", PAY_PER_USE)
    old = replace(cited.chunk, party=party, as_of=TODAY - timedelta(days=days))
    told = answer(sources=[replace(cited, chunk=old)])
    panel = panels(told, lambda _id: None, TODAY)[0]
    assert panel.stale is stale
    assert panel.party == party.capitalize()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", ""]
)
def test_an_address_that_is_no_web_page_is_dropped(url: str) -> None:
    cited = citation(1, "cost", PAY_PER_USE)
    told = answer(sources=[replace(cited, chunk=replace(cited.chunk, url=url))])
    assert panels(told, lambda _id: None, TODAY)[0].url == ""


def test_a_quote_stands_in_its_page() -> None:
    cited = citation(1, "cost", PAY_PER_USE)
    panel = panels(answer(sources=[cited]), DOCUMENTS.get, TODAY)[0]
    assert panel.marker == "S1"
    assert panel.quote == PAY_PER_USE
    assert panel.before.startswith("2.3 What a call costs\n\nA hosted API")
    assert panel.before.endswith("hard to beat: ")
    assert panel.after.startswith(" The bill grows")
    assert panel.after.endswith("as much as a busy one.")


def test_surroundings_are_cut_between_words_with_dots() -> None:
    panel = panel_of("one two " * 200 + "HERE" + " three four" * 200, "HERE")
    assert panel.before.startswith("… two one") or panel.before.startswith("… one two")
    assert panel.after.endswith((" three …", " four …"))
    assert 550 < len(panel.before) < 610
    assert 550 < len(panel.after) < 610


def test_a_page_that_has_changed_shows_the_passage_as_it_was_quoted() -> None:
    changed = replace(PAGE, text="# All new\n\nNothing of what was said.")
    panel = panel_of("Before it. The quote. After it.", "The quote.", changed)
    assert (panel.before, panel.quote, panel.after) == ("Before it. ", "The quote.", " After it.")


def test_a_quote_outside_its_passage_is_shown_alone() -> None:
    cited = replace(citation(1, "cost", PAY_PER_USE), start=5000, end=5000 + len(PAY_PER_USE))
    panel = panels(answer(sources=[cited]), lambda _id: None, TODAY)[0]
    assert (panel.before, panel.quote, panel.after) == ("", PAY_PER_USE, "")


def test_the_path_does_not_say_the_title_or_a_heading_twice() -> None:
    said_twice = replace(
        chunk("cost"), title="Cost", heading=("Cost", "**Own** [GPUs](https://a.example)", "Cost")
    )
    assert heading_path(said_twice) == "Own GPUs"


def test_a_vendor_stands_before_a_title_that_does_not_name_it() -> None:
    terms = replace(chunk("data"), vendor="Northwind", title="Terms")
    assert page_title(terms) == "Northwind: Terms"
    assert page_title(replace(terms, title="NORTHWIND terms")) == "NORTHWIND terms"
    assert page_title(replace(terms, vendor="")) == "Terms"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("## 4.1 Costs", "4.1 Costs"),
        ("It *is* **very __much__** so", "It is very much so"),
        (
            "See [the *terms*](https://a.example/x_(y) 'T')",
            "See [the terms](https://a.example/x_(y) 'T')",
        ),
        ('See [the *terms*](https://a.example/x_(y) "T").', "See the terms."),
        ("[![logo](a.png)](https://a.example) ![pic](b.png)", "logo pic"),
        ("- one\n  * two\n> quoted\n> - three", "• one\n  • two\nquoted\n• three"),
        ("| A | B |\n|---|:-:|\n| 1 | 2 |", "A · B\n1 · 2"),
        ("Run `a_b * c|d` now", "Run a_b * c|d now"),
        ("```py\nx = __init__  # *no*\n```\nThen", "x = __init__  # *no*\nThen"),
        ("2 * 3 * 4, a_b_c, 2*3*4, $5\\*", "2 * 3 * 4, a_b_c, 2*3*4, $5*"),
        ("A &amp; B<br>C <b>bold</b> <YOUR_KEY>", "A & B C bold <YOUR_KEY>"),
        ("Title\n=====\n\n---\n\nText", "Title\n\nText"),
        ("<https://a.example> [S1] [x]", "https://a.example [S1] [x]"),
        ("word - another - word", "word - another - word"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_markdown_is_read_without_its_marks(written: str, read: str) -> None:
    assert readable(written) == read


def test_the_highlight_stays_right_where_marks_cross_its_edges() -> None:
    text = "# Head\n\n- See **our [terms** of use](https://a.example/long), please. Then *go*.\n"
    panel = panel_of(text, "[terms** of use](https://a.example/long), please.")
    assert panel.before == "Head\n\n• See our "
    assert panel.quote == "terms of use, please."
    assert panel.after == " Then go."
    row = panel_of("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", "1 | 2")
    assert (row.before, row.quote, row.after) == ("A · B\n", "1 · 2", "\n3 · 4")


def test_a_quote_that_is_all_markup_is_shown_as_it_stands() -> None:
    assert panel_of("Before\n\n---\n\nAfter", "---").quote == "---"


_WRITTEN = "a¦b ¦c.¦\n¦\n\n¦**¦*¦_¦`¦[¦](x)¦![¦- ¦|¦> ¦# ¦\\¦\n---\n¦```\n¦<br>¦&amp;".split("¦")


@given(st.lists(st.sampled_from(_WRITTEN), min_size=1).map("".join), st.data())
def test_a_quote_and_its_surroundings_are_the_page(text: str, draw: st.DataObject) -> None:
    start = draw.draw(st.integers(0, len(text) - 1))
    end = draw.draw(st.integers(start + 1, len(text)))
    panel = panel_of(text, text[start:end])
    # A quote that is all markup is shown as it stands.
    if panel.quote not in text:
        shown = panel.before + panel.quote + panel.after
        assert letters(shown) == letters(readable(text))


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter in "abc")

from __future__ import annotations

from datetime import date

from pdfs import PROSE, Page, Text, pdf, stream

from advisor.library.load import Loaded, Raw, load


def read(content: bytes) -> Loaded:
    found = load(Raw("terms.pdf", content))
    assert isinstance(found, tuple), found
    return found[0]


def text(*lines: str | Text) -> str:
    return read(pdf(lines)).text


# --- paragraphs ----------------------------------------------------------------------------------


def test_lines_of_a_paragraph_are_one() -> None:
    assert text(*PROSE, Text("A new one.", gap=10)) == f"{' '.join(PROSE)}\n\nA new one."


def test_an_indent_after_a_full_stop_begins_a_paragraph() -> None:
    first = "The vendor keeps every request for thirty days, and not for more."
    assert (
        text(first, Text("The next rule is", x=90), "this.") == f"{first}\n\nThe next rule is this."
    )


def test_a_broken_word_is_mended_and_a_hyphen_of_its_own_stays() -> None:
    told = text(
        "We trained it by super-",
        "vised learning, an open-",
        "source model and a self-",
        "made one that is open and has a source of its made self and DeepSeek-",
        "R1.",
    )
    assert told == (
        "We trained it by supervised learning, an open-source model and a self-made one that is"
        " open and has a source of its made self and DeepSeek-R1."
    )


def test_a_broken_address_is_mended() -> None:
    assert text("It is all at https://learn.", "example.org/terms today.") == (
        "It is all at https://learn.example.org/terms today."
    )


def test_doubled_spaces_go_with_those_before_marks() -> None:
    assert text('The  agreement  ("  SLA  ")  of  Sana  ,  in  force  (  now  )  .') == (
        'The agreement ("SLA") of Sana, in force (now).'
    )


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    found = read(
        pdf(["The vendor keeps every", "request for"], ["thirty days.", Text("Next.", gap=9)])
    )
    assert found.text == "The vendor keeps every request for thirty days.\n\nNext."
    assert found.pages == (0, found.text.index("Next"))


def test_items_of_a_list_are_markdown() -> None:
    told = text(
        "It has:", Text("\u2022 one thing that is", x=90), Text("long", x=100), Text("2. two", x=90)
    )
    assert told == "It has:\n\n- one thing that is long\n\n2. two"


def test_a_line_further_left_ends_the_last_item() -> None:
    told = text(Text("\u2022 One thing without a stop", x=90), "There are others")
    assert told == "- One thing without a stop\n\nThere are others"


def test_a_line_in_bold_may_go_on_with_a_sentence() -> None:
    first = "Table 3: comparison of every model that was measured so far with the"
    assert text(first, Text("baselines.", bold=True)) == f"{first} baselines."


def test_a_word_known_without_its_hyphen_has_none() -> None:
    told = text("It is because a cause may be there, be-", "cause it is.")
    assert told == "It is because a cause may be there, because it is."


def test_rows_of_a_table_stay_lines() -> None:
    assert text("Model Price Limit", "Small 0.10 1,000", "Large 2.50 90%") == (
        "Model Price Limit\n\nSmall 0.10 1,000\n\nLarge 2.50 90%"
    )


def test_cells_of_a_row_stand_side_by_side() -> None:
    cells = [Text(name, x=72 + 150 * place, y=700) for place, name in enumerate(("Level", "Time"))]
    assert text(*cells) == "Level Time"


def test_columns_are_read_one_after_the_other() -> None:
    right = [Text(f"the right one, {n}", x=330, y=600 - 14 * n) for n in range(3)]
    left = [Text(f"the left one, {n}", x=72, y=600 - 14 * n) for n in range(3)]
    assert text(*right, *left, Text("On top", y=700)) == (
        "On top\n\nthe left one, 0 the left one, 1 the left one, 2"
        " the right one, 0 the right one, 1 the right one, 2"
    )


def test_what_only_looks_like_markup_is_none() -> None:
    told = text("# Params of <think> and <script>alert</script>")
    assert told == r"\# Params of &lt;think> and &lt;script>alert&lt;/script>"


# --- around the text -----------------------------------------------------------------------------


def test_running_titles_stay_once_and_page_numbers_go() -> None:
    pages: list[Page] = [
        [
            Text("Terms of Acme", y=770),
            Text("Last updated: 14 February 2025", y=756),
            f"Rule {name} holds everywhere and for ever.",
            Text(f"{number} / 4", x=300, y=30),
        ]
        for number, name in enumerate(("one", "two", "three", "four"), 1)
    ]
    found = read(pdf(*pages))
    assert found.as_of == date(2025, 2, 14)
    assert found.text.count("Terms of Acme") == 1
    assert found.text.count("Last updated") == 1
    assert "/ 4" not in found.text
    assert found.text.count("holds everywhere") == 4


def test_a_table_of_contents_is_left_out() -> None:
    contents = ["Scope . . . . . . . 1", "Terms . . . . . . . 2", "Price . . . . . . . 3"]
    assert text("Contents", *contents) == "Contents"
    listed = ["Scope 1", "Terms 1", "Price 2"]
    titles = [Text(title, gap=40) for title in ("Scope", "Terms", "Price")]
    assert read(pdf(["Contents", *listed], titles)).text.split() == (
        ["Contents", "Scope", "Terms", "Price"]
    )


def test_the_labels_of_a_drawing_are_left_out_and_its_sentences_are_not() -> None:
    steps = " ".join(f"0 20 Td ({20 * step}) Tj" for step in range(5))
    labels = f"BT /F1 9 Tf {steps} ET".encode()
    words = labels.replace(b"(0)", b"(This box says what nobody else in the text says.)")
    form = "/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</Font<</F1 3 0 R>>>>"
    page = stream(b"BT /F1 10 Tf 72 700 Td (See the figure.) Tj ET /X1 Do /X2 Do")
    found = read(
        pdf(
            page,
            extra=[stream(labels, form), stream(words, form)],
            resources="/XObject<</X1 6 0 R/X2 7 0 R>>",
        )
    )
    assert "This box says what nobody else in the text says." in found.text
    assert found.text.count("40") == 1


# --- headings ------------------------------------------------------------------------------------


def test_headings_are_larger_bold_or_numbered() -> None:
    told = text(
        Text("Acme Terms", size=20),
        Text("1 Scope", size=10, bold=True, gap=10),
        *PROSE,
        Text("1.1 What it covers", size=10, bold=True, gap=10),
        *PROSE,
        Text("This bold one is a sentence.", bold=True, gap=10),
    )
    marked = [line for line in told.splitlines() if line.startswith("#")]
    assert marked == ["# Acme Terms", "## 1 Scope", "### 1.1 What it covers"]


def test_headings_of_about_one_size_have_one_level() -> None:
    told = text(Text("One", size=20), *PROSE, Text("Two", size=19.5, gap=20), *PROSE)
    assert [line for line in told.splitlines() if line.startswith("#")] == ["# One", "# Two"]


def test_the_bold_head_of_a_table_is_no_heading() -> None:
    head = [Text("Level", bold=True, y=690), Text("Team", x=300, bold=True, y=690)]
    told = text(*PROSE, *head, Text("Commitment", x=300, bold=True, y=676), Text(PROSE[0], y=640))
    assert "#" not in told


def test_bookmarks_are_headings_of_their_depth() -> None:
    outline = (
        b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 2>>",
        b"<</Title(Deleting data)/Parent 6 0 R/First 8 0 R/Last 8 0 R/Count 1/Dest[100 0 R/Fit]>>",
        b"<</Title(Backups)/Parent 7 0 R/Dest[100 0 R/Fit]>>",
    )
    lines: Page = [
        "Deleting Data",
        Text(PROSE[0], gap=10),
        Text("Backups", gap=10),
        Text(PROSE[1], gap=10),
    ]
    told = read(pdf(lines, extra=outline, root="/Outlines 6 0 R")).text
    assert "# Deleting Data\n" in told
    assert "\n## Backups\n" in told

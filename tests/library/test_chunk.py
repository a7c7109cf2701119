from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.library.chunk import PREFIX_BYTES, Piece, embedding_text, split
from advisor.library.headings import headings
from advisor.library.load import Loaded
from advisor.library.prose import plain
from advisor.library.sentences import sentence_spans

MAX_TOKENS = 256
Count = Callable[[Sequence[str]], list[int]]


def bytewise(texts: Sequence[str]) -> list[int]:
    """Tokens as short as they can be: a byte each, and two special ones."""
    return [len(text.encode()) // 2 + 2 for text in texts]


def words(texts: Sequence[str]) -> list[int]:
    return [len(re.findall(r"\w+|[^\w\s]", text)) + 2 for text in texts]


def pieces(text: str, title: str = "Title", count: Count = words) -> list[Piece]:
    return split(text, title, count=count, max_tokens=MAX_TOKENS)


def texts(text: str, count: Count = words) -> list[str]:
    return [text[piece.start : piece.end] for piece in pieces(text, count=count)]


def prose(number: int) -> str:
    return " ".join(f"Sentence {n} says that it is number {n} of many." for n in range(number))


# --- sections ------------------------------------------------------------------------------------


def test_each_section_is_a_piece_under_its_path() -> None:
    text = "Intro words.\n\n# **A** [x](y)\n\nOne.\n\n## B `c`\n\nTwo.\n\n# D\n\nThree."
    assert [(piece.heading, text[piece.start : piece.end]) for piece in pieces(text)] == [
        ((), "Intro words."),
        (("A x",), "One."),
        (("A x", "B c"), "Two."),
        (("D",), "Three."),
    ]


def test_underlined_headings_are_headings() -> None:
    text = "Top\n===\n\nOne.\n\nSub\n---\n\nTwo.\n\n---\n\nThree."
    assert [piece.heading for piece in pieces(text)] == [("Top",), ("Top", "Sub")]


def test_a_hash_in_code_is_not_a_heading() -> None:
    text = "# A\n\n```bash\n# not a heading\nrun\n```\n\n~~~\n# nor this\n~~~\n"
    assert [piece.heading for piece in pieces(text)] == [("A",)]


def test_a_skipped_level_keeps_its_path() -> None:
    text = "### A\n\nOne.\n\n###### B\n\nTwo.\n\n# C\n\nThree."
    assert [piece.heading for piece in pieces(text)] == [("A",), ("A", "B"), ("C",)]


def test_headings_without_text_join_what_follows() -> None:
    text = "# A\n\n## Empty\n\n## B\n\nText of B.\n\n## Last"
    found = pieces(text)
    assert [text[piece.start : piece.end] for piece in found] == [
        "## Empty\n\n## B\n\nText of B.\n\n## Last"
    ]
    assert found[0].heading == ("A", "B")


def test_a_document_of_headings_is_one_piece() -> None:
    assert texts("# A\n\n## B\n\n# C") == ["## B\n\n# C"]
    assert texts("# Only") == ["# Only"]


def test_markup_alone_is_no_piece() -> None:
    assert texts("") == []
    assert texts("---\n\n***\n\n[x]: https://a.example\n") == []
    assert texts("# A\n\n---\n\nText.\n\n---\n") == ["Text."]


# --- sizes ---------------------------------------------------------------------------------------


def test_a_long_section_is_split_evenly_between_sentences() -> None:
    found = texts(prose(60))
    lengths = [len(one.split()) for one in found]
    assert sum(lengths) == 600
    assert all(120 <= length <= 160 for length in lengths)
    assert all(one.startswith("Sentence") and one.endswith("many.") for one in found)


def test_repeated_sentences_have_exact_offsets() -> None:
    text = "Same again. " * 300
    found = pieces(text)
    assert sum(text[one.start : one.end].count("Same") for one in found) == 300
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_a_tiny_tail_joins_its_neighbour() -> None:
    assert len(texts(f"{'word ' * 180}\n\nTiny tail.")) == 1
    assert len(texts(f"# A\n\n{'word ' * 180}\n\n# B\n\nTiny tail.")) == 2


def test_sentences_are_found_where_they_stand_even_if_the_rule_drops_what_is_before() -> None:
    def rule(text: str) -> list[str]:
        return re.findall(r"\w+\.\s*", text)

    text = "# A\n  \xa0Yes. Yes. "
    spans = list(sentence_spans(text, 3, len(text), rule))
    assert [text[start:end] for start, end in spans] == ["Yes.", "Yes."]
    assert [start for start, _ in spans] == [7, 12]


def test_rows_stay_whole() -> None:
    row = "| model | 70B | needs about 140 GB of memory in FP16 | yes |"
    text = "\n".join(["| a | b | c | d |", "|---|---|---|---|", *[row] * 60])
    found = texts(text)
    assert len(found) > 1
    assert all(
        line.startswith("|") and line.endswith("|") for one in found for line in one.split("\n")
    )


@pytest.mark.parametrize(
    "text",
    ["word " * 5000, "x" * 50_000, "字" * 5000, "| " + "cell | " * 3000, "é̂" * 5000, "??! " * 5000,
     "```\n" + "call(a, b); " * 2000 + "\n```", "\U0001f600" * 5000, "한국어" * 2000]
)  # fmt: skip
def test_what_is_too_long_is_divided(text: str, count: Count) -> None:
    found = pieces(text, count=count)
    embedded = [embedding_text("Title", one.heading, text[one.start : one.end]) for one in found]
    assert max(count(embedded)) <= MAX_TOKENS
    kept = "".join(text[one.start : one.end] for one in found)
    assert "".join(kept.split()) in "".join(text.split())
    assert len("".join(kept.split())) >= len("".join(text.split())) - 8


def test_enormous_headings_leave_room(count: Count) -> None:
    text = f"# {'한국어 ' * 300}\n\n## {'?!' * 500}\n\n{prose(40)}"
    found = split(text, "é" * 5000, count=count, max_tokens=MAX_TOKENS)
    embedded = [embedding_text("é" * 5000, p.heading, text[p.start : p.end]) for p in found]
    assert max(count(embedded)) <= MAX_TOKENS


def test_a_limit_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="room"):
        split("text", "title", count=words, max_tokens=PREFIX_BYTES)


@pytest.mark.parametrize(
    "text",
    ["word and " * 100_000, "# a\n" * 50_000, "x" * 3_000_000, "a. " * 10_000,
     "- item\n" * 20_000, "|" * 200_000, "---\n" * 100_000, "a" + " " * 1_000_000 + "b"],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_hostile_texts_take_linear_time(text: str) -> None:
    pieces("Warm. Up.")
    started = time.process_time()
    pieces(text)
    assert time.process_time() - started < 10


# --- properties ----------------------------------------------------------------------------------

LINES = st.sampled_from(
    ["# A", "## B *b*", "#### C", "Title", "=====", "-----", "", "One. Two! Three?", "- one. Two",
     "1. first", "| a | b |", "|---|---|", "```", "~~~python", "# in code?", "> quote. More", "***",
     "Same. Same. Same.", "word " * 90, "long" * 200, "\u5b57" * 400, ":::note", "\t tab",
     "[x]: https://a.example", "    indented # code"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(LINES | st.text(max_size=40), max_size=25))
def test_pieces_are_ordered_disjoint_fitting_and_complete(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = pieces(text, count=bytewise)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    embedded = [embedding_text("Title", one.heading, text[one.start : one.end]) for one in found]
    assert all(tokens <= MAX_TOKENS for tokens in bytewise(embedded))
    assert all(text[one.start : one.end].strip() for one in found)
    rest, position = list[str](), 0
    for start, end in sorted([*((p.start, p.end) for p in found), *heading_spans(text)]):
        rest.append(text[position:start])
        position = max(position, end)
    rest.append(text[position:])
    assert [one for one in rest if plain(one)] == []


def heading_spans(text: str) -> list[tuple[int, int]]:
    return [(heading.start, heading.end) for heading in headings(text)]


# --- embedding text ------------------------------------------------------------------------------


def test_embedding_text_has_title_and_path_in_front_and_no_markup() -> None:
    text = "| **Plan** | [Days](https://a.example/x_(y)) |\n|:---|---:|\n"
    text += "| `Team`<br>x | 1\\.5 &amp; _more_ |\n- a_b * c\n> q"
    expected = "Doc: Prices: EU\nPlan Days Team x 1.5 & more a_b * c q"
    assert embedding_text("Doc", ("Prices", "EU"), text) == expected


def test_embedding_text_says_a_repeated_title_once() -> None:
    assert embedding_text("Doc", ("Doc", "Part"), "text") == "Doc: Part\ntext"
    assert embedding_text("", (), "text") == "text"


def test_embedding_text_prefers_the_deepest_heading() -> None:
    text = embedding_text("T", ("x" * 300, "deep"), "body")
    assert text.startswith("T: x") and ": deep\nbody" in text  # noqa: PT018
    assert len(text.encode()) <= PREFIX_BYTES + 6


# --- the published pages -------------------------------------------------------------------------


def test_all_pages_fit_and_are_split_in_time(documents: dict[str, Loaded], count: Count) -> None:
    pieces("Warm. Up.")
    started = time.process_time()
    found = {
        path: split(page.text, page.title, count=count, max_tokens=MAX_TOKENS)
        for path, page in documents.items()
    }
    assert time.process_time() - started < 25  # alone on a core about 6
    embedded = [
        embedding_text(
            documents[path].title, one.heading, documents[path].text[one.start : one.end]
        )
        for path, of_page in found.items()
        for one in of_page
    ]
    assert all(found.values())
    assert 4000 < len(embedded) < 8000
    assert max(count(embedded)) <= MAX_TOKENS

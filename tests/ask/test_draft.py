from __future__ import annotations

from advisor.ask.draft import parse


def test_marks_of_every_habit_are_read_and_taken_out() -> None:
    (block,) = parse("It is so [S1]. Or so. [2] Or【3】it is (S4). And [S1, S2] both.")
    assert [(s.text, s.claims) for s in block.sentences] == [
        ("It is so.", (1,)),
        ("Or so.", (2,)),
        ("Or it is.", (3, 4)),
        ("And both.", (1, 2)),
    ]


def test_a_number_in_brackets_is_no_mark() -> None:
    (block,) = parse("Sixty (60) days are given [S2].")
    assert block.sentences[0].text == "Sixty (60) days are given."
    assert block.sentences[0].claims == (2,)


def test_headings_labels_and_rules_claim_nothing() -> None:
    blocks = parse("## Costs\n\n**Open:**\n---\n- A point. Another.")
    assert [b.layout for b in blocks if not b.sentences] == ["### Costs", "", "**Open:**", "---"]
    assert [s.text for b in blocks for s in b.sentences] == ["A point.", "Another."]


def test_cells_of_a_table_are_sentences_and_its_first_cell_a_label() -> None:
    blocks = parse("| | Open | Closed |\n|---|---|---|\n| Cost | low [S1] | high |")
    assert blocks[-1].prefix == "| Cost | "
    assert [s.claims for s in blocks[-1].sentences] == [(1,), ()]


def test_code_fences_are_taken_off() -> None:
    assert [b.sentences[0].text for b in parse("```\nrun this command now\n```")] == [
        "run this command now"
    ]

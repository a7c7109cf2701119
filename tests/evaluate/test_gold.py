from __future__ import annotations

from pathlib import Path

from evaluate.sets import Passage, write_lines

from advisor.evaluate.gold import Gold, Reader, on_page, read_asked
from advisor.evaluate.passages import Ranking, score_rankings, unreachable

GOLD = {"path": "a.md", "quote": "Keep  **thirty** days."}


def told(tmp_path: Path, *lines: dict[str, object]) -> list[str]:
    return [p.reason for p in read_asked(write_lines(tmp_path / "q.jsonl", lines))[1]]


def test_a_line_without_what_a_question_needs_is_told(tmp_path: Path) -> None:
    assert told(
        tmp_path,
        {"question": "Why?"},
        {"id": "a", "question": "?"},
        {"id": "b", "question": "Why?", "answerable": "yes"},
        {"id": "c", "question": "Why?", "answerable": True},
        {"id": "d", "question": "Why?", "gold": [{"path": "a.md"}]},
        {"id": "e", "question": "Why?", "history": ["Hello"]},
        {"id": "f", "question": "Why?", "gold": [GOLD]},
        {"id": "f", "question": "Why?", "gold": [GOLD]},
    ) == [
        "`id` is missing, or neither text nor a whole number",
        "`question` is missing or asks nothing",
        "`answerable` is neither true nor false",
        "answerable, but without gold",
        "`gold.quote` holds something other than text",
        "a turn of `history` has no `role` that is user or assistant",
        "question 'f' was given before",
    ]


def test_gold_makes_a_question_answerable(tmp_path: Path) -> None:
    file = write_lines(
        tmp_path / "q.jsonl",
        [{"id": 1, "question": "Why?", "gold": [GOLD]}, {"id": 2, "question": "Why?"}],
    )
    assert [one.answerable for one in read_asked(file)[0]] == [True, None]


def test_a_quote_is_found_whatever_its_spaces_and_marks() -> None:
    reader = Reader()
    assert reader.says("We keep it.\nKeep thirty\n days. Then", "Keep  **thirty** days.")
    assert reader.says("after completing the [form](x)", "completing the [form]")
    assert not reader.says("Keep thirty-one days.", "Keep **thirty** days.")


def test_a_section_is_found_by_its_number() -> None:
    passage = Passage("faq.md", "Text", ("10 FAQ", "10.1 What?"))
    assert Reader().holds(passage, Gold(section="10.1"))
    assert not on_page(passage, Gold(section="1"))


def test_passages_are_scored_by_rank_page_and_length(tmp_path: Path) -> None:
    gold = [{"path": "a.md", "quote": "red fox"}, {"path": "b.md", "quote": "blue whale"}]
    file = write_lines(tmp_path / "q.jsonl", [{"id": "q", "question": "Who?", "gold": gold}])
    far = Passage("a.md", f"{'x ' * 2500} red fox")
    found = {"q": Ranking([far, Passage("c.md", "a blue whale")], 1.0)}
    values = score_rankings("s", "x", read_asked(file)[0], found).by_question["q"]
    assert values["hit@1"] == values["gold@5"] == values["page@5"] == values["MRR@10"] == 1.0
    assert values["in 4000"] == 0.0


def test_gold_that_no_search_can_find_is_told(tmp_path: Path) -> None:
    lines = [
        {"id": name, "question": "Who?", "gold": [{"path": path, "quote": "red fox"}]}
        for name, path in {"here": "a.md", "gone": "z.md", "changed": "b.md"}.items()
    ]
    asked = read_asked(write_lines(tmp_path / "q.jsonl", lines))[0]
    assert unreachable(asked, [("a.md", "The red  fox"), ("b.md", "The grey fox")]) == {
        "gone": "its pages are not here",
        "changed": "its quotes are not in its pages",
    }

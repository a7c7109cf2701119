from __future__ import annotations

from pathlib import Path

import pytest

from advisor.settings import Settings
from advisor.wiring import build
from cli.commands import Advise, Outcome

HIT = "rank chunk source path title heading start end score text".split()


def test_search_ranks_passages_of_documents(advise: Advise, home: Path) -> None:
    found = advise("search", "--json", "-k", "3", "What does running an open model cost?").json
    advisor = build(Settings(home=home, model="none"))
    texts = {d.path: advisor.library.document(d.id) for d in advisor.library.documents("guide")}
    advisor.close()
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    for hit in found["hits"]:
        document = texts[hit["path"]]
        assert document is not None
        assert hit.keys() >= set(HIT)
        assert hit["text"] == document.text[hit["start"] : hit["end"]]


def test_search_prints_the_passages_with_their_addresses(advise: Advise) -> None:
    shown = advise("search", "-k", "1", "vendor lock-in")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("1. ")
    assert "\nhttps://" in shown.out


def test_search_answers_a_file_of_questions(advise: Advise, tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"id": 7, "question": "cost"}\n{"id": "b", "question": "?"}\n', "utf-8")
    first, second = advise("search", "--questions", str(asked), "-k", "2").lines
    assert (first["id"], len(first["hits"])) == (7, 2)
    assert second.keys() == {"id", "question", "error", "hint"}


@pytest.mark.parametrize("k", ["0", "101", "x"])
def test_search_refuses_a_number_out_of_range(advise: Advise, k: str) -> None:
    assert advise("search", "-k", k, "cost").code == 2


def test_search_shows_odd_pages_without_their_scripts(
    advise: Advise, odd: tuple[Path, Outcome]
) -> None:
    shown = advise("search", "Quokka model hosted in Norway", "--json", home=odd[0])
    assert shown.json["hits"][0]["path"] == "script.html"
    for trace in ("boo", "<script", "javascript:", "data:text", "onclick"):
        assert trace not in shown.out

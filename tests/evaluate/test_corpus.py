from __future__ import annotations

from pathlib import Path

from evaluate.sets import DOCUMENTS, GRADES, QUERIES, write_set

from advisor.evaluate.corpus import read_corpus

NO_NAME = "Expecting property name enclosed in double quotes"


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in read_corpus(folder).problems]


def test_a_sound_folder_is_read_whole(tmp_path: Path) -> None:
    corpus = read_corpus(write_set(tmp_path / "small", DOCUMENTS, QUERIES, GRADES))
    assert (len(corpus.entries), len(corpus.queries), corpus.problems) == (4, 3, ())
    assert corpus.relevant["q2"] == {"dog": 2}


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    folder = write_set(
        tmp_path / "odd",
        [*DOCUMENTS, {"id": "dog", "text": "again"}, {"id": "e", "text": " "}, {"id": "n"}],
        [*QUERIES, {"id": "q1", "text": "again"}, {"id": "q4", "text": "?"}],
        [*GRADES, ("q9", "dog", 1), ("q1", "cat", 1), ("q1", "boat/1.json", 0)],
    )
    with (folder / "corpus.jsonl").open("a") as file:
        file.write("[1]\n{]\n")
    with (folder / "qrels.tsv").open("a") as file:
        file.write("q1 dog 1\n")
    assert told(folder) == [
        "odd/corpus.jsonl:5: document 'dog' was given before",
        "odd/corpus.jsonl:6: document 'e' has no text",
        "odd/corpus.jsonl:7: `text` is missing or not text",
        "odd/corpus.jsonl:8: not a JSON object",
        f"odd/corpus.jsonl:9: not JSON ({NO_NAME}, column 2)",
        "odd/queries.jsonl:4: query 'q1' was given before",
        "odd/queries.jsonl:5: query 'q4' asks nothing",
        "odd/qrels.tsv:4: unknown query 'q9'",
        "odd/qrels.tsv:5: unknown document 'cat'",
        "odd/qrels.tsv:6: query 'q1' and document 'boat/1.json' were graded before",
        "odd/qrels.tsv:7: not `query id`, `document id` and a number, parted by tabs",
    ]


def test_an_empty_or_missing_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("")
    (tmp_path / "queries.jsonl").write_bytes(b'{"id": 1, "text": "a"}\n\xff\n')
    assert [said.partition("/")[2] for said in told(tmp_path)] == [
        "queries.jsonl:2: not UTF-8 text",
        "qrels.tsv: cannot be read (No such file or directory)",
        "corpus.jsonl: has no documents",
        "queries.jsonl: has no queries",
    ]

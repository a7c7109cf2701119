"""A small set of our own: pages that can be told apart by words, by meaning or by heading."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

Objects = Sequence[Mapping[str, object]]


def write_lines(file: Path, lines: Objects) -> Path:
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return file


def write_set(
    folder: Path, documents: Objects, queries: Objects, grades: Sequence[tuple[str, str, int]]
) -> Path:
    folder.mkdir()
    write_lines(folder / "corpus.jsonl", documents)
    write_lines(folder / "queries.jsonl", queries)
    rows = "".join(f"{query}\t{document}\t{grade}\n" for query, document, grade in grades)
    (folder / "qrels.tsv").write_text(rows, encoding="utf-8")
    return folder


TEXTS = {
    "boat/1.json": "The ferry to the island leaves at seven and carries forty cars.",
    "dog": "A dog that barks at night keeps the whole street awake.",
    "bread": "Sourdough needs flour, water, salt and a day of patience.",
    "code": "Error E4711 means that the licence key has expired.",
}
DOCUMENTS = [{"id": name, "title": "", "text": text} for name, text in TEXTS.items()]
QUERIES = [
    {"id": "q1", "text": "When does the ship go across to the isle?"},
    {"id": "q2", "text": "noisy pet disturbs neighbours while they sleep"},
    {"id": "q3", "text": "E4711"},
]
GRADES = [("q1", "boat/1.json", 1), ("q2", "dog", 2), ("q3", "code", 1)]

"""A small set of our own: pages that can be told apart by words, by meaning or by heading."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of some other system."""

    path: str
    text: str
    heading: tuple[str, ...] = ()


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

# Pages whose questions need one thing each: words in letters that the encoder does not know,
# meaning without common words, a heading that alone says where a sentence belongs.
_LETTERS = "ᎠᎡᎢᎣᎤᎥᎦᎧᎨ"
CODES = {
    f"{_LETTERS[n]}{_LETTERS[n - 1]}{_LETTERS[n - 2]}": f"part {n} of the rack is warm"
    for n in range(2, 9)
}
CITIES = "Lisbon Oslo Turin Ghent Riga Porto".split()
MEANT = {
    "Felines rest for most of the day.": "How long do cats sleep?",
    "Physicians advise against tobacco.": "What do doctors say about smoking?",
    "The vessel departs at dawn.": "When does the ship leave in the morning?",
    "Infants require frequent nourishment.": "How often should babies be fed?",
}


def write_pages(folder: Path) -> Path:
    folder.mkdir()
    for code, text in CODES.items():
        (folder / f"{code}.md").write_text(f"Code {code} says that {text}.\n", "utf-8")
    for n, text in enumerate(MEANT):
        (folder / f"fact-{n}.md").write_text(f"{text}\n", "utf-8")
    offices = "".join(
        f"## {city}\n\nThe doors open at {hour} and close {hour} hours later.\n\n"
        for hour, city in enumerate(CITIES, start=6)
    )
    (folder / "offices.md").write_text(f"# Offices\n\n{offices}", "utf-8")
    return folder


def write_questions(file: Path) -> Path:
    lines: list[dict[str, object]] = [
        _line(code, f"What is {code}?", f"{code}.md", text, "words") for code, text in CODES.items()
    ]
    lines += [
        _line(f"m{n}", question, f"fact-{n}.md", text, "meaning")
        for n, (text, question) in enumerate(MEANT.items())
    ]
    lines += [
        _line(
            city,
            f"When does the office in {city} open?",
            "offices.md",
            f"open at {hour} and",
            "heading",
        )
        for hour, city in enumerate(CITIES, start=6)
    ]
    lines += [
        {"id": f"none-{n}", "question": question, "answerable": False, "kind": "outside"}
        for n, question in enumerate(("Who won the football cup?", "What is the capital of Peru?"))
    ]
    return write_lines(file, lines)


def _line(name: str, question: str, path: str, quote: str, kind: str) -> dict[str, object]:
    gold = [{"path": path, "quote": quote}]
    return {"id": name, "question": question, "gold": gold, "kind": kind, "must_contain": [quote]}

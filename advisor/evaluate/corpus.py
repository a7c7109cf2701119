"""A retrieval set: `corpus.jsonl`, `queries.jsonl` and `qrels.tsv` of a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor.evaluate.lines import Problem, id_of, objects, text_lines, text_of
from advisor.library.intake import Intake, Page
from advisor.library.page import Raw
from advisor.records import Source

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels.tsv"
_DAY = date(1970, 1, 1)  # the documents have no date


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to be found."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents and queries by id, grades by query and document, and what was left out.

    Only queries with a relevant document are kept: the others cannot be scored.
    """

    name: str
    entries: Mapping[str, Entry]
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        """Digest of all documents; a library filled with them is kept under it."""
        content = hashlib.sha256()
        for entry in self.entries.values():
            for part in (entry.id, entry.title, entry.text):
                content.update(part.encode() + b"\0")
        return content.hexdigest()[:16]

    def intake(self) -> Intake:
        """Return the documents as the sync line takes them; page n is the n-th entry."""
        source = Source("corpus", self.name, "independent", "both", "", "unclear", _DAY)
        pages = [
            Page(Raw(_page(n), entry.text.encode(), media_type="text/plain"), entry.title)
            for n, entry in enumerate(self.entries.values())
        ]
        return Intake(source, pages)

    def ids(self) -> dict[str, str]:
        """Return the id of each document by the page it is stored as."""
        return {_page(n): entry for n, entry in enumerate(self.entries)}


def read_corpus(folder: Path) -> Corpus:
    """Read a folder; bad lines, unknown and repeated ids are left out and told."""
    problems: list[Problem] = []
    entries: dict[str, Entry] = {}
    for entry, number in _entries(folder / CORPUS, problems):
        if entry.id in entries:
            problems.append(Problem(CORPUS, number, f"document {entry.id!r} was given before"))
        else:
            entries[entry.id] = entry
    queries = _queries(folder / QUERIES, problems)
    relevant = _relevant(folder / QRELS, entries, queries, problems)
    if not entries and not any(p.file == CORPUS and not p.line for p in problems):
        problems.append(Problem(CORPUS, 0, "has no documents"))
    if not queries and not any(p.file == QUERIES and not p.line for p in problems):
        problems.append(Problem(QUERIES, 0, "has no queries"))
    unscored = [query for query in queries if query not in relevant]
    if unscored and relevant:
        told = f"{len(unscored)} queries without a relevant document are not measured"
        problems.append(Problem(QRELS, 0, f"{told} ({unscored[0]!r} is the first)"))
    name = folder.resolve().name
    placed = tuple(Problem(f"{name}/{p.file}", p.line, p.reason) for p in problems)
    scored = {query: text for query, text in queries.items() if query in relevant}
    return Corpus(name, entries, scored, relevant, placed)


def _entries(file: Path, problems: list[Problem]) -> Iterator[tuple[Entry, int]]:
    for line in objects(file):
        if isinstance(line, Problem):
            problems.append(line)
            continue
        entry, text = id_of(line), text_of(line, "text")
        title = "" if line.given.get("title") is None else text_of(line, "title")
        if entry is None or text is None or title is None:
            wrong = "id" if entry is None else "text" if text is None else "title"
            problems.append(line.problem(f"`{wrong}` is missing or not text"))
        elif not text.strip():
            problems.append(line.problem(f"document {entry!r} has no text"))
        else:
            yield Entry(entry, title.strip(), text), line.number


def _queries(file: Path, problems: list[Problem]) -> dict[str, str]:
    queries: dict[str, str] = {}
    for line in objects(file):
        if isinstance(line, Problem):
            problems.append(line)
            continue
        query, text = id_of(line), text_of(line, "text")
        if query is None or text is None:
            wrong = "id" if query is None else "text"
            problems.append(line.problem(f"`{wrong}` is missing or not text"))
        elif not any(letter.isalnum() for letter in text):
            problems.append(line.problem(f"query {query!r} asks nothing"))
        elif query in queries:
            problems.append(line.problem(f"query {query!r} was given before"))
        else:
            queries[query] = text
    return queries


def _relevant(
    file: Path, entries: Mapping[str, Entry], queries: Mapping[str, str], problems: list[Problem]
) -> dict[str, dict[str, int]]:
    """Grades above 0 by query and document."""
    grades: dict[str, dict[str, int]] = {}
    for found in text_lines(file):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        number, line = found
        read = _grade(line)
        if read is None and number == 1 and "id" in line.lower():
            continue  # a line of column names
        wrong = _wrong(read, entries, queries, grades)
        if read is None or wrong:
            problems.append(Problem(file.name, number, wrong))
        else:
            query, entry, grade = read
            grades.setdefault(query, {})[entry] = grade
    above = {q: {e: g for e, g in given.items() if g > 0} for q, given in grades.items()}
    return {query: given for query, given in above.items() if given}


def _grade(line: str) -> tuple[str, str, int] | None:
    cells = [cell.strip() for cell in line.split("\t")]
    try:
        query, entry, grade = cells
        return query, entry, int(float(grade))
    except (ValueError, OverflowError):
        return None


def _wrong(
    read: tuple[str, str, int] | None,
    entries: Mapping[str, Entry],
    queries: Mapping[str, str],
    grades: Mapping[str, Mapping[str, int]],
) -> str:
    """Say what is wrong with a line of grades; empty when nothing is."""
    if read is None:
        return "not `query id`, `document id` and a number, parted by tabs"
    query, entry, _ = read
    if query not in queries:
        return f"unknown query {query!r}"
    if entry not in entries:
        return f"unknown document {entry!r}"
    if entry in grades.get(query, {}):
        return f"query {query!r} and document {entry!r} were graded before"
    return ""


def _page(number: int) -> str:
    """Name a document is stored under: an id may look like a path or a file of another kind."""
    return f"{number:07}.txt"

"""Words: BM25 over chunks and listed questions in the FTS5 tables of the truth."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Mapping
from threading import Lock

from advisor.backends.store import Store
from advisor.backends.store_file import STEMS, WORDS
from advisor.ports import Match

# Weights of title, heading and body.
_WEIGHTS = "bm25(2.0, 1.5, 1.0)"
# In a large library words of more than this share of the chunks are left out: with 100,000 chunks
# they take most of the time and say little.
COMMON, LARGE, RAREST_KEPT = 0.10, 5_000, 3
# The time of a search grows with the places its words stand at; the rarest words come first.
MOST_PLACES = 5_000
# A question of 50,000 characters is searched by its rarest words.
MOST_WORDS = 32
MOST_CHARACTERS = 50_000

_SEARCH_CHUNKS = """
SELECT c.id, '', -f.rank FROM (
  SELECT rowid, rank FROM chunk_index WHERE chunk_index MATCH ? AND rank MATCH ?
  ORDER BY rank LIMIT ?) f JOIN chunks c ON c.number = f.rowid"""
_SEARCH_QUESTIONS = """
SELECT q.chunk, q.text, -f.rank FROM (
  SELECT rowid, rank FROM question_index WHERE question_index MATCH ? AND rank MATCH ?
  ORDER BY rank LIMIT ?) f JOIN questions q ON q.number = f.rowid"""


class LexicalSearch:
    """BM25 over stems; how common each stem is is remembered until the library changes."""

    def __init__(self, store: Store) -> None:
        """Search the store's words."""
        self._store = store
        self._splitter = WordSplitter()
        self._counts: dict[str, int] = {}
        self._total = 0
        self._version = (0, 0)
        self._lock = Lock()

    def search(self, text: str, k: int) -> list[Match]:
        """Return up to `k` chunks and up to `k` listed questions, best first."""
        words = self._splitter.stems(text)
        counts, total = self._count(words)
        rarest = sorted(words, key=lambda stem: (counts[stem], stem))
        chosen = _worth_searching([s for s in rarest if counts[s]], counts, total)
        rows = self._match(_SEARCH_CHUNKS, [words[s] for s in chosen], (_WEIGHTS, k))
        known = [words[s] for s in rarest[:MOST_WORDS]]
        rows += self._match(_SEARCH_QUESTIONS, known, ("bm25()", k))
        matches = [Match(chunk, score, question) for chunk, question, score in rows]
        return sorted(matches, key=lambda m: (-m.score, m.chunk_id, m.question))

    def frequency(self, text: str) -> Mapping[str, float]:
        """Return the share of chunks that contain each word of the text, by the word."""
        stems = self._splitter.words(text)
        counts, total = self._count(set(stems.values()))
        return {word: counts[stem] / total if total else 0.0 for word, stem in stems.items()}

    def total(self) -> int:
        """Count the chunks."""
        return self._count(())[1]

    def _match(
        self, sql: str, words: list[str], given: tuple[str | int, ...]
    ) -> list[tuple[str, str, float]]:
        if not words:
            return []
        # Quoted, a word is never FTS5 syntax; a word holds letters and digits only.
        query = " OR ".join(f'"{word}"' for word in words)
        return self._store.rows(sql, (query, *given))

    def _count(self, stems: Iterable[str]) -> tuple[Mapping[str, int], int]:
        version = (self._store.identity(), self._store.generation())
        with self._lock:
            if version != self._version:
                rows = self._store.rows("SELECT count(*) FROM chunks")
                self._version, self._counts = version, {}
                self._total = int(rows[0][0]) if rows else 0
            counts, total = self._counts, self._total
        new = [stem for stem in stems if stem not in counts]
        found = self._store.among("SELECT term, doc FROM chunk_vocabulary WHERE term IN", new)
        counts.update(dict.fromkeys(new, 0) | {str(term): int(doc) for term, doc in found})
        return counts, total


def _worth_searching(rarest: list[str], counts: Mapping[str, int], total: int) -> list[str]:
    """Leave out common stems in a large library, but never the rarest.

    The few rarest stay however common they are, unless they stand at too many places.
    """
    if total < LARGE:
        return rarest[:MOST_WORDS]
    kept, places = list[str](), 0
    for stem in rarest[:MOST_WORDS]:
        places += counts[stem]
        common = len(kept) >= RAREST_KEPT and counts[stem] > COMMON * total
        if kept and (common or places > MOST_PLACES):
            break
        kept.append(stem)
    return kept


class WordSplitter:
    """Splits text with SQLite's own tokenizers, in tables in memory; usable from any thread."""

    def __init__(self) -> None:
        """Make the tables."""
        self._lock = Lock()
        self._db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._db.executescript(f"""
            CREATE VIRTUAL TABLE words USING fts5(text, tokenize='{WORDS}');
            CREATE VIRTUAL TABLE words_seen USING fts5vocab(words, 'row');
            CREATE VIRTUAL TABLE stems USING fts5(text, tokenize='{STEMS}');
            CREATE VIRTUAL TABLE stems_seen USING fts5vocab(stems, 'instance');""")
        weakref.finalize(self, self._db.close)

    def words(self, text: str) -> dict[str, str]:
        """Return the stem of every different word of the text."""
        with self._lock:
            self._db.execute("DELETE FROM words")
            self._db.execute("INSERT INTO words VALUES (?)", (_storable(text),))
            words = [row[0] for row in self._db.execute("SELECT term FROM words_seen")]
            self._db.execute("DELETE FROM stems")
            numbered = list(enumerate(words, 1))
            self._db.executemany("INSERT INTO stems (rowid, text) VALUES (?, ?)", numbered)
            found = self._db.execute("SELECT doc, term FROM stems_seen").fetchall()
        return {words[number - 1]: str(stem) for number, stem in found}

    def stems(self, text: str) -> dict[str, str]:
        """Return a word of the text for every different stem; FTS5 stems it again by itself."""
        found: dict[str, str] = {}
        for word, stem in sorted(self.words(text).items()):
            found.setdefault(stem, word)
        return found


def _storable(text: str) -> str:
    """Replace lone surrogates, which SQLite cannot store, and bound the length."""
    return text[:MOST_CHARACTERS].encode("utf-8", "replace").decode()

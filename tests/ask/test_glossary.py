"""A question is searched for as it is said and as pages write it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from advisor.ask.glossary import Glossary, read_glossary
from advisor.ask.query import Query, both
from advisor.errors import KnowledgeFileError
from advisor.ports import EncodedQuery, Vectors
from advisor.shipped import data_folder

TERMS = Glossary({"money back": "refund", "money": "price", "wiped": "deleted"})


def test_the_longest_term_counts_and_whole_words_only() -> None:
    assert TERMS.reworded("Wiped? And the money back?") == "deleted? And the refund?"
    assert TERMS.reworded("swiped moneybags") == "swiped moneybags"
    assert Glossary({}).reworded("Anything.") == "Anything."


def test_a_file_that_is_no_glossary_is_told(tmp_path: Path) -> None:
    file = tmp_path / "glossary.toml"
    file.write_text("wiped = 'deleted'", encoding="utf-8")
    with pytest.raises(KnowledgeFileError, match=r"glossary\.toml"):
        read_glossary(file)


def test_what_ships_is_in_lower_case_and_says_something_else() -> None:
    terms = read_glossary(data_folder("knowledge") / "glossary.toml").terms
    assert len(terms) > 100
    assert all(said == said.lower() and said != written for said, written in terms.items())


def test_both_ways_cosines_and_weights_are_means() -> None:
    said, written = query([1.0, 0.0], {"a": 1.0}), query([0.0, 1.0], {"b": 1.0})
    joined = both(said, written)
    passage = np.array([0.6, 0.8], np.float32)
    mean = 0.6 * float(said.encoded.vector @ passage) + 0.4 * float(
        written.encoded.vector @ passage
    )
    assert joined.length * float(joined.encoded.vector @ passage) == pytest.approx(mean)
    assert float(np.linalg.norm(joined.encoded.vector)) == pytest.approx(1.0)
    assert joined.rarity == {"a": pytest.approx(0.6), "b": pytest.approx(0.4)}
    assert joined.weights.tolist() == pytest.approx([0.6, 0.4])
    assert (joined.text, joined.words) == ("a", "a b")


def query(vector: list[float], rarity: dict[str, float]) -> Query:
    unit: Vectors = np.array(vector, np.float32)
    word = next(iter(rarity))
    read = EncodedQuery(unit, unit[None, :], (word,))
    return Query(word, word, read, np.ones(1, np.float32), rarity)

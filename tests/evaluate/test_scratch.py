from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from evaluate.sets import DOCUMENTS, GRADES, QUERIES, write_set

from advisor.backends.embedder import MiniLM
from advisor.evaluate.corpus import Corpus, read_corpus
from advisor.evaluate.refile import clipped, headless, undivided
from advisor.evaluate.scratch import Scratch
from advisor.ports import EncodedPassage
from advisor.settings import Settings

LONG = "The ferry runs all year. " * 200


class Counting(MiniLM):
    """The real embedder; counts the passages it embeds."""

    passages = 0

    def encode_passages(self, texts: Sequence[str]) -> list[EncodedPassage]:
        self.passages += len(texts)
        return super().encode_passages(texts)


@pytest.fixture(scope="module")
def counting() -> Counting:
    return Counting()


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    documents = [*DOCUMENTS, {"id": "long", "title": "Ferry", "text": LONG}]
    return read_corpus(write_set(tmp_path / "small", documents, QUERIES, GRADES))


@pytest.fixture
def counted(tmp_path: Path, counting: Counting) -> Scratch:
    return Scratch(Settings(home=tmp_path, model="none"), counting)


def test_a_second_run_embeds_nothing(counted: Scratch, corpus: Corpus, counting: Counting) -> None:
    for embeds in (True, False):
        before = counting.passages
        advisor, report = counted.of_corpus(corpus)
        counted.retold(advisor, undivided).close()
        counted.retold(advisor, headless).close()
        advisor.close()
        assert (report.embedded > 0, counting.passages > before) == (embeds, embeds)


def test_documents_keep_their_names_and_have_no_title_but_their_own(
    counted: Scratch, corpus: Corpus
) -> None:
    advisor, _ = counted.of_corpus(corpus)
    titles = {corpus.ids()[one.path]: one.title for one in advisor.library.documents()}
    advisor.close()
    assert titles == {**dict.fromkeys(("boat/1.json", "dog", "bread", "code"), ""), "long": "Ferry"}


def test_a_whole_document_is_one_passage_of_which_the_encoder_sees_a_part(
    counted: Scratch, corpus: Corpus, counting: Counting
) -> None:
    advisor, _ = counted.of_corpus(corpus)
    whole = counted.retold(advisor, undivided)
    chunks = whole.library.passages("corpus")
    assert max(len(chunk.text) for chunk in chunks) == len(LONG)
    assert len(chunks) == len(corpus.entries) < len(advisor.library.passages("corpus"))
    (cut,) = clipped([LONG], counting)
    assert counting.count([cut])[0] <= counting.max_tokens < counting.count([f"{cut} year."])[0]
    whole.close()
    advisor.close()


def test_a_changed_corpus_is_another_one(corpus: Corpus, tmp_path: Path) -> None:
    other = write_set(tmp_path / "other", DOCUMENTS, QUERIES, GRADES)
    assert read_corpus(other).digest != corpus.digest

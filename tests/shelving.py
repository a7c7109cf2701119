"""Small libraries for tests, filled through the real shelf."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fakes import WordEmbedder

from advisor.backends.shelf import LocalShelf
from advisor.library.shelf import Filing, Passage, Question, key_of
from advisor.records import Chunk, Document, Source

DAY = date(2026, 3, 30)
VENDOR = Source("acme", "Acme docs", "vendor", "open", "https://acme.example", "MIT", DAY, "acme")


def filing(
    page: str,
    *sentences: str,
    source: Source = VENDOR,
    questions: Sequence[str] = (),
    heading: str = "Section",
) -> Filing:
    """A page of one document, a chunk a sentence; the questions point to the first."""
    text = " ".join(sentences)
    document = Document(
        f"{source.id}/{page}",
        source.id,
        page,
        f"Title of {page}",
        f"{source.url}/{page}",
        source.licence,
        source.party,
        source.stance,
        DAY,
        text,
    )
    passages = [_passage(document, source, sentence, heading) for sentence in sentences]
    first = passages[0].chunk.id
    asked = [Question(key_of(first + q)[:32], first, q, key_of(q)) for q in questions]
    return Filing(source, page, "read", (document,), tuple(passages), tuple(asked))


def fill(shelf: LocalShelf, embedder: WordEmbedder, *filings: Filing) -> None:
    """Put the filings into the library as the sync line does."""
    with shelf.lock():
        shelf.begin()
        for one in filings:
            texts = {p.key: p.chunk.text for p in one.passages}
            texts |= {q.key: q.text for q in one.questions}
            encoded = embedder.encode_passages(list(texts.values()))
            shelf.remember(embedder.name, dict(zip(texts, encoded, strict=True)))
            shelf.index(embedder.name, [one])
            shelf.discard(shelf.commit(embedder.name, one))
        shelf.finish()


def _passage(document: Document, source: Source, sentence: str, heading: str) -> Passage:
    start = document.text.index(sentence)
    chunk = Chunk(
        key_of(f"{document.id} {start} {sentence}")[:32],
        document.id,
        source.id,
        document.path,
        document.title,
        (heading,),
        start,
        start + len(sentence),
        sentence,
        source.party,
        document.stance,
        document.as_of,
        document.url,
        source.vendor,
    )
    return Passage(chunk, key_of(sentence))

"""A page of a source → what it leaves in the library: documents, chunks and questions."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from advisor.library.chunk import embedding_text, split, titled
from advisor.library.intake import Page
from advisor.library.page import Loaded, Skipped
from advisor.library.shelf import Filing, Passage, Question, key_of
from advisor.ports import Embedder
from advisor.records import Chunk, Document, Source

# Grows when loading, splitting or filing changes what a page gives: every page is then read again.
READING = 1


@dataclass(frozen=True, slots=True)
class Section:
    """What is known beforehand of a section: its own address and date, questions it answers."""

    heading: str
    url: str = ""
    questions: tuple[str, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """A page ready to be embedded; `texts` holds what to embed by key."""

    filing: Filing
    texts: Mapping[str, str]


def state_of(source: Source, page: Page, sections: Sequence[Section], today: date) -> str:
    """Return a digest of all that decides what the page leaves in the library.

    A source dated today has no date of its own; tomorrow it is not another one for that.
    """
    raw = page.raw
    told = (page.title, page.url, page.licence, page.stance, raw.url, raw.media_type)
    known = [(s.heading, s.url, s.questions, s.as_of) for s in sections]
    content = hashlib.sha256(raw.content).hexdigest()
    said = [getattr(source, one.name) for one in fields(source) if one.name != "as_of"]
    said.append(None if source.as_of == today else source.as_of)
    everything = json.dumps([READING, content, told, known, said], default=str)
    return hashlib.sha256(everything.encode()).hexdigest()


def file_page(
    source: Source, page: Page, sections: Sequence[Section], embedder: Embedder, today: date
) -> Filed | Skipped:
    """Read and split a page; a page without any text is skipped."""
    from advisor.library.load import load  # noqa: PLC0415 - the readers' parsers take a while

    loaded = load(page.raw)
    if isinstance(loaded, Skipped):
        return loaded
    documents, passages, texts = list[Document](), list[Passage](), dict[str, str]()
    for one in {one.path: one for one in loaded}.values():
        document = _document(source, page, one, today)
        documents.append(document)
        for chunk, text in _chunks(document, source, embedder, one.pages):
            passages.append(Passage(chunk, key_of(text)))
            texts[key_of(text)] = text
    if not passages:
        return Skipped(page.raw.path, "no text found")
    placed, questions = _annotate(passages, sections)
    texts |= {q.key: q.text for q in questions}
    state = state_of(source, page, sections, today)
    filing = Filing(source, page.raw.path, state, tuple(documents), placed, questions)
    return Filed(filing, texts)


def _document(source: Source, page: Page, loaded: Loaded, today: date) -> Document:
    return Document(
        id=f"{source.id}/{loaded.path}",
        source=source.id,
        path=loaded.path,
        title=loaded.title if page.title is None else page.title,
        url=page.url or loaded.url or page.raw.url,
        licence=page.licence or source.licence,
        party=source.party,
        stance=page.stance or source.stance,
        as_of=min(loaded.as_of or source.as_of, today),
        text=loaded.text,
    )


def _chunks(
    document: Document, source: Source, embedder: Embedder, pages: Sequence[int]
) -> Iterator[tuple[Chunk, str]]:
    """Chunks of a document with the text to embed for each."""
    title = titled(document.title, source.vendor)
    pieces = split(document.text, title, count=embedder.count, max_tokens=embedder.max_tokens)
    for piece in pieces:
        text = document.text[piece.start : piece.end]
        embedded = embedding_text(title, piece.heading, text)
        chunk = Chunk(
            id=_id(document.id, str(piece.start), str(piece.end), embedded),
            document=document.id,
            source=source.id,
            path=document.path,
            title=document.title,
            heading=piece.heading,
            start=piece.start,
            end=piece.end,
            text=text,
            party=source.party,
            stance=document.stance,
            as_of=document.as_of,
            url=_at_page(document.url, bisect_right(pages, piece.start)),
            vendor=source.vendor,
        )
        yield chunk, embedded


def _at_page(url: str, number: int) -> str:
    """Address of a page of a PDF, as RFC 8118 writes it; of the whole where there are no pages."""
    return f"{url}#page={number}" if url and number and "#" not in url else url


def _annotate(
    passages: Sequence[Passage], sections: Sequence[Section]
) -> tuple[tuple[Passage, ...], tuple[Question, ...]]:
    """Give chunks the address and date of their section, its questions to its first chunk."""
    known = {section.heading: section for section in sections}
    placed, questions, begun = list[Passage](), list[Question](), set[str]()
    for passage in passages:
        section = next((known[h] for h in reversed(passage.chunk.heading) if h in known), None)
        if section is None:
            placed.append(passage)
            continue
        if section.heading not in begun:
            begun.add(section.heading)
            questions += [_question(passage.chunk.id, text) for text in section.questions]
        chunk = passage.chunk
        told = replace(chunk, url=section.url or chunk.url, as_of=section.as_of or chunk.as_of)
        placed.append(replace(passage, chunk=told))
    return tuple(placed), tuple(questions)


def _question(chunk_id: str, text: str) -> Question:
    return Question(_id("question", chunk_id, text), chunk_id, text, key_of(text))


def _id(*parts: str) -> str:
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]

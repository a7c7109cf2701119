"""A library told otherwise: each document as one passage, or its passages without headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.library.prose import plain
from advisor.library.shelf import Filing, Passage, Question, Shelf, key_of
from advisor.ports import Embedder
from advisor.records import Chunk, Document, Source

STEP = 128  # texts embedded at a time


@dataclass(frozen=True, slots=True)
class Held:
    """A document of a library with its passages and the questions that point to them."""

    source: Source
    document: Document
    chunks: tuple[Chunk, ...]
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Refiled:
    """A document told otherwise; `texts` holds what to embed by key."""

    filing: Filing
    texts: Mapping[str, str]


Telling = Callable[[Sequence[Held], Embedder], Iterator[Refiled]]


def undivided(held: Sequence[Held], embedder: Embedder) -> Iterator[Refiled]:
    """Tell each document as one passage; its vector is of as much as the encoder sees."""
    texts = [f"{one.document.title}\n{plain(one.document.text)}".strip() for one in held]
    for one, text in zip(held, clipped(texts, embedder), strict=True):
        document = one.document
        whole = replace(
            one.chunks[0], heading=(), start=0, end=len(document.text), text=document.text,
            id=key_of(f"whole {document.id}")[:32],
        )  # fmt: skip
        yield _refiled(one, [(whole, text)], ())


def headless(held: Sequence[Held], embedder: Embedder) -> Iterator[Refiled]:
    """Tell the same passages without their title and headings."""
    texts = [plain(chunk.text) for one in held for chunk in one.chunks]
    read = iter(clipped(texts, embedder))
    for one in held:
        bare = [replace(chunk, title="", heading=()) for chunk in one.chunks]
        titled = replace(one, document=replace(one.document, title=""))
        yield _refiled(titled, list(zip(bare, read, strict=False)), one.questions)


def clipped(texts: Sequence[str], embedder: Embedder) -> list[str]:
    """Cut each text after the last word that the encoder still sees."""
    counts = embedder.count(texts)
    kept = list(texts)
    long = [row for row, count in enumerate(counts) if count > embedder.max_tokens]
    words = {row: texts[row].split() for row in long}
    fits, fails = dict.fromkeys(long, 0), {row: len(words[row]) for row in long}
    while open_ := [row for row in long if fails[row] - fits[row] > 1]:
        middle = {row: (fits[row] + fails[row]) // 2 for row in open_}
        tried = embedder.count([" ".join(words[row][: middle[row]]) for row in open_])
        for row, count in zip(open_, tried, strict=True):
            (fits if count <= embedder.max_tokens else fails)[row] = middle[row]
    for row in long:
        kept[row] = " ".join(words[row][: fits[row]])
    return kept


def refill(refiled: Iterable[Refiled], shelf: Shelf, embedder: Embedder) -> None:
    """Make a library hold exactly this; what it holds already is not embedded again."""
    with shelf.lock():
        shelf.begin()
        wanted = list(refiled)
        states = {one.filing.source.id: shelf.states(one.filing.source.id) for one in wanted}
        new = [
            one for one in wanted
            if states[one.filing.source.id].get(one.filing.page) != one.filing.state
        ]  # fmt: skip
        _embed({key: text for one in new for key, text in one.texts.items()}, shelf, embedder)
        shelf.index(embedder.name, [one.filing for one in new])
        for one in new:
            shelf.discard(shelf.commit(embedder.name, one.filing))
        kept = {(one.filing.source.id, one.filing.page) for one in wanted}
        for source, pages in states.items():
            for page in pages:
                if (source, page) not in kept:
                    shelf.discard(shelf.remove(source, page))
        shelf.finish()


def _embed(texts: Mapping[str, str], shelf: Shelf, embedder: Embedder) -> None:
    known = shelf.cached(embedder.name, texts)
    new = sorted((key for key in texts if key not in known), key=lambda key: len(texts[key]))
    for first in range(0, len(new), STEP):
        keys = new[first : first + STEP]
        encoded = embedder.encode_passages([texts[key] for key in keys])
        shelf.remember(embedder.name, dict(zip(keys, encoded, strict=True)))


def _refiled(
    one: Held, chunks: Sequence[tuple[Chunk, str]], questions: tuple[Question, ...]
) -> Refiled:
    texts = {key_of(text): text for _, text in chunks} | {q.key: q.text for q in questions}
    passages = tuple(Passage(chunk, key_of(text)) for chunk, text in chunks)
    state = key_of(" ".join((*(f"{p.chunk.id} {p.key}" for p in passages), *texts)))
    document = one.document
    filing = Filing(one.source, document.path, state, (document,), passages, questions)
    return Refiled(filing, texts)

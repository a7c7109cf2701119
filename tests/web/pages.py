"""Three pages of a made-up library, with their traps: markup, a stale vendor, a bad address."""

from __future__ import annotations

from datetime import date

from advisor.records import Chunk, Citation, Document, Hit, Party

_COST = (
    "## 2.3 What a call costs\n\nA hosted API bills per token and nothing else. At low volume that "
    "is hard to beat: You pay only for what you use and need no GPUs or people to run them. The "
    "bill grows with every call, though, and the price list is the provider's to change.\n\n"
    "Running an open model starts to pay at very high volume, or when you already own GPUs and the "
    "skills to keep them busy. An idle GPU costs as much as a busy one."
)
_DATA = (
    "## 4.1 Where the data goes\n\nPrompts sent to a hosted model leave your systems. Under an "
    "enterprise agreement the provider promises not to train on them. Data that may not leave your "
    "systems at all leaves only one choice: a model you run yourself. See provider:model names in "
    "the appendix. <script>alert('never')</script> Ask your data protection officer early."
)


def document(  # noqa: PLR0917 - the columns of a table
    name: str, title: str, party: Party, as_of: date, text: str, url: str
) -> Document:
    return Document(name, party, f"{name}.md", title, url, "CC-BY", party, "both", as_of, text)


DOCUMENTS = {
    each.id: each
    for each in (
        document(
            "cost",
            "Open source or proprietary: how to choose",
            "article",
            date(2026, 3, 30),
            _COST,
            "https://article.example/cost",
        ),
        document(
            "data",
            'Northwind AI "Enterprise" data terms',
            "vendor",
            date(2025, 4, 2),
            _DATA,
            "https://northwind.example/terms (archived)",
        ),
        document(
            "trap",
            "A page with a bad address",
            "independent",
            date(2026, 9, 1),
            _DATA,
            "javascript:alert(1)",
        ),
    )
}


def chunk(name: str, start: int = 0) -> Chunk:
    page = DOCUMENTS[name]
    heading = page.text.splitlines()[0].lstrip("# ")
    return Chunk(
        f"{name}#{start}",
        name,
        page.source,
        page.path,
        page.title,
        ("2 Cost", heading),
        start,
        len(page.text),
        page.text[start:],
        page.party,
        page.stance,
        page.as_of,
        page.url,
    )


def citation(number: int, name: str, quote: str) -> Citation:
    start = DOCUMENTS[name].text.index(quote)
    return Citation(number, chunk(name), start, start + len(quote), quote, 0.9)


PAY_PER_USE = "You pay only for what you use and need no GPUs or people to run them."
HIGH_VOLUME = "Running an open model starts to pay at very high volume"
STAYS = "Data that may not leave your systems at all leaves only one choice"
HITS = tuple(Hit(chunk(name), 0.9 - place / 10) for place, name in enumerate(DOCUMENTS))

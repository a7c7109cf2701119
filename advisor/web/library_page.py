"""The page that lists what is in the library."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from advisor.welcome import SourceSummary

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What is in the library · Advisor</title>
<link rel="icon" href="/favicon">
<link rel="stylesheet" href="/public/library.css">
</head>
<body>
<main>
<p class="back"><a href="/">Back to the chat</a></p>
<h1>What is in the library</h1>
<p class="lead">{lead}</p>
{table}
</main>
</body>
</html>
"""
_ROW = (
    '<tr><td data-label="Source">{title}</td>'
    '<td data-label="Who speaks"><span class="party {kind}">{party}</span></td>'
    '<td data-label="As of"><time datetime="{as_of}">{as_of}</time></td>'
    '<td data-label="Pages" class="number">{documents:,}</td></tr>'
)
_TABLE = (
    "<table><thead><tr><th>Source</th><th>Who speaks</th><th>As of</th>"
    '<th class="number">Pages</th></tr></thead><tbody>\n{rows}\n</tbody></table>'
)


def library_page(sources: Sequence[SourceSummary]) -> str:
    """Write the page, the article first and vendors last; everything in it is escaped."""
    if not sources:
        lead = "The library is empty. Run <code>advisor sync</code> to fill it."
        return _PAGE.format(lead=lead, table="")
    pages = sum(source.documents for source in sources)
    lead = (
        f"{_count(pages, 'page')} from {_count(len(sources), 'source')}. Every answer is checked "
        "against these pages, and each citation opens the passage it rests on."
    )
    return _PAGE.format(
        lead=lead, table=_TABLE.format(rows="\n".join(map(_row, sorted(sources, key=_place))))
    )


def _place(source: SourceSummary) -> tuple[bool, bool, str]:
    return source.party != "article", source.party == "vendor", source.title.lower()


def _row(source: SourceSummary) -> str:
    return _ROW.format(
        title=escape(source.title),
        kind=escape(source.party.lower()),
        party=escape(source.party.capitalize()),
        as_of=escape(source.as_of.isoformat()),
        documents=source.documents,
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"

"""`advisor library`: what is in the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson

if TYPE_CHECKING:
    from rich.table import Table

    from advisor.backends.store import Listed
    from advisor.welcome import SourceSummary


def library(
    source: Annotated[str, typer.Argument(help="Only the documents of this source.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the sources of the library, or the documents of one, with their dates."""
    from advisor.cli.ready import ready
    from advisor.cli.screen import out, print_json
    from advisor.errors import UnknownSourceError

    with ready(model="none") as advisor:
        sources = advisor.library_summary()
        documents = advisor.library.documents(source)
    if source and source not in {one.id for one in sources}:
        raise UnknownSourceError(source)
    if as_json:
        print_json(_json(sources, documents))
    else:
        out().print(_documents(documents) if source else _sources(sources))


def _json(sources: Sequence[SourceSummary], documents: Sequence[Listed]) -> dict[str, object]:
    return {
        "sources": [
            {
                "id": s.id, "title": s.title, "party": s.party, "stance": s.stance,
                "url": s.url, "licence": s.licence, "as_of": s.as_of.isoformat(),
                "documents": s.documents, "chunks": s.chunks,
            }
            for s in sources
        ],
        "documents": [
            {
                "path": d.path, "source": d.source, "title": d.title, "url": d.url,
                "chunks": d.chunks, "as_of": d.as_of.isoformat(),
            }
            for d in documents
        ],
    }  # fmt: skip


def _documents(documents: Sequence[Listed]) -> Table:
    from rich.table import Table

    table = Table("Document", "Title", "Passages", "As of", box=None, pad_edge=False)
    for d in documents:
        table.add_row(d.path, d.title, str(d.chunks), d.as_of.isoformat())
    return table


def _sources(sources: Sequence[SourceSummary]) -> Table:
    """A row a source; the built-in profiles of vendors share one."""
    from rich.table import Table

    from advisor.ask.profiles import PREFIX as PROFILE

    table = Table(
        "Source", "Title", "Party", "Documents", "Passages", "As of", box=None, pad_edge=False
    )
    profiles = [s for s in sources if s.id.startswith(PROFILE)]
    for s in sources:
        if s not in profiles:
            table.add_row(
                s.id, s.title, s.party, str(s.documents), str(s.chunks), s.as_of.isoformat()
            )
    if profiles:
        table.add_row(
            f"{PROFILE}…", "Profiles of vendors, built in", "vendor", str(len(profiles)),
            str(sum(s.chunks for s in profiles)), max(s.as_of for s in profiles).isoformat(),
        )  # fmt: skip
    return table

"""`advisor library`: what is in the library."""

from __future__ import annotations

from typing import Annotated

import typer

from advisor.cli.options import AsJson


def library(
    source: Annotated[str, typer.Argument(help="Only the documents of this source.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the sources of the library, or the documents of one, with their dates."""
    from advisor.ask.profiles import PREFIX as PROFILE
    from advisor.cli.ready import ready
    from advisor.cli.screen import out, print_json
    from advisor.errors import UnknownSourceError

    with ready(model="none") as advisor:
        sources = advisor.library_summary()
        documents = advisor.library.documents(source)
    if source and source not in {one.id for one in sources}:
        raise UnknownSourceError(source)
    if as_json:
        print_json(
            {
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
            }
        )  # fmt: skip
        return
    from rich.table import Table

    if source:
        table = Table("Document", "Title", "Passages", "As of", box=None, pad_edge=False)
        for d in documents:
            table.add_row(d.path, d.title, str(d.chunks), d.as_of.isoformat())
    else:
        table = Table(
            "Source", "Title", "Party", "Documents", "Passages", "As of", box=None, pad_edge=False
        )
        for s in sources:
            if not s.id.startswith(PROFILE):
                table.add_row(
                    s.id, s.title, s.party, str(s.documents), str(s.chunks), s.as_of.isoformat()
                )
        own = [s for s in sources if s.id.startswith(PROFILE)]
        if own:
            table.add_row(
                f"{PROFILE}…", "Profiles of vendors, built in", "vendor", str(len(own)),
                str(sum(s.chunks for s in own)), max(s.as_of for s in own).isoformat(),
            )  # fmt: skip
    out().print(table)

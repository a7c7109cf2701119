"""`advisor remove`: take a source out of the library."""

from __future__ import annotations

from typing import Annotated

import typer


def remove(
    source: Annotated[str, typer.Argument(help="Id of the source; `advisor library` lists them.")],
) -> None:
    """Take a source with all its documents out of the library. The files themselves stay."""
    from advisor.cli.screen import aside
    from advisor.settings import read_settings
    from advisor.wiring import build

    advisor = build(read_settings())
    try:
        pages = advisor.remove(source)
    finally:
        advisor.close()
    aside().print(f"Removed {source} ({pages} pages). `advisor sync` brings it back.")

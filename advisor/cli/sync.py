"""`advisor sync`: bring files, folders and pages into the library."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import AsJson

if TYPE_CHECKING:
    from advisor.library.sync import Report


def sync(
    targets: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders, addresses, or ids of known sources."),
    ] = None,
    rebuild: Annotated[
        bool, typer.Option(help="Read and embed everything again, as after changing the embedder.")
    ] = False,
    known: Annotated[bool, typer.Option(help="List the sources known by id, and stop.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read sources into the library; what has not changed is not read again.

    `advisor sync notes/ policy.html` reads files and folders; a folder with a MANIFEST.tsv names
    its vendors. `advisor sync article openai-enterprise-privacy` reads known sources (`--known`
    lists them). Without a target, what is built in is brought up to date.
    """
    from advisor.cli.progress import follow
    from advisor.settings import read_settings
    from advisor.wiring import build

    advisor = build(read_settings())
    try:
        if known:
            for source in advisor.known_sources():
                sys.stdout.write(f"{source.id}\t{source.party}\t{source.url}\n")
            return
        report = follow(advisor.sync(targets or [], rebuild=rebuild), "Syncing")
        # What is built in is brought up to date with every sync; what was asked for is the rest.
        own = advisor.built_in_pages() if targets else 0
    finally:
        advisor.close()
    _say(report, as_json=as_json)
    if report.skipped and report.stored + report.unchanged + report.removed <= own:
        raise typer.Exit(1)


def _say(report: Report, *, as_json: bool) -> None:
    from advisor.cli.screen import aside, print_json

    if as_json:
        skipped = [{"path": one.path, "reason": one.reason} for one in report.skipped]
        print_json({**asdict(report), "skipped": skipped})
        return
    aside().print(
        f"{report.stored} pages stored ({report.chunks} passages, {report.embedded} embedded),"
        f" {report.unchanged} unchanged, {report.removed} removed,"
        f" {len(report.skipped)} skipped.",
        soft_wrap=True,
    )

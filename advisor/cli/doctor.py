"""`advisor doctor`: what would answer now, and what is amiss."""

from __future__ import annotations

from typing import Annotated

import typer

from advisor.cli.options import AsJson


def doctor(
    as_json: AsJson = False,
    repair: Annotated[
        bool, typer.Option(help="Rebuild the vector index from the library; nothing is embedded.")
    ] = False,
) -> None:
    """Check library, embedder, models and keys; exit code 0 only when all is well.

    A missing model server is a remark, not a fault: answers are then composed from the library.
    """
    import asyncio

    from advisor.checkup import examine, mend
    from advisor.cli.screen import out, print_json
    from advisor.settings import read_settings

    settings = read_settings()
    if repair:
        mend(settings)
    findings = asyncio.run(examine(settings))
    if as_json:
        print_json(
            {
                "ok": not any(f.state == "fault" for f in findings),
                "checks": [
                    {"name": f.name, "state": f.state, "text": f.text, "hint": f.hint}
                    for f in findings
                ],
            }
        )
    else:
        style = {"ok": "green", "remark": "yellow", "fault": "red"}
        for finding in findings:
            out().print(f"{finding.state:<7}", style=style[finding.state], end="", markup=False)
            out().print(f"{finding.name}: {finding.text}", markup=False)
            if finding.hint and finding.state != "ok":
                out().print(f"       Next: {finding.hint}", style="dim", markup=False)
    if any(finding.state == "fault" for finding in findings):
        raise typer.Exit(1)

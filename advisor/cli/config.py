"""`advisor config`: every setting, its value and where it comes from."""

from __future__ import annotations

from advisor.cli.options import AsJson


def config(as_json: AsJson = False) -> None:
    """Print every setting with its value and origin; keys are never shown."""
    import os

    from advisor.cli.screen import out, print_json
    from advisor.settings import read_settings, shown

    rows = shown(read_settings(), os.environ)
    if as_json:
        print_json({row.name: {"value": row.value, "origin": row.origin} for row in rows})
        return
    from rich.table import Table

    table = Table("Setting", "Value", "From", "What it is", box=None, pad_edge=False)
    for row in rows:
        table.add_row(row.name, row.value, row.origin, row.manual)
    out().print(table)

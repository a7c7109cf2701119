"""`advisor config`: every setting, its value and where it comes from."""

from __future__ import annotations

from advisor.cli.options import AsJson


def config(as_json: AsJson = False) -> None:
    """Print every setting with its value and origin; keys are never shown."""
    import os

    from advisor.cli.screen import aside, out, print_json
    from advisor.settings import read_settings, shown, unknown

    rows = shown(read_settings(), os.environ)
    if as_json:
        print_json({row.name: {"value": row.value, "origin": row.origin} for row in rows})
    else:
        from rich.table import Table

        table = Table(box=None, pad_edge=False)
        table.add_column("Setting", no_wrap=True)
        table.add_column("Value", overflow="fold")
        table.add_column("From")
        table.add_column("What it is")
        for row in rows:
            table.add_row(row.name, row.value, row.origin, row.manual)
        out().print(table)
    for remark in unknown(os.environ):
        aside().print(remark, style="yellow", markup=False, soft_wrap=True)

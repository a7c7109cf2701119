"""`advisor chat`: the chat in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import Model

if TYPE_CHECKING:
    from advisor.settings import Settings
    from advisor.wiring import Advisor
    from advisor.workspaces import Workspaces


def chat(
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    model: Model = None,
) -> None:
    """Serve the chat on http://localhost:8000 until Ctrl-C."""
    from advisor.cli.screen import out
    from advisor.settings import read_settings
    from advisor.web.serve import serve

    settings = read_settings(port=port, host=host, model=model)
    serve(settings, build=_filled, announce=lambda line: out().print(f"{line} (Ctrl-C stops)."))


def _filled(settings: Settings) -> tuple[Advisor, Workspaces]:
    """Fill the library once the port is ours."""
    from advisor.cli.ready import filled
    from advisor.workspaces import workspaces

    advisor = filled(settings)
    return advisor, workspaces(advisor)

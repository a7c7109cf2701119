"""Serve the chat until Ctrl-C."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from collections.abc import Callable

import typer
import uvicorn

from advisor.errors import PortTakenError, SettingsError
from advisor.settings import Settings
from advisor.uncollected import uncollected
from advisor.web.memory import give_back_large_arrays
from advisor.web.port import Advisor, Spaces

_GOODBYE = 3  # seconds that open pages get to end


def serve(
    settings: Settings,
    *,
    build: Callable[[Settings], tuple[Advisor, Spaces | None]],
    announce: Callable[[str], object] = typer.echo,
) -> None:
    """Serve until Ctrl-C; `announce` gets a line with the address once the page can be opened.

    The port is taken before anything slow, so that a taken one is told at once. `build` gives
    the advisor, and the clients' workspaces where there are any.
    """
    with listening(settings.host, settings.port) as listener:
        give_back_large_arrays()
        with uncollected():
            from advisor.web.app import create_app  # noqa: PLC0415 - Chainlit takes seconds

            advisor, spaces = build(settings)
            app = create_app(advisor, settings, spaces)
        config = uvicorn.Config(
            app, log_level="warning", timeout_graceful_shutdown=_GOODBYE, server_header=False
        )
        announce(f"The chat is at {address(settings.host, listener.getsockname()[1])}")
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """Open a socket that listens on `host` and `port`; port 0 takes a free one.

    Raises `PortTakenError`, or `SettingsError` when the host or port cannot be listened on.
    """
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[
            0
        ]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise SettingsError(f"ADVISOR_HOST: cannot listen on {host!r} ({error}).") from error
    try:
        if os.name == "posix":  # elsewhere it would share a port that is taken
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(host, port) from error
        raise SettingsError(f"Cannot listen on {host}:{port} ({error.strerror}).") from error
    return listener


def address(host: str, port: int) -> str:
    """Where to point a browser."""
    local = {"0.0.0.0", "::", "127.0.0.1"}  # noqa: S104 - shown only
    shown = "localhost" if host in local else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"

"""The web application: our routes, the guard, and Chainlit behind them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.staticfiles import StaticFiles

from advisor.errors import AdvisorError
from advisor.settings import Settings
from advisor.shipped import data_folder
from advisor.web.folder import chainlit_folder, prepare
from advisor.web.guard import LOOPBACK, Guard, content_policy
from advisor.web.library_page import library_page
from advisor.web.port import Advisor, Spaces
from advisor.web.reader import Known

# Chainlit's own routes that this product does not use: API pages that load scripts from
# elsewhere, an embeddable widget, and doors for files and tools.
_CLOSED = ("/docs", "/redoc", "/openapi.json", "/copilot/{rest:path}", "/mcp", "/project/file")


@dataclass(slots=True)
class Readiness:
    """Whether the first question will be answered at full speed, or what is in the way."""

    ready: bool = False
    problem: str = ""


def create_app(advisor: Advisor, settings: Settings, spaces: Spaces | None = None) -> FastAPI:
    """Build the application; one per process, for Chainlit keeps its handlers in globals."""
    chainlit_app, page = _chainlit(advisor, settings, spaces)
    readiness = Readiness()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(_warm(advisor, readiness))
        yield
        warming.cancel()
        advisor.close()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(AdvisorError, _told)
    app.add_middleware(Known)
    app.add_middleware(Guard, policy=content_policy(page), hosts=_hosts(settings))
    _add_routes(app, advisor, readiness)
    app.mount("/", chainlit_app)
    return app


def _chainlit(advisor: Advisor, settings: Settings, spaces: Spaces | None) -> tuple[FastAPI, str]:
    """Chainlit's application with our handlers, and its page as it will be served.

    Chainlit reads its folder from the environment when it is imported, so it is imported here.
    """
    folder = settings.home / "chat"
    prepare(folder, data_folder("chainlit.md").read_text(encoding="utf-8"))
    os.environ["CHAINLIT_APP_ROOT"] = str(folder)
    from chainlit.server import app, get_html_template  # noqa: PLC0415

    from advisor.web.chat import register  # noqa: PLC0415

    register(advisor, settings, spaces)
    return app, get_html_template("")


def _add_routes(app: FastAPI, advisor: Advisor, readiness: Readiness) -> None:
    @app.get("/health")
    async def health() -> dict[str, object]:
        return {"status": "ok", "ready": readiness.ready, "problem": readiness.problem}

    @app.get("/ready")
    async def ready() -> JSONResponse:
        return JSONResponse({"ready": readiness.ready}, 200 if readiness.ready else 503)

    @app.get("/library")
    def library() -> HTMLResponse:
        return HTMLResponse(library_page(advisor.library_summary()))

    for path in _CLOSED:
        app.add_api_route(path, _closed, methods=["GET", "POST", "DELETE"])
    assets = StaticFiles(directory=_assets())
    app.mount("/assets", GZipMiddleware(assets, compresslevel=5))


async def _told(_request: Request, error: Exception) -> PlainTextResponse:
    """Tell what is wrong instead of a page that failed."""
    hint = error.hint if isinstance(error, AdvisorError) else ""
    return PlainTextResponse(f"{error}\n\n{hint}".strip(), 503)


async def _closed() -> JSONResponse:
    return JSONResponse({"detail": "Not found"}, 404)


def _assets() -> Path:
    return chainlit_folder() / "frontend" / "dist" / "assets"


def _hosts(settings: Settings) -> frozenset[str]:
    """Names the chat answers to: on this machine its own and the trusted ones, elsewhere any."""
    if settings.host not in LOOPBACK:
        return frozenset()
    trusted = {host.strip().lower() for host in settings.trusted_hosts.split(",")}
    return LOOPBACK | (trusted - {""})


async def _warm(advisor: Advisor, readiness: Readiness) -> None:
    try:
        await advisor.warm()
    except AdvisorError as error:
        readiness.problem = f"{error} {error.hint}".strip()
    else:
        readiness.ready = True

"""Which function answers which path, and who may ask at all."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from . import chat, embed, library, openai, pull
from .replies import Received, RefusedError, Reply, Whole, as_json
from .state import State

TEXT = "text/plain"
BLOBS = "/api/blobs/"
OWN_HOSTS = re.compile(
    r"(localhost|127(\.\d+){3}|0\.0\.0\.0|\[?::1?\]?|10(\.\d+){3}|192\.168(\.\d+){2}"
    r"|.+\.(localhost|local|internal))?"
)
OWN_ORIGINS = re.compile(
    r"https?://(localhost|127\.0\.0\.1|0\.0\.0\.0)(:.*)?"
    r"|(app|file|tauri|vscode-webview|vscode-file|[a-z-]+-extension)://.*"
)


def greet(_state: State, _request: Received) -> Reply:
    """The line that says that somebody is there."""
    return Whole(200, b"Ollama is running", "text/plain; charset=utf-8")


def version(state: State, _request: Received) -> Reply:
    """The server's version."""
    return as_json({"version": state.version})


def status(state: State, _request: Received) -> Reply:
    """Whether the hosted service is switched off."""
    source = "env" if state.no_cloud else "none"
    return as_json({"cloud": {"disabled": state.no_cloud, "source": source}})


def blob(state: State, request: Received) -> Reply:
    """Whether a file is there, or that it is there now."""
    digest = request.path.removeprefix(BLOBS)
    if request.method == "POST":
        state.blobs.add(digest)
        return Whole(201)
    return Whole(200 if digest in state.blobs else 404)


ROUTES: dict[str, dict[str, Callable[[State, Received], Reply]]] = {
    "/": {"GET": greet, "HEAD": greet},
    "/api/version": {"GET": version, "HEAD": version},
    "/api/status": {"GET": status},
    "/api/tags": {"GET": library.tags, "HEAD": library.tags},
    "/api/ps": {"GET": library.ps},
    "/api/show": {"POST": library.show},
    "/api/copy": {"POST": library.copy},
    "/api/create": {"POST": library.create},
    "/api/delete": {"DELETE": library.delete},
    "/api/pull": {"POST": pull.pull},
    "/api/chat": {"POST": chat.chat},
    "/api/generate": {"POST": chat.generate_text},
    "/api/embed": {"POST": embed.embed},
    "/v1/models": {"GET": openai.list_models},
    "/v1/chat/completions": {"POST": openai.completions},
}


def route(state: State, request: Received) -> Reply:
    """The answer to a request, or the refusal of it."""
    if foreign(request):
        return Whole(403)
    methods = ROUTES.get(request.path)
    if request.path.startswith(BLOBS):
        methods = {"HEAD": blob, "POST": blob}
    if methods is None:
        return Whole(404, b"404 page not found", TEXT)
    answer = methods.get(request.method)
    if answer is None:
        return Whole(405, b"405 method not allowed", TEXT)
    try:
        return answer(state, request)
    except RefusedError as error:
        return as_json({"error": str(error)}, error.status)


def foreign(request: Received) -> bool:
    """Whether a page of another origin asks, or under another host's name."""
    origin, host = request.headers.get("origin", ""), request.headers.get("host", "")
    if origin and origin != f"http://{host}" and not OWN_ORIGINS.fullmatch(origin):
        return True
    return not OWN_HOSTS.fullmatch(urlsplit(f"//{host}").hostname or "")

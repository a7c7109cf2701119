"""Who may call the chat, and what its pages may load: an origin check and the headers."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def content_policy(page: str) -> str:
    """Write the Content-Security-Policy under which `page` runs: this host and no other.

    Its inline scripts are allowed by digest. Chainlit builds the elements in
    `public/elements/` with `new Function`, so 'unsafe-eval' must stay; its libraries set styles
    from scripts, so 'unsafe-inline' must stay for styles.
    """
    digests = " ".join(f"'sha256-{_digest(script)}'" for script in _INLINE.findall(page))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'unsafe-eval' {digests}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "frame-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class Guard:
    """Refuses other origins and unknown host names; puts the headers on every response.

    A web page elsewhere can open a socket to this machine, or point its own name at it (DNS
    rebinding); neither may ask the model or read the library. `hosts` are the names we answer
    to, lower case and without port; empty means any.
    """

    def __init__(self, app: ASGIApp, policy: str, hosts: Collection[str]) -> None:
        """Guard `app`; `policy` is its Content-Security-Policy."""
        self.app = app
        self.hosts = frozenset(hosts)
        self.headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        if self._welcome(scope):
            await self.app(scope, receive, with_headers)
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            refusal = PlainTextResponse("This page may not call the advisor.", 403)
            await refusal(scope, receive, with_headers)

    def _welcome(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if self.hosts and urlsplit(f"//{host}").hostname not in self.hosts:
            return False
        if scope["type"] == "http" and scope["method"] in _SAFE:
            return True
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc.lower() == host

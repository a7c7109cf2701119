"""Who reads: a random name in a cookie, so that a reload finds the interview again.

The name says nothing of the person, is never sent anywhere else, and is not kept: files are named
after its digest.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "advisor-reader"
_YEAR = 365 * 24 * 60 * 60  # seconds
_NAME = re.compile(r"^[A-Za-z0-9_-]{16,64}$")


class Known:
    """Gives every reader who opens the page a name of their own."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the cookie with the page, where there is none."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self.app(scope, receive, send)
            return
        if _named(Headers(scope=scope).get("cookie", "")):
            await self.app(scope, receive, send)
            return
        name = secrets.token_urlsafe(24)
        cookie = f"{COOKIE}={name}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Strict"

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self.app(scope, receive, with_cookie)


def reader(environ: Mapping[str, Any]) -> str:
    """Return the digest of a reader's name, from the headers of a socket; "" without a name."""
    name = _named(str(environ.get("HTTP_COOKIE", "")))
    return hashlib.sha256(name.encode()).hexdigest()[:32] if name else ""


def _named(header: str) -> str:
    try:
        cookie = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    value = cookie.value if cookie else ""
    return value if _NAME.match(value) else ""

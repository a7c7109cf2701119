"""A line to an Ollama server on which no prompt is cut without a word."""

from __future__ import annotations

import json

import httpx


class WholePrompts(httpx.AsyncHTTPTransport):
    """Adds `"truncate": false`, which the Python clients cannot send, to every chat request.

    The server then answers 400 with both numbers where it would drop a part of the prompt; one
    too old to know the field ignores it.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request on."""
        if request.method == "POST" and request.url.path.endswith("/api/chat"):
            body = json.loads(await request.aread()) | {"truncate": False}
            length = {"content-length", "transfer-encoding"}
            request = httpx.Request(
                request.method,
                request.url,
                headers=[(k, v) for k, v in request.headers.items() if k not in length],
                json=body,
                extensions=request.extensions,
            )
        return await super().handle_async_request(request)

"""What goes wrong with an Ollama server, in our own words; the one file with the `ollama` package.

LangChain's client raises that package's errors; its other calls drop fields we need.
"""

from __future__ import annotations

import httpx
import ollama

from advisor.backends.locality import shown
from advisor.backends.token_gauge import told_too_long
from advisor.errors import (
    ModelBrokeError,
    ModelBusyError,
    ModelError,
    ModelHungError,
    ModelMissingError,
    ModelRefusedError,
    ModelUnreachableError,
    NotAChatModelError,
    PromptCutError,
)

OLLAMA_ERRORS = (ollama.ResponseError, httpx.HTTPError, ConnectionError, ValueError)
IN_STREAM = -1  # the package's status for an error line in a 200 stream


def explained(model: str, url: str, error: Exception, *, begun: bool = False) -> ModelError:
    """Return our error for one of `OLLAMA_ERRORS`; `begun` when the answer had begun."""
    match error:
        case ollama.ResponseError():
            return refused(model, error.status_code, error.error)
        case httpx.ConnectError() | httpx.ConnectTimeout() | ConnectionError() if not begun:
            return ModelUnreachableError(model, shown(url))
        case httpx.ReadTimeout():
            return ModelHungError(model, _seconds(error), first=not begun)
        case httpx.HTTPError() | ConnectionError():
            return ModelBrokeError(model, str(error) or type(error).__name__)
        case _:
            return ModelBrokeError(model, "what came back is not what an Ollama server sends")


def refused(model: str, status: int, text: str) -> ModelError:
    """Return our error for a status, or for an error line in a stream."""
    if counts := told_too_long(text):
        return PromptCutError(model, *counts)
    if "does not support chat" in text:
        return NotAChatModelError(model)
    if "memory" in text:
        return _too_big(model, text)
    return _by_status(model, status, text)


def _by_status(model: str, status: int, text: str) -> ModelError:
    match status:
        case 404:
            return ModelMissingError(model)
        case 502 if "dial tcp" in text:
            return ModelUnreachableError(model, "https://ollama.com")
        case 503:
            return ModelBusyError(model, 0)
        case _ if status == IN_STREAM or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return ModelBrokeError(model, text)
        case _:
            return ModelRefusedError(model, text)


def _too_big(model: str, text: str) -> ModelError:
    error = ModelBrokeError(model, text)
    error.hint = "Choose a smaller model, or lower ADVISOR_CONTEXT_TOKENS."
    return error


def _seconds(error: httpx.ReadTimeout) -> float:
    limits = error.request.extensions.get("timeout") or {}
    return float(limits.get("read") or 0)

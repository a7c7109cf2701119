"""What goes wrong with an OpenAI-compatible server or a hosted provider, in our own words.

The providers' packages are built alike: an error has a `status_code`, or is one of a connection.
None is imported here: only those in memory can have raised anything.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from http import HTTPStatus

from advisor.backends.token_gauge import told_too_long
from advisor.errors import (
    ModelBrokeError,
    ModelBusyError,
    ModelError,
    ModelHungError,
    ModelRefusedError,
    ModelUnreachableError,
    PromptCutError,
)

ERROR_CLASSES = (
    ("openai", "OpenAIError"),
    ("httpx", "HTTPError"),
    ("httpx2", "HTTPError"),
    ("anthropic", "AnthropicError"),
    ("groq", "GroqError"),
    ("google.genai.errors", "APIError"),
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
)
OVERFLOW = re.compile(
    "context_length_exceeded|exceed_context_size|maximum context length|context window"
    "|prompt is too long|longer than the context",
    re.IGNORECASE,
)
REASONS = {
    401: "the key was not accepted.",
    403: "the key does not allow this.",
    404: "the model or the address is not known there.",
    429: "the quota or the rate limit is used up.",
}
BUSY = (503, 529)
KEY_LIKE = re.compile(r"\b\w{0,4}[-_]?(?:key|sk|gsk|pk)[-_]\S+", re.IGNORECASE)
REASON_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Attempt:
    """A request that went wrong.

    `sent` is about how many tokens the prompt had, `seconds` the limit on silence at that moment;
    `begun` tells whether the answer had begun.
    """

    model: str
    where: str
    key: str
    sent: int
    seconds: float
    begun: bool


def hosted_errors() -> tuple[type[Exception], ...]:
    """Return what the packages in memory may raise; a ValueError is a reply that makes no sense."""
    found = [getattr(sys.modules.get(module), name, None) for module, name in ERROR_CLASSES]
    return (*[error for error in found if isinstance(error, type)], ConnectionError, ValueError)


def explained(attempt: Attempt, error: Exception) -> ModelError:
    """Return our error for one of `hosted_errors()`; the key is never part of it."""
    text = _without(attempt.key, str(error))
    code = getattr(error, "code", None)
    if counts := told_too_long(text):
        return PromptCutError(attempt.model, *counts)
    if OVERFLOW.search(f"{code} {text}"):
        return PromptCutError(attempt.model, attempt.sent, 0)
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _refused(attempt.model, status, text)
    return _disconnected(attempt, error, text)


def _disconnected(attempt: Attempt, error: Exception, text: str) -> ModelError:
    if _is(error, "ReadTimeout"):
        return ModelHungError(attempt.model, attempt.seconds, first=not attempt.begun)
    if _is(error, "APIConnectionError", "ConnectError", "ConnectTimeout") and not attempt.begun:
        return ModelUnreachableError(attempt.model, attempt.where)
    return ModelBrokeError(attempt.model, text or type(error).__name__)


def _refused(model: str, status: int, text: str) -> ModelError:
    if status in REASONS:
        return ModelRefusedError(model, REASONS[status])
    if status in BUSY:
        return ModelBusyError(model, 0)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ModelBrokeError(model, text)
    return ModelRefusedError(model, text)


def _is(error: BaseException, *names: str) -> bool:
    """Whether the error, or what caused it, is of a class of one of these names."""
    causes = [cause for cause in (error, error.__cause__) if cause is not None]
    return any(kind.__name__ in names for cause in causes for kind in type(cause).__mro__)


def _without(key: str, text: str) -> str:
    text = text.replace(key, "…") if key else text
    return KEY_LIKE.sub("…", text)[:REASON_LENGTH]

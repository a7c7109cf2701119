"""A brief without what no document may hold: control characters, and links that are no web page."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

T = TypeVar("T")
# XML takes no control characters but tab and line break, nor half characters; marks that turn
# the reading direction would let a text show as another.
_UNFIT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_PAGE = re.compile(r"https?://[^\s<>\"'`{}|\\^]+\Z")


def clean(value: T) -> T:
    """Give a record again with every text in it fit to be shown."""
    return cast("T", _clean(value))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNFIT.sub("", value.replace("\r\n", "\n"))
    if isinstance(value, tuple):
        return tuple(_clean(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: _clean(getattr(value, field.name)) for field in fields(value)}
        if parts.get("url") and not _PAGE.match(parts["url"]):
            parts["url"] = ""
        return replace(value, **parts)
    return value

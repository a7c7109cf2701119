"""Bytes → text with one kind of line end, or why the bytes are not text."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from advisor.library.page import Raw, Skipped

_MARKS = (  # the longer mark first: UTF-32 begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_SAMPLE = 65_536  # bytes from which an encoding is guessed
_MAX_CONTROL_SHARE = 0.02  # of the characters; more is a binary file


def decode(raw: Raw) -> str | Skipped:
    """Text of the file: marked encoding, else UTF-8, else the likeliest one."""
    text = _text(raw.content)
    if text is None or _is_binary(text):
        return Skipped(raw.path, "binary")
    text = _CONTROL.sub("", _LINE_END.sub("\n", text))
    return text if text.strip() else Skipped(raw.path, "empty")


def _text(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(content)


def _guess(content: bytes) -> str | None:
    best = from_bytes(content[:_SAMPLE]).best()
    return None if best is None else content.decode(best.encoding, errors="replace")


def _is_binary(text: str) -> bool:
    controls = sum(1 for _ in _CONTROL.finditer(text))
    return controls > _MAX_CONTROL_SHARE * len(text)

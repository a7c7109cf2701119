"""A fetched file → its documents as Markdown, or why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from advisor.library.decode import decode
from advisor.library.formats import html, markdown, mdx, pdf, plain, rst, wordpress
from advisor.library.page import MAX_BYTES, Loaded, Loader, Outcome, Raw, Reader, Skipped, too_large

__all__ = ["FORMATS", "MAX_BYTES", "Loaded", "Raw", "Skipped", "load"]


def _text(read: Reader) -> Loader:
    """Loader of a format that is text."""

    def loader(raw: Raw) -> Outcome:
        text = decode(raw)
        return text if isinstance(text, Skipped) else read(raw, text)

    return loader


FORMATS: Mapping[str, Loader] = MappingProxyType(
    {
        ".md": _text(markdown.read),
        ".markdown": _text(markdown.read),
        "text/markdown": _text(markdown.read),
        ".mdx": _text(mdx.read),
        ".html": _text(html.read),
        ".htm": _text(html.read),
        ".xhtml": _text(html.read),
        "text/html": _text(html.read),
        "application/xhtml+xml": _text(html.read),
        ".rst": _text(rst.read),
        "text/x-rst": _text(rst.read),
        ".json": _text(wordpress.read),
        "application/json": _text(wordpress.read),
        ".pdf": pdf.read,
        "application/pdf": pdf.read,
        "application/x-pdf": pdf.read,
        ".txt": _text(plain.read),
        ".text": _text(plain.read),
        "": _text(plain.read),
        "text/plain": _text(plain.read),
    }
)
_NOT_YET = MappingProxyType(
    {
        ".docx": "DOCX",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
        ".doc": "DOC",
        ".odt": "ODT",
        ".rtf": "RTF",
        ".epub": "EPUB",
        ".pptx": "PPTX",
        ".xlsx": "XLSX",
    }
)
_SAYS_LITTLE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})


def load(raw: Raw) -> tuple[Loaded, ...] | Skipped:
    """Load the documents of a file; a list of posts holds several."""
    if len(raw.content) > MAX_BYTES:
        return Skipped(raw.path, too_large(len(raw.content)))
    if not raw.content.strip():
        return Skipped(raw.path, "empty")
    kind = _kind(raw)
    loader = FORMATS.get(kind)
    if loader is None:
        return Skipped(raw.path, f"{_NOT_YET.get(kind, kind)} is not read yet")
    try:
        return loader(raw)
    except RecursionError:
        return Skipped(raw.path, "nested too deeply")


def _kind(raw: Raw) -> str:
    """Return what the server says it is, where that says anything; else the suffix."""
    media_type = raw.media_type.partition(";")[0].strip().lower()
    suffix = PurePosixPath(raw.path).suffix.lower()
    known = suffix in FORMATS or suffix in _NOT_YET
    if media_type in _SAYS_LITTLE and (known or not media_type):
        return suffix
    return media_type

"""What stands around the content of a web page: navigation, banners, forms, hidden parts."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment, Tag

# fmt: off
_NEVER = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas",
        "video", "audio", "form", "input", "button", "select", "textarea", "dialog", "nav",
        "aside", "link", "meta", "title", "head",
    }
)
# fmt: on
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_FOR_READERS = frozenset({"sr-only", "visually-hidden", "screen-reader-text"})
_AROUND = frozenset({"header", "footer"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "dialog", "alertdialog", "search"})
_BANNER = re.compile(r"\b(?:cookie|consent|gdpr|skip-?(?:link|to|nav))", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MIN_SHARE = 0.3  # of the page's text; a smaller <main> or <article> is not the content


def without_frame(soup: BeautifulSoup) -> None:
    """Remove what is not content; a heading that is a button (of a folded answer) is."""
    for button in soup.find_all("button"):
        if button.find(_HEADINGS) or button.find_parent(_HEADINGS):
            button.unwrap()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(_is_frame):
        if not tag.decomposed:
            tag.decompose()


def main_content(soup: BeautifulSoup) -> Tag:
    """Tag that holds most of the text."""
    body = soup.body or soup
    whole = len(body.get_text(strip=True))
    for found in (soup.find("main"), soup.find(role="main"), soup.find("article")):
        if isinstance(found, Tag) and len(found.get_text(strip=True)) > whole * _MIN_SHARE:
            return found
    return body


def _is_frame(tag: Tag) -> bool:
    if tag.name in {"html", "body", "main"}:
        return False
    if tag.name in _NEVER or str(tag.get("role") or "") in _ROLES or _is_hidden(tag):
        return True
    if tag.name in _AROUND:
        return tag.find_parent(["main", "article"]) is None or tag.find("h1") is None
    return _is_banner(tag)


def _is_hidden(tag: Tag) -> bool:
    """Hidden, or said by screen readers only: "(opens in a new window)"."""
    if tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style") or "")):
        return True
    names = tag.get_attribute_list("class")
    return tag.name == "span" and any(name in _FOR_READERS for name in names)


def _is_banner(tag: Tag) -> bool:
    names = f"{tag.get('id') or ''} {tag.get('class') or ''}"
    return bool(_BANNER.search(names)) and tag.find(["h1", "main", "article"]) is None

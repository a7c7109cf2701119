"""WordPress REST JSON: one post or a list of posts."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from advisor.library.dates import date_in
from advisor.library.decode import decode
from advisor.library.formats.html import fragment_to_markdown
from advisor.library.formats.plain import readable_name
from advisor.library.headings import Heading, headings
from advisor.library.page import Loaded, Outcome, Raw, Skipped
from advisor.library.prose import plain

_NUMBERED = re.compile(
    r"(?:(?:section|chapter|part)\s+)?(\d{1,3}(?:\.\d{1,3})*)[.:)]?(?=\s)", re.IGNORECASE
)


def read(raw: Raw, text: str) -> Outcome:
    """Read the posts that have text."""
    posts = _posts(raw, text)
    if isinstance(posts, Skipped):
        return posts
    loaded = tuple(page for post in posts if (page := _page(raw, post, alone=len(posts) == 1)))
    return loaded or Skipped(raw.path, "no text")


def addresses(raw: Raw) -> list[str]:
    """REST address and page of the first post in a file; none if it holds no post."""
    text = decode(raw)
    posts = text if isinstance(text, Skipped) else _posts(raw, text)
    if isinstance(posts, Skipped):
        return []
    return [url for url in (_rest(posts[0]), posts[0].get("link")) if isinstance(url, str)]


def _posts(raw: Raw, text: str) -> list[Mapping[str, Any]] | Skipped:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        return Skipped(raw.path, f"broken JSON (line {error.lineno}: {error.msg})")
    except RecursionError:
        return Skipped(raw.path, "nested too deeply")
    posts = [post for post in (found if isinstance(found, list) else [found]) if _is_post(post)]
    return posts or Skipped(raw.path, "JSON, but not a WordPress post")


def _rest(post: Mapping[str, Any]) -> object:
    try:
        return post["_links"]["self"][0]["href"]
    except (KeyError, IndexError, TypeError):
        return None


def _is_post(post: Any) -> bool:
    return isinstance(post, dict) and all(
        isinstance(post.get(part), dict) and isinstance(post[part].get("rendered"), str)
        for part in ("title", "content")
    )


def _page(raw: Raw, post: Mapping[str, Any], *, alone: bool) -> Loaded | None:
    url = post["link"] if isinstance(post.get("link"), str) else raw.url
    body = levels_by_number(fragment_to_markdown(post["content"]["rendered"], url))
    if not body:
        return None
    path = raw.path if alone else f"{raw.path}#{post.get('slug') or post.get('id')}"
    title = plain(html.unescape(post["title"]["rendered"])) or readable_name(path)
    as_of = date_in(str(post.get("modified") or post.get("date") or ""))
    return Loaded(path, title, body, as_of, url)


def levels_by_number(text: str) -> str:
    """Give headings the level that their number says: 9.1 stands below "Section 9"."""
    numbered = [(heading, number) for heading in headings(text) if (number := _depth(heading))]
    tops = [heading.level for heading, depth in numbered if depth == 1]
    if not tops:
        return text
    parts, position = list[str](), 0
    for heading, depth in numbered:
        level = min(min(tops) + depth - 1, 6)
        parts += [text[position : heading.start], f"{'#' * level} {heading.title}"]
        position = heading.end
    return "".join([*parts, text[position:]])


def _depth(heading: Heading) -> int:
    found = _NUMBERED.match(plain(heading.title))
    return found[1].count(".") + 1 if found else 0

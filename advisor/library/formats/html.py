"""HTML: the content of the page as Markdown, without what is around it."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from advisor.library.dates import date_in, stated_date
from advisor.library.formats.frame import main_content, without_frame
from advisor.library.formats.plain import readable_name
from advisor.library.page import Loaded, Outcome, Raw, Skipped

_GAP = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_FAR_APART = re.compile(r"\s{200,}")  # markdownify takes quadratic time over such gaps
_SCHEMES = frozenset({"http", "https", "mailto"})
_DATE_FIELDS = frozenset(
    {
        "article:modified_time",
        "og:updated_time",
        "last-modified",
        "dcterms.modified",
        "datemodified",
    }
)
_SITE_NAME = re.compile(r"\s+(?:[|\\\u00b7\u2013\u2014]|-)\s+[^|\\\u00b7\u2013\u2014]{1,40}$")


def read(raw: Raw, text: str) -> Outcome:
    """Read an HTML page."""
    soup = BeautifulSoup(_FAR_APART.sub(_space, text), "lxml")
    title, as_of = _title(soup), _stated(soup)
    body = html_to_markdown(soup, raw.url)
    if not body:
        return Skipped(raw.path, "no text (the page may be drawn by its scripts)")
    title = title or readable_name(raw.path)
    return (Loaded(raw.path, title, body, as_of or stated_date(body), raw.url),)


def html_to_markdown(soup: BeautifulSoup, url: str) -> str:
    """Content of the page as Markdown; just its text where it is nested too deeply."""
    without_frame(soup)
    content = main_content(soup)
    _mend_links(content, url)
    return _markdown(content)


def fragment_to_markdown(text: str, url: str) -> str:
    """Content of a piece of HTML as Markdown."""
    return html_to_markdown(BeautifulSoup(_FAR_APART.sub(_space, text), "lxml"), url)


def table_to_markdown(text: str) -> str:
    """Rows of an HTML table inside a Markdown page."""
    return f"\n\n{_markdown(BeautifulSoup(_FAR_APART.sub(_space, text), 'lxml'))}\n\n"


def _markdown(content: Tag) -> str:
    try:
        text = _converter().convert_soup(content)
    except RecursionError:
        text = content.get_text("\n")
    return _GAP.sub("\n\n", str(text)).strip()


def _converter() -> MarkdownConverter:
    return MarkdownConverter(
        heading_style="atx",
        bullets="-",
        escape_asterisks=False,
        escape_underscores=False,
        escape_misc=False,
        strip=["img"],
        table_infer_header=True,
    )


def _space(gap: re.Match[str]) -> str:
    return "\n" if "\n" in gap[0] else " "


def _mend_links(content: Tag, url: str) -> None:
    """Make links absolute; keep only the text of those that lead nowhere or run code."""
    for link in content.find_all("a"):
        target = str(link.get("href") or "").strip()
        whole = _absolute(url, target)
        if whole and link.get_text(strip=True):
            link["href"] = whole
            del link["title"]
        else:
            link.unwrap()


def _absolute(url: str, target: str) -> str:
    """Address that a reader can open, or nothing."""
    if not target or target.startswith("#"):
        return ""
    try:
        whole = urljoin(url, target)
        return whole if urlsplit(whole).scheme in _SCHEMES else ""
    except ValueError:
        return ""


def _title(soup: BeautifulSoup) -> str:
    heading = soup.find("h1")
    stated = heading.get_text(" ", strip=True) if heading else ""
    if stated:
        return " ".join(stated.split())
    name = soup.title.get_text(" ", strip=True) if soup.title else ""
    return _SITE_NAME.sub("", " ".join(name.split()))


def _stated(soup: BeautifulSoup) -> date | None:
    for field in soup.find_all("meta"):
        name = str(field.get("property") or field.get("name") or field.get("itemprop") or "")
        if name.lower() in _DATE_FIELDS:
            return date_in(str(field.get("content") or ""))
    time = soup.find("time")
    return date_in(str(time.get("datetime") or time.get_text())) if time else None

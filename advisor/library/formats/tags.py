"""HTML tags inside Markdown: layout goes, its text and the tags of running text stay."""

from __future__ import annotations

import re

CODE = r"(?<!`)(?P<ticks>`+)(?!`)(?:[^\n]|\n(?![ \t]*\n)){1,400}?(?<!`)(?P=ticks)(?!`)"
ATTRIBUTES = r"""(?:"[^"]*"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*+\}|[^"'<>{}])*+"""
TAG = rf"<(?P<close>/?)(?P<name>[A-Za-z][\w.-]*)(?P<attributes>(?=[\s/>]){ATTRIBUTES})>"
# fmt: off
_LAYOUT = frozenset(
    {
        "div", "p", "span", "center", "picture", "source", "details", "summary", "figure",
        "figcaption", "section", "article", "header", "footer", "main", "nav", "aside", "hr",
        "ul", "ol", "li", "dl", "dt", "dd", "font", "ins", "u", "big", "small", "input", "label",
        "button", "form", "select", "option", "link", "meta", "img", "table", "thead", "tbody",
        "tfoot", "tr", "td", "th", "caption", "colgroup", "col", "blockquote", "iframe", "video",
        "audio", "hfoptions", "hfoption", "script", "style", "svg", "h1", "h2", "h3", "h4", "h5",
        "h6", "body", "html",
    }
)
# fmt: on
_COMPONENT = re.compile(r"[A-Z]\w*[a-z]")  # <Note>; not a placeholder such as <YOUR_API_KEY>
_HEADING = re.compile(r"<h([1-6])\b[^<>]*>((?:(?!</?h[1-6]\b)[\s\S]){1,500}?)</h\1>", re.IGNORECASE)
_LINK = re.compile(r"<a\b([^<>]*)>((?:(?!</?a\b)[\s\S]){0,2000}?)</a>", re.IGNORECASE)
_SAFE_HREF = re.compile(
    r"""\bhref\s*=\s*["']?+\s*+(?!(?:javascript|data|vbscript):)\S""", re.IGNORECASE
)
_IMAGE = re.compile(
    r"!\[[^\[\]\n]{0,500}\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\]\n]{0,200}\])"
)
_EMPTY_LINK = re.compile(r"\[\s*\](?:\([^()\n]*\)|\[[^\]\n]{0,200}\])")
_BAD_LINK = re.compile(
    r"(?:(?<!!)\[([^\[\]\n]{0,500})\]|\])\(\s*<?\s*(?:javascript|data|vbscript):(?:[^()\n]|\([^()\n]*\))*\)",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"^(#{1,6} [^{\n]*)\{#[\w.-]+\}[ \t]*$", re.MULTILINE)
_GAP = re.compile(r"\n(?:[ \t]*\n){2,}")
_CODE_OR_TAG = re.compile(f"{CODE}|{TAG}")


def without_tags(text: str) -> str:
    """Prose without layout tags, images and links that run code."""
    return tidy(_CODE_OR_TAG.sub(_plain_tag, without_images(text)))


def tidy(text: str) -> str:
    """Links kept where they lead somewhere; no long gaps where markup was taken out."""
    return _GAP.sub("\n\n", _ANCHOR.sub(_unanchored, _LINK.sub(_link, text)))


def is_layout(name: str) -> bool:
    """Whether a tag only arranges what is inside it."""
    return name.lower() in _LAYOUT or bool(_COMPONENT.match(name))


def without_images(text: str) -> str:
    """Prose with HTML headings as Markdown, without images and links that run code."""
    text = _IMAGE.sub("", _HEADING.sub(_heading, text))
    return _BAD_LINK.sub(
        lambda link: "]" if link[1] is None else link[1], _EMPTY_LINK.sub("", text)
    )


def _unanchored(heading: re.Match[str]) -> str:
    return heading[1].rstrip()


def _plain_tag(match: re.Match[str]) -> str:
    return "" if match["name"] and is_layout(match["name"]) else match[0]


def _heading(match: re.Match[str]) -> str:
    return f"\n{'#' * int(match[1])} {' '.join(match[2].split())}\n"


def _link(match: re.Match[str]) -> str:
    return match[0] if match[2].strip() and _SAFE_HREF.search(match[1]) else match[2]

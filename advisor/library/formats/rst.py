"""reStructuredText, Sphinx's directives and roles included, by way of HTML."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from docutils.core import publish_parts
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.languages import en
from docutils.utils import SystemMessage

from advisor.library.dates import stated_date
from advisor.library.formats.html import html_to_markdown
from advisor.library.formats.plain import readable_name
from advisor.library.headings import headings
from advisor.library.page import Loaded, Outcome, Raw, Skipped
from advisor.library.prose import plain

_SETTINGS: dict[str, Any] = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "doctitle_xform": False,
    "initial_header_level": 1,
    "syntax_highlight": "none",
    "math_output": "LaTeX",
    "embed_stylesheet": False,
    "line_length_limit": 100_000,
}
_DIRECTIVE = re.compile(r"^[ \t]*\.\. ([\w:.+-]+)::", re.MULTILINE)
_ROLE = re.compile(r":([\w:.+-]+):`")
_SITE = frozenset({"toctree", "literalinclude", "automodule", "autoclass", "autofunction", "index"})
_TARGET = re.compile(r"\s*<[^<>]*>\s*$")


class _Contents(Directive):  # type: ignore[misc]  # docutils has no types
    """An unknown directive: its title and what is inside it are read."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Nodes of the title, in bold, and of the content."""
        inside = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, inside)
        title = self.arguments[0].split("\n:", 1)[0].strip() if self.arguments else ""
        if not title or title.startswith(":"):
            return list(inside.children)
        bold = nodes.strong(title, title)
        return [nodes.paragraph("", "", bold), *inside.children]


class _Nothing(_Contents):
    """A directive that only builds a site (a list of pages, code read from elsewhere)."""

    def run(self) -> list[nodes.Node]:
        """Nothing."""
        return []


def _words(  # docutils calls a role with all of these
    _name: str,
    rawtext: str,
    text: str,
    _line: int,
    _inliner: Any,
    options: Any = None,  # noqa: ARG001
    content: Any = None,  # noqa: ARG001
) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Take the words of an unknown role, without its target."""
    return [nodes.inline(rawtext, _TARGET.sub("", text) or text)], []


def read(raw: Raw, text: str) -> Outcome:
    """Read a reStructuredText page."""
    _tolerate(text)
    try:
        parts = publish_parts(text, writer="html5", settings_overrides=_SETTINGS)
    except SystemMessage as error:
        return Skipped(raw.path, f"reStructuredText that cannot be read: {error}")
    body = html_to_markdown(_content(parts["body"]), raw.url)
    if not body:
        return Skipped(raw.path, "no text")
    first = next((plain(heading.title) for heading in headings(body)), "")
    return (Loaded(raw.path, first or readable_name(raw.path), body, stated_date(body), raw.url),)


def _content(body: str) -> BeautifulSoup:
    """Docutils' page with code marked as code, and notes as a part of the text."""
    soup = BeautifulSoup(body, "lxml")
    for literal in soup.find_all("span", class_="literal"):
        literal.name = "code"
    for note in soup.find_all("aside"):
        note.name = "div"
    return soup


def _tolerate(text: str) -> None:
    """Register what the page uses and docutils does not know."""
    for name in set(_DIRECTIVE.findall(text)) - set(en.directives):
        directives.register_directive(name, _Nothing if name in _SITE else _Contents)
    for name in set(_ROLE.findall(text)) - set(en.roles):
        roles.register_local_role(name.lower(), _words)

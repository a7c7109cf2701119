"""Markdown → the words a reader sees, on one line."""

from __future__ import annotations

import html
import re

# What a step looks for, the pattern and what takes its place. Most sentences have no markup: asking
# for one character first makes the whole five times faster.
_STEPS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (mark, re.compile(pattern, re.MULTILINE | re.IGNORECASE), replacement)
    for mark, pattern, replacement in (
        ("```", r"^[ \t>]*`{3,}[^\n]*$", ""),  # fences; the code stays
        ("~~~", r"^[ \t>]*~{3,}[^\n]*$", ""),
        (":::", r"^[ \t]*:{3,}[ \t]*\w*", ""),  # admonitions
        ("]:", r"^[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+[^\n]*$", ""),  # link definitions
        ("--", r"^[ \t]*+\|?(?:[ \t]*+:?-{2,}:?[ \t]*+\|)+(?:[ \t]*+:?-{2,}:?)?[ \t]*$", ""),
        ("-", r"^[ \t]*(?:-[ \t]*){3,}$", ""),
        ("*", r"^[ \t]*(?:\*[ \t]*){3,}$", ""),
        ("_", r"^[ \t]*(?:_[ \t]*){3,}$", ""),
        ("=", r"^[ \t]*=+$", ""),
        ("#", r"^[ \t>]*#{1,6}(?=[ \t]|$)", ""),
        (">", r"^(?:[ \t]*>)+", ""),
        ("-", r"^[ \t]*-[ \t]+(?:\[[ x]\][ \t])?", ""),
        ("*", r"^[ \t]*\*[ \t]+(?:\[[ x]\][ \t])?", ""),
        ("+", r"^[ \t]*\+[ \t]+", ""),
        ("![", r"!\[([^\]\n]{0,500})\](?:\([^()\n]*\)|\[[^\]\n]{0,200}\])", ""),
        ("](", r"\[([^\[\]\n]{0,500})\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)", r"\1"),
        ("][", r"\[([^\[\]\n]{1,500})\]\[[^\[\]\n]{0,200}\]", r"\1"),
        ("<", r"<br[ /]*>", " "),
        ("<", r"</?[a-z][a-z0-9]*(?:\s[^<>\n]{0,1000})?/?>", ""),
        ("|", r"(?<!\\)\|", " "),
        ("`", r"`+", ""),
        ("**", r"\*{2,}", ""),
        ("~~", r"~~", ""),
        ("_", r"(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)", ""),
        ("*", r"(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])", ""),
        ("\\", r"\\([!-/:-@\[-`{-~])", r"\1"),
    )
)


def plain(markdown: str) -> str:
    """Text without link targets, table and emphasis marks, tags and rules."""
    for mark, pattern, replacement in _STEPS:
        if mark in markdown:
            markdown = pattern.sub(replacement, markdown)
    return " ".join(html.unescape(markdown).split())

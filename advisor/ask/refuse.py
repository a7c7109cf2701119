"""What is said when the library has nothing on a question: so, and what lies nearest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.ask.find import Findings
from advisor.ask.guide import Guide, section_of
from advisor.records import Block, Hit

_COVERS = (
    "It covers open-source and proprietary AI: cost, control, quality, privacy and compliance, "
    "transparency, support, how to choose, and the vendor pages synced into it."
)
_NEAR = 0.3  # cosine; unrelated questions come up to about 0.25
_FOREIGN = re.compile(
    r"[\u00c0-\u024f]|[^\x00-\u2fff]|(?i:\b(?:ist|und|oder|der|die|das|nicht|welche|wie|est|les|des|pour|avec|quel\w*"
    r"|qu|comment|el|los|las|para|cual|cuál|qué|como|che|sono|quale|wat|welk\w*|niet|jest|czy)\b)",
)


def refusal(question: str, findings: Findings, guide: Guide) -> tuple[Block, ...]:
    """Write the refusal; nothing in it claims a fact, so it has no sentences to check."""
    said = _priceless() if findings.price else "My library has nothing on that."
    closest = _closest(findings, guide)
    text = f"{said} {_COVERS}"
    if closest:
        text += f" Closest: {', '.join(f'*{title}*' for title in closest)}."
    if len(_FOREIGN.findall(question)) > 1:
        text += " The library is in English; a question in English finds more."
    return (Block("", layout=text),)


def near(hits: Sequence[Hit], guide: Guide) -> list[Hit]:
    """Keep the passages that have something to do with the question, else those of the guide."""
    related = [hit for hit in hits if max(hit.dense, hit.question_score) >= _NEAR]
    return related or [hit for hit in hits if section_of(hit.chunk, guide)]


def _priceless() -> str:
    return (
        "My library states no dated price for that, and I do not give prices from memory. "
        "Sync the vendor's price page with `advisor sync URL` to have it answered."
    )


def _closest(findings: Findings, guide: Guide) -> list[str]:
    titles = []
    for hit in near(findings.ranked, guide)[:12]:
        section = section_of(hit.chunk, guide)
        titles.append((section.title if section else hit.chunk.title).rstrip("?"))
    return list(dict.fromkeys(titles))[:3]

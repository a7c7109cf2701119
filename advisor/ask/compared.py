"""The sides of a comparing question: open and proprietary, or the vendors it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor.ask import words
from advisor.ask.guide import Guide, section_of
from advisor.ask.names import Names
from advisor.records import Hit

_COMPARING = re.compile(
    r"\b(?:versus|vs\.?|compar\w+|differ\w*|better|worse|cheaper|dearer|safer|more \w+|less \w+"
    r"|than|against|which|or|both|trade-?offs?|instead of|between|pros and cons|replac\w+"
    r"|switch\w*|good enough|as (?:good|capable|safe|accurate)|compet\w+|match\w*|catch up)\b",
    re.IGNORECASE,
)
_CHOOSING = re.compile(
    r"\b(?:better|best|safer|choose|pick|prefer|recommend\w*|compar\w+|versus|vs|between)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\bcompar\w+|\bversus\b|\bvs\b|\bdiffer\w*|\bside by side\b", re.IGNORECASE)
# Words that ask for a choice and say nothing on its subject.
_CHOICE = frozenset(words.stems(
    "better best good choose choice pick model models ai llm use compare compared difference "
    "recommend prefer switch replace worth company business project vs versus less more vendor "
    "side"
))  # fmt: skip
_PARTICULAR = 2  # other words from which a question about vendors is one on their own pages


@dataclass(frozen=True, slots=True)
class Compared:
    """Sides that must be represented: `needed` are side names or vendors.

    `general` says that hardly a word tells on what they are to be compared.
    """

    needed: tuple[str, ...] = ()
    guide: Guide = field(default_factory=dict)
    general: bool = False

    @property
    def vendors(self) -> bool:
        """Whether vendors are compared rather than open with proprietary."""
        return bool(self.needed) and self.needed[0] not in {"open", "proprietary"}

    def of(self, hit: Hit) -> frozenset[str]:
        """The sides a passage speaks for."""
        if self.vendors:
            return frozenset({hit.chunk.vendor})
        section = section_of(hit.chunk, self.guide)
        side = section.side if section else hit.chunk.stance
        return frozenset({"open", "proprietary"} if side == "both" else {side})


def compared(question: str, names: Names, guide: Guide) -> Compared:
    """Read from a question which sides its answer must hold.

    Vendors stand for their sides where hardly a word says on what they are to be compared, unless
    they are called by their own names and set side by side.
    """
    named = names.named(question)
    opposed = len(names.sides(question)) > 1 and bool(_COMPARING.search(question))
    general = _general(question, names)
    beside = bool(_BESIDE.search(question)) and names.vendors_alone(question)
    if len(named) > 1 and not (opposed and general and not beside):
        return Compared(named, guide, general)
    return Compared(("open", "proprietary") if opposed else (), guide)


def _general(question: str, names: Names) -> bool:
    return len(set(words.stems(only(question, "", names.spellings))) - _CHOICE) < _PARTICULAR


def chooses(question: str) -> bool:
    """Whether a question that names several asks which of them to take."""
    return bool(_CHOOSING.search(question))


def is_choice(question: str) -> bool:
    """Whether a question asks to choose, so that the answer owes what would change it."""
    return bool(
        re.search(
            r"\b(?:should|shall|which|whether|cheaper|better|best|worth|or|recommend\w*|choose|pick"
            r"|go with|switch|move)\b",
            question,
            re.IGNORECASE,
        )
    )


def only(question: str, keep: str, names: Mapping[str, str], instead: str = " ") -> str:
    """The question with every vendor's name but one left out, to search for one side alone."""
    out = question
    for name, vendor in sorted(names.items(), key=lambda item: -len(item[0])):
        if vendor != keep:
            out = re.sub(rf"\b{re.escape(name)}\b(?:'s)?", instead, out, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", out).strip()

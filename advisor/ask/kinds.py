"""The kind of thing a question asks for, and whether passages say anything of that kind at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What is asked for, and how a text says one: a question of the first is not answered by passages
# without the second.
_KINDS = [
    (re.compile(asks, re.IGNORECASE), re.compile(says, re.IGNORECASE))
    for asks, says in [
        (  # a time
            (
                r"\bhow (?:long|soon|quick\w*|many (?:days|weeks|months|years))\b"
                r"|\bhow much (?:notice|warning|time)\b"
            ),
            (
                r"(?:\d|\b(?:an?|one|two|three|four|five|six|seven|ten|twelve|fifteen|thirty|sixty|ninety"
                r"|hundred))[)\s-]*(?:\(\d+\)\s*)?(?:calendar|business|working|full|consecutive)?[\s-]*"
                r"(?:second|minute|hour|day|week|month|year)s?\b"
                r"|\b(?:immediately|never|indefinitely|as long as|no longer than|until)\b"
                r"|\bnot (?:be )?(?:stor|retain|kept|keep|log|sav)|\bzero (?:data )?retention\b"
            ),
        ),
        (r"\bhow many (?:hours|minutes)\b", r"\bhour|\bminute|\bdelay|\bimmediately\b"),
        (  # a share
            r"\b(?:what|which|how (?:much|high))\b.*\b(?:uptime|availability|percent\w*)\b",
            r"%|\bper ?cent",
        ),
        (  # a place
            (
                r"\b(?:which|what) (?:countr|cit|region|continent|location)\w*"
                r"|\bwhere\b.*\b(?:stored?|kept|located|hosted|stand|process\w*|data|servers?|machines?)\b"
                r"|\bdata cent(?:er|re)s? in\b|\b(?:in|inside|within) (?:the )?(?:EU|Europe\w*)\b"
            ),
            (
                r"\b(?:region|countr|located|residency|data cent|EU\b|EEA\b|Europe|US\b|U\.S\.|UK\b"
                r"|United (?:States|Kingdom)|[a-z]{2}-(?:east|west|north|south|central)\w*-\d)"
            ),
        ),
    ]
]
_STANDARDS = re.compile(
    r"\b(?:ISO(?:/IEC)?[ -]?\d{4,5}|SOC[ -]?[123]|HIPAA|FedRAMP|GDPR|PCI|HITRUST|CCPA|TISAX)\b",
    re.IGNORECASE,
)


def unmet(question: str, texts: Sequence[str]) -> bool:
    """Whether a question asks for a kind of thing, or names a standard, that no text speaks of."""
    if any(asks.search(question) and not any(map(says.search, texts)) for asks, says in _KINDS):
        return True
    named = {_bare(found) for found in _STANDARDS.findall(question)}
    held = {_bare(found) for text in texts for found in _STANDARDS.findall(text)}
    return bool(named) and not named & held


def _bare(standard: str) -> str:
    return re.sub(r"[^a-z0-9]", "", standard.lower().replace("/iec", ""))

"""The kind of thing a question asks for, and whether passages say anything of that kind at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from advisor.ask.amounts import amounts

_A_TIME = re.compile(
    r"\bhow (?:long|soon|quick\w*|many (?:days|weeks|months|years))\b"
    r"|\bhow much (?:notice|warning|time)\b",
    re.IGNORECASE,
)
_OPEN_ENDED = re.compile(  # an answer to how long that counts nothing
    r"\b(?:immediately|never|indefinitely|as long as|no longer than|until)\b"
    r"|\b(?:an?|one) (?:second|minute|hour|day|week|month|year)\b"
    r"|\bnot (?:be )?(?:stor|retain|kept|keep|log|sav)|\bzero (?:data )?retention\b",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\bhow many (?:hours|minutes)\b", re.IGNORECASE)
_SOON = re.compile(r"\bhour|\bminute|\bdelay|\bimmediately\b", re.IGNORECASE)
_A_SHARE = re.compile(
    r"\b(?:what|which|how (?:much|high))\b.*\b(?:uptime|availability|percent\w*)\b", re.IGNORECASE
)
_A_PLACE = re.compile(
    r"\b(?:which|what) (?:countr|cit|region|continent|location)\w*"
    r"|\bwhere\b.*\b(?:stored?|kept|located|hosted|stand|process\w*|data|servers?|machines?)\b"
    r"|\bdata cent(?:er|re)s? in\b|\b(?:in|inside|within) (?:the )?(?:EU|Europe\w*)\b",
    re.IGNORECASE,
)
_SOMEWHERE = re.compile(
    r"\b(?:region|countr|located|residency|data cent|EU\b|EEA\b|Europe|US\b|U\.S\.|UK\b"
    r"|United (?:States|Kingdom)|[a-z]{2}-(?:east|west|north|south|central)\w*-\d)",
    re.IGNORECASE,
)
_STANDARD = re.compile(
    r"\b(?:ISO(?:/IEC)?[ -]?\d{4,5}|SOC[ -]?[123]|HIPAA|FedRAMP|GDPR|PCI|HITRUST|CCPA|TISAX)\b",
    re.IGNORECASE,
)

_SPEAKER = re.compile(
    r"\b(?:does|did|do|has|have) ([A-Z][\w&.-]+)(?: [A-Z][\w&.-]+)* (?:\w+ )?"
    r"(?:say|said|think|claim|recommend|report|find|found|write|written|argue|advise|predict)\w*\b"
    r"|\b[Aa]ccording to (?:the )?([A-Z][\w&.-]+)"
)


def unmet(question: str, texts: Sequence[str]) -> bool:
    """Whether a question asks for a kind of thing that no text speaks of.

    So it is also where it names a standard, or asks what somebody says, who stands in no text.
    """
    if any(asks.search(question) and not any(map(says, texts)) for asks, says in _KINDS):
        return True
    speakers = [one or other for one, other in _SPEAKER.findall(question)]
    if any(not any(speaker in text for text in texts) for speaker in speakers):
        return True
    named = _standards(question)
    return bool(named) and not any(named & _standards(text) for text in texts)


def _times(text: str) -> bool:
    return bool(_OPEN_ENDED.search(text)) or _counts(text, "time")


def _shares(text: str) -> bool:
    return _counts(text, "share")


def _counts(text: str, kind: str) -> bool:
    return any(amount.kind == kind for amount in amounts(text))


def _says(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(pattern.search(text))


# What is asked for, and whether a text says one.
_KINDS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (_A_TIME, _times),
    (_HOURS, _says(_SOON)),
    (_A_SHARE, _shares),
    (_A_PLACE, _says(_SOMEWHERE)),
)


def _standards(text: str) -> frozenset[str]:
    return frozenset(
        re.sub(r"[^a-z0-9]", "", found.lower().replace("/iec", ""))
        for found in _STANDARD.findall(text)
    )

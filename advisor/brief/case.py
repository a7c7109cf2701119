"""What a brief is assembled from: a client's case, as far as it has been worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from advisor.costs.records import Comparison
from advisor.decide.framework import Framework
from advisor.decide.recommend import Recommendation
from advisor.records import Answer
from advisor.shortlist.records import Shortlist


@dataclass(frozen=True, slots=True)
class Method:
    """How the brief was made, for whoever wants to make it again.

    `settings` are names and values worth telling; `model` is "" where no model wrote.
    """

    version: str
    library: str
    model: str
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a client; what is not is None or empty.

    `answers` is question id → option id, `said` what the client told in their own words, `kept`
    the answers of the conversation that were kept for the brief.
    """

    client: str
    answers: Mapping[str, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    kept: tuple[Answer, ...] = ()
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a client, and what follows from it; nothing follows from no answers."""

    told: Told
    day: date
    framework: Framework
    method: Method
    recommendation: Recommendation | None = None
    shortlist: Shortlist | None = None

"""What a model must do, and which models do: plain records for tables, the brief and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.catalogue.records import Clause, Model
from advisor.costs.records import Workload
from advisor.costs.tables import Gpu


@dataclass(frozen=True, slots=True)
class GpusGiven:
    """So many GPUs of a kind, in one server."""

    gpu: Gpu
    count: int


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked of a model; what is empty, 0, False or None is not asked.

    `context` is in tokens, `modalities` are inputs, `users` are those of a month, `region` is where
    the business sits ("eu"), `data_in` where data must stay, `budget` is in USD a month for the
    workload on an API.
    """

    task: str = ""
    context: int = 0
    languages: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    commercial: bool = False
    users: int = 0
    train_on_outputs: bool = False
    region: str = ""
    data_in: str = ""
    self_hosted: bool = False
    gpus: tuple[GpusGiven, ...] = ()
    budget: Decimal | None = None
    workload: Workload | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a model stands to one thing asked: it meets it, it does not, or (None) nobody says.

    `source` and `as_of` are of the page that says so; calculated verdicts have none.
    """

    meets: bool | None
    text: str
    source: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """The GB of GPU memory a model takes at a quantisation, with `tokens` in its cache.

    `cache_gb` is None where the model's attention is not published: then `total_gb` is the least.
    """

    quantisation: str
    tokens: int
    weights_gb: Decimal
    cache_gb: Decimal | None
    total_gb: Decimal


@dataclass(frozen=True, slots=True)
class TokenPrice:
    """What a host asks for a million tokens (USD) in requests of usual length.

    `monthly` is what the need's workload costs in a month, where it has one.
    """

    name: str
    read: Decimal
    written: Decimal
    monthly: Decimal | None
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that nothing known speaks against.

    It `fits` if every need is known to be met; else `unknowns` says what is not stated.
    `warnings` are the clauses of its licence, `memory` what it takes on one's own GPUs, `prices`
    those of its hosts, the cheapest first.
    """

    model: Model
    reasons: tuple[Verdict, ...]
    unknowns: tuple[str, ...]
    warnings: tuple[Clause, ...]
    memory: tuple[Memory, ...]
    prices: tuple[TokenPrice, ...]

    @property
    def fits(self) -> bool:
        """Whether every need is known to be met."""
        return not self.unknowns


@dataclass(frozen=True, slots=True)
class Excluded:
    """A model that does not meet a need, with every reason why."""

    model: Model
    why: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Candidates in order, and what was left out; `order` states the order."""

    need: Need
    candidates: tuple[Candidate, ...]
    excluded: tuple[Excluded, ...]
    order: str

    @property
    def fitting(self) -> int:
        """How many candidates are known to meet every need."""
        return sum(one.fits for one in self.candidates)

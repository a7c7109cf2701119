"""A model as `knowledge/models.toml` describes it: every field with its source and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
ModelSide = Literal["open", "proprietary"]
ClauseKind = Literal[
    "user-count", "acceptable-use", "attribution", "non-commercial", "outputs-training",
    "naming", "region", "revenue",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value, the address of the page that states it, and the date of that page."""

    value: T
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Attention:
    """What the KV cache depends on.

    Bytes of a token in the cache: 2 · layers · kv_heads · head_dim · bytes a value, or with
    multi-head latent attention layers · latent_dim · bytes a value (`latent_dim` is then not 0).
    """

    layers: int
    kv_heads: int
    head_dim: int
    latent_dim: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """A term of a licence that a user must know: `text` in our words.

    Above `limit` (monthly users, or USD a year for revenue; 0 is none) the licence does not grant
    the use; `excludes` are regions where it grants nothing; `forbids` says that what `kind` names
    is not allowed, where there are also terms that only attach duties to it.
    """

    kind: ClauseKind
    text: str
    source: str
    as_of: date
    limit: int = 0
    excludes: tuple[str, ...] = ()
    forbids: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """A model; what is unknown is None.

    `vendor` is an id of `vendors.toml`; `also` are names people give it; `total` and `active` are
    parameters in billions; `context` is in tokens; `prices` are `provider:model` names of the
    genai-prices package, those of open models being hosts'; `commercial` says whether the licence
    permits commercial use; of a licence `partly_read`, what the clauses do not say is unknown.
    """

    id: str
    name: str
    vendor: str
    side: ModelSide
    also: tuple[str, ...]
    prices: tuple[str, ...]
    licence: Fact[str] | None
    commercial: Fact[bool] | None
    clauses: tuple[Clause, ...]
    total: Fact[float] | None
    active: Fact[float] | None
    context: Fact[int] | None
    modalities: Fact[tuple[str, ...]] | None
    languages: Fact[tuple[str, ...]] | None
    tasks: Fact[tuple[str, ...]] | None
    released: Fact[date] | None
    attention: Fact[Attention] | None
    partly_read: bool = False

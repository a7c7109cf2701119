"""The file of a cost comparison's inputs that `advisor brief` reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from advisor.catalogue.models import find_model, read_models
from advisor.costs.choose import Choice
from advisor.costs.compare import compare
from advisor.costs.given import asked
from advisor.costs.records import Comparison
from advisor.costs.tables import read_tables
from advisor.errors import CostError


class CostInputs(BaseModel):
    """The options of `advisor cost` under their names, with `set` for its KEY=VALUE pairs."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    requests_per_day: str
    input_tokens: str
    output_tokens: str
    api_model: str
    open_model: str
    cached_tokens: str = "0"
    settings: dict[str, str] = Field(default_factory=dict, alias="set")


def read_comparison(file: Path, day: date) -> Comparison:
    """Read the inputs and compare; what cannot be used is a `CostError`."""
    try:
        given = CostInputs.model_validate_json(file.read_bytes())
    except OSError as error:
        raise CostError(f"{file} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CostError(f"{file}: {where or 'the file'}: {first['msg']}.") from error
    return compare(
        asked(given.requests_per_day, given.input_tokens, given.output_tokens, given.cached_tokens),
        Choice(given.api_model, find_model(given.open_model, read_models())),
        read_tables(),
        day,
        given.settings,
    )

"""What a model must do, as people write it: words checked against the catalogue, GPUs by name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from advisor.catalogue.records import Model
from advisor.costs.assume import check, read_amount
from advisor.costs.given import asked
from advisor.costs.records import Workload
from advisor.costs.tables import Gpu
from advisor.errors import NeedError
from advisor.shortlist.records import GpusGiven

REGIONS = ("eu", "us", "uk", "asia", "other")
_MOST_TOKENS = 100_000_000
_MOST_GPUS = 10_000
_MOST_GB = 10_000
_GPUS = re.compile(
    r"\s*(?:(?P<first>\d{1,9})\s*[x×]\s*)?(?P<name>[^:×]+?)\s*(?::\s*(?P<last>\d{1,9})\s*)?"
)
_GB = re.compile(r"(\d{1,6})\s*GB", re.IGNORECASE)


def task(text: str, models: Iterable[Model]) -> str:
    """Return a task of the catalogue; an unknown one is an error that lists them."""
    known = sorted({one for model in models if model.tasks for one in model.tasks.value})
    return _one_of(text, known, "task") if text.strip() else ""


def modality(text: str, models: Iterable[Model]) -> str:
    """Return an input modality of the catalogue."""
    told = (model.modalities.value for model in models if model.modalities)
    return _one_of(text, sorted({one for names in told for one in names}), "modality")


def language(text: str, models: Iterable[Model]) -> str:
    """Return a language as its English name; one that no list has is taken as it is."""
    wanted = " ".join(text.split()).title()
    if not re.fullmatch(r"[^\W\d_]{3,}(?:[ -][^\W\d_]+)*", wanted):
        raise NeedError(f"{text!r} is no language.", "Write its English name, such as German.")
    told = (model.languages.value for model in models if model.languages)
    known = sorted({one for names in told for one in names})
    close = difflib.get_close_matches(wanted, known, 3, 0.75)
    if close and wanted not in known:
        raise NeedError(f"No model is published for {wanted!r}.", f"Close: {', '.join(close)}.")
    return wanted


def region(text: str) -> str:
    """Return where the business sits."""
    return _one_of(text, REGIONS, "region") if text.strip() else ""


def tokens(text: str) -> int:
    """Read a number of tokens: 32000, 32k, 1M."""
    return _whole(text, "--context", _MOST_TOKENS)


def users(text: str) -> int:
    """Read a number of monthly users: 5000, 20k, 800M."""
    return _whole(text, "--users", 10_000_000_000)


def gpus(text: str, known: Mapping[str, Gpu], on: date) -> GpusGiven:
    """Read "H100:2", "2 x L40S" or "24 GB"; of several that match, the one of least memory."""
    found = _GPUS.fullmatch(text)
    if not found or (found["first"] and found["last"]):
        raise NeedError(f"--gpu {text!r} is no GPU.", "Write NAME:COUNT, such as H100:2 or 24GB:1.")
    count = int(found["last"] or found["first"] or 1)
    if not 1 <= count <= _MOST_GPUS:
        raise NeedError(f"--gpu {text!r} asks for {count} GPUs.", f"Give 1 to {_MOST_GPUS:,}.")
    return GpusGiven(_gpu(found["name"], known, on), count)


def budget(
    usd: str, requests: str, read: str, written: str, *, self_hosted: bool = False
) -> tuple[Decimal, Workload] | None:
    """Read a monthly budget (USD) and the workload it is for; the one needs the other."""
    parts = (usd, requests, read, written)
    if not any(parts):
        return None
    if self_hosted:
        raise NeedError(
            "A budget is judged by the prices of APIs, not by machines of your own.",
            "Leave out --budget or --self-hosted; `advisor cost` compares what both cost.",
        )
    if not all(parts):
        raise NeedError(
            "A budget is judged for a workload.",
            "Give --budget, --requests-per-day, --input-tokens and --output-tokens together.",
        )
    return check("budget", read_amount(usd, "--budget"), "--budget"), asked(requests, read, written)


def _gpu(name: str, known: Mapping[str, Gpu], on: date) -> Gpu:
    size = _GB.fullmatch(name)
    if size:
        memory = int(size[1])
        if not 1 <= memory <= _MOST_GB:
            raise NeedError(f"A GPU of {memory:,} GB is not known.", f"Give 1 to {_MOST_GB:,} GB.")
        return Gpu(f"{memory}gb", f"GPU of {memory} GB", memory, "given by you", on)
    wanted = _plain(name)
    exact = [one for one in known.values() if wanted in {_plain(one.id), _plain(one.name)}]
    matching = exact or [one for one in known.values() if _plain(one.id).startswith(wanted)]
    if not matching or not wanted:
        close = difflib.get_close_matches(wanted, map(_plain, known), 4, 0.5)
        hint = f"Close: {', '.join(close)}." if close else f"Known: {', '.join(known)}."
        raise NeedError(f"There is no GPU {name!r}.", f"{hint} Or give its memory: 24GB:1.")
    return min(matching, key=lambda one: (one.memory_gb, one.id))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower().removeprefix("nvidia").removeprefix("amd"))


def _one_of(text: str, known: Iterable[str], what: str) -> str:
    wanted = text.strip().lower().replace(" ", "-").replace("_", "-")
    names = list(known)
    if wanted not in names:
        raise NeedError(f"There is no {what} {text!r}.", f"Choose one of {', '.join(names)}.")
    return wanted


def _whole(text: str, name: str, most: int) -> int:
    value = read_amount(text, name)
    if value != value.to_integral_value() or not 1 <= value <= most:
        raise NeedError(f"{name} is {text!r}.", f"Give a whole number from 1 to {most:,}.")
    return int(value)

"""Whether a model fits the GPUs given: its memory at three quantisations."""

from __future__ import annotations

from advisor.catalogue.records import Model
from advisor.costs.sizing import USABLE, gpus_needed, kv_gb, weights_gb
from advisor.shortlist.records import GpusGiven, Memory, Need, Verdict

QUANTISATIONS = ("bf16", "fp8", "int4")
USUAL_TOKENS = 8192  # one conversation of usual length, where no context is asked


def memory(model: Model, need: Need) -> tuple[Memory, ...]:
    """Return what an open model takes with one conversation in its cache.

    It is empty if the model's size is not stated. Weights, KV cache and the share left for
    activations are those of `advisor.costs.sizing`.
    """
    if model.side == "proprietary" or model.total is None:
        return ()
    tokens = need.context or USUAL_TOKENS
    cache = kv_gb(model, tokens) if model.attention else None
    sizes = []
    for quantisation in QUANTISATIONS:
        weights = weights_gb(model, quantisation)
        total = (weights + (cache or 0)) / USABLE
        sizes.append(Memory(quantisation, tokens, weights, cache, total))
    return tuple(sizes)


def on_gpus(model: Model, need: Need) -> Verdict | None:
    """Tell whether one of the sets of GPUs given holds an open model, the finest first."""
    if not need.gpus or model.side == "proprietary":
        return None
    sizes = memory(model, need)
    if not sizes:
        return Verdict(None, "Memory: the number of parameters is not stated.")
    for size in sizes:
        held = [given for given in need.gpus if _holds(model, size, given)]
        if held and size.cache_gb is not None:
            return Verdict(meets=True, text=_told(size, f"it fits {_named(held[0])}"))
    least = sizes[-1]
    if least.cache_gb is None and any(_holds(model, least, given) for given in need.gpus):
        return Verdict(None, _told(least, "its KV cache is not stated, so it may not fit"))
    all_given = " or ".join(map(_named, need.gpus))
    return Verdict(meets=False, text=_told(least, f"too much for {all_given}"))


def _holds(model: Model, size: Memory, given: GpusGiven) -> bool:
    if size.cache_gb is None:
        return size.total_gb <= given.gpu.memory_gb * given.count
    return gpus_needed(model, size.quantisation, size.tokens, 1, given.gpu) <= given.count


def _told(size: Memory, end: str) -> str:
    least = "at least " if size.cache_gb is None else ""
    return f"At {size.quantisation} it takes {least}{size.total_gb:,.0f} GB: {end}."


def _named(given: GpusGiven) -> str:
    return f"{given.count} × {given.gpu.name} ({given.gpu.memory_gb} GB)"

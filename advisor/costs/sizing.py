"""How much GPU memory a model takes: weights, KV cache, activations."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from advisor.catalogue.records import Attention, Model
from advisor.costs.tables import Gpu
from advisor.errors import UnknownSizeError

# Bytes a weight, with the scales that come with blocks: bf16 2; fp8 and int8 1; mxfp4 4.25 bits
# (a byte for 32 values, OCP Microscaling specification 1.0); nvfp4 4.5 bits (a byte for 16 values,
# https://developer.nvidia.com/blog/introducing-nvfp4-for-efficient-and-accurate-low-precision-inference/);
# int4 4.5 bits (llama.cpp's Q4_0: two bytes for 32 values).
BYTES = {
    "fp32": Decimal(4), "bf16": Decimal(2), "fp16": Decimal(2), "fp8": Decimal(1),
    "int8": Decimal(1), "fp4": Decimal("0.5625"), "nvfp4": Decimal("0.5625"),
    "mxfp4": Decimal("0.53125"), "int4": Decimal("0.5625"), "awq": Decimal("0.5625"),
}  # fmt: skip
# vLLM leaves a tenth of the memory to activations, CUDA graphs and the driver by default
# (--gpu-memory-utilization 0.9, https://docs.vllm.ai/en/latest/configuration/engine_args.html).
USABLE = Decimal("0.9")
_GB = Decimal(10) ** 9


def weights_gb(model: Model, quantisation: str) -> Decimal:
    """Return the GB (10⁹ bytes) of the weights: parameters times bytes a weight."""
    if model.total is None:
        raise UnknownSizeError(model.name, "number of parameters")
    return Decimal(repr(float(model.total.value))) * BYTES[quantisation]


def kv_bytes(attention: Attention, value_bytes: int = 2) -> int:
    """Return the bytes of one token in the KV cache.

    2 · layers · KV heads · head size · bytes a value (a key and a value each; Pope et al. 2022,
    https://arxiv.org/abs/2211.05102, with grouped heads of https://arxiv.org/abs/2305.13245);
    with multi-head latent attention layers · latent size · bytes a value (DeepSeek-V2,
    https://arxiv.org/abs/2405.04434).
    """
    if attention.latent_dim:
        return attention.layers * attention.latent_dim * value_bytes
    return 2 * attention.layers * attention.kv_heads * attention.head_dim * value_bytes


def kv_gb(model: Model, tokens: int, sequences: int = 1, value_bytes: int = 2) -> Decimal:
    """Return the GB of the KV cache of so many sequences of so many tokens."""
    if model.attention is None:
        raise UnknownSizeError(model.name, "attention layout")
    return kv_bytes(model.attention.value, value_bytes) * Decimal(tokens) * sequences / _GB


def memory_gb(model: Model, quantisation: str, tokens: int, sequences: int = 1) -> Decimal:
    """Return the GB of GPU memory needed: (weights + KV cache) over the usable share."""
    cache = kv_gb(model, tokens, sequences)
    return (weights_gb(model, quantisation) + cache) / USABLE


def gpus_needed(model: Model, quantisation: str, tokens: int, sequences: int, gpu: Gpu) -> int:
    """Return how many GPUs of a kind hold it; tensor parallelism takes a power of two."""
    least = ceil(memory_gb(model, quantisation, tokens, sequences) / gpu.memory_gb)
    return 1 << max(0, least - 1).bit_length()


def sequences(model: Model, quantisation: str, tokens: int, gpu: Gpu, gpus: int) -> int:
    """Return how many sequences of so many tokens fit beside the weights; below 1: none."""
    left = gpu.memory_gb * gpus * USABLE - weights_gb(model, quantisation)
    return int(left / kv_gb(model, tokens)) if left > 0 else 0

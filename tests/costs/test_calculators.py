"""Other public calculators, on the same inputs; docs/cost-model.md tells where they differ."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from advisor.catalogue.records import Attention, Model
from advisor.costs.break_even import Ramp, Stairs, break_even, stairs
from advisor.costs.capacity import speed
from advisor.costs.plan import Serving
from advisor.costs.sizing import kv_bytes, kv_gb, weights_gb
from advisor.costs.tables import Run, Tables, read_tables

from .conftest import fact

BARE: dict[str, int | str] = {
    "hours_per_month": 730, "speed_factor": 1, "utilisation": 1, "peak_factor": 1,
    "batch_share": 0, "spare_instances": 0, "engineers_self_hosted": 0, "engineer_month": 0,
    "storage_copies": 0, "storage_price": 0, "bytes_per_token": 0, "egress_price": 0,
    "evaluation_open": 0, "compliance_self_hosted": 0, "growth_per_month": 0,
    "requests_per_day": 1,
}  # fmt: skip


def bare(usd_an_hour: str, read: int, written: int) -> dict[str, Decimal]:
    """GPUs and nothing else, kept busy without a pause."""
    rest = {key: Decimal(value) for key, value in BARE.items()}
    asked = {"input_tokens": Decimal(read), "output_tokens": Decimal(written)}
    return {**rest, **asked, "gpu_hour": Decimal(usd_an_hour)}


def serving(tables: Tables, runs: tuple[Run, ...]) -> Serving:
    measured = replace(tables.throughputs[0], runs=runs, gpus=1)
    return Serving(tables.gpus["h100-sxm"], tables.offers[0], speed(measured), Decimal(0), None)


def test_the_break_even_of_a_textbook() -> None:
    # "Rearchitecting LLMs" (Manning), listing 12.8: a GPU of $2.50 an hour against $0.004 a
    # request breaks even at 2.50 / 0.004 = 625 requests an hour: 15,000 a day.
    gpu = Stairs(Decimal(0), Decimal(0), Decimal("2.50") * 730, Decimal(2950 * 24))
    api = Ramp(Decimal(0), Decimal("0.004") * 730 / 24)
    found = break_even(gpu, api, "proprietary_api", bare("2.50", 1, 1))
    assert found.first == 15_000
    # It stops there; with a second GPU from 70,800 a day on, it stays so for all steps.
    assert found.requests_per_day == 15_000


@pytest.mark.parametrize(
    ("read", "written", "per_second", "usd_per_thousand"),
    [
        # silybench-data, cost.json: Qwen3-8B in bf16 on an H100 of $3.49 an hour.
        (128, 128, "14539.52687", "0.008535"),
        (1024, 128, "3017.67978", "0.041121"),
        (128, 1024, "13322.03813", "0.074516"),
        (2048, 2048, "2814.68152", "0.705381"),
        (8192, 512, "501.55568", "0.989632"),
    ],
)
def test_the_cost_of_a_thousand_requests_of_a_benchmark_site(
    tables: Tables, read: int, written: int, per_second: str, usd_per_thousand: str
) -> None:
    one = stairs(
        serving(tables, (Run(read, written, float(per_second)),)), bare("3.49", read, written)
    )
    per_thousand = one.step / (one.serves * 730 / 24) * 1000
    assert per_thousand == pytest.approx(Decimal(usd_per_thousand), rel=Decimal("1e-4"))


def test_a_cloud_that_takes_a_token_read_for_a_quarter_is_too_cheap_for_long_prompts(
    tables: Tables,
) -> None:
    # Google's GKE recommender: $/output token = GPU $/s / (input tokens/s / 4 + output tokens/s).
    # Llama 3.1 8B on an H100 writes 15,220 tokens a second at 1,000 and 1,000 tokens: 19,025
    # weighed ones. At 5,000 and 500 tokens a request weighs 1,750: 0.0920 s of the GPU.
    # NVIDIA measured 3,459 output tokens a second there: 500 / 3,459 = 0.1446 s.
    theirs = Decimal(5000 * 0.25 + 500) / (Decimal(15220) + Decimal(15220) / 4)
    measured = Decimal(500) / 3459
    runs = next(
        one.runs
        for one in read_tables().throughputs
        if (one.model, one.gpu) == ("llama-3.1-8b", "h100-sxm")
    )
    fitted = speed(replace(tables.throughputs[0], runs=runs))
    assert theirs / measured == pytest.approx(Decimal("0.636"), abs=Decimal("0.001"))
    assert fitted.seconds(Decimal(5000), Decimal(500)) / measured == pytest.approx(1, abs=0.06)
    same = fitted.seconds(Decimal(1000), Decimal(1000)) / (Decimal(1000) / 15220)
    assert same == pytest.approx(1, abs=0.06)


def test_memory_agrees_with_other_calculators(llama: Model) -> None:
    # gpu_poor: 1,000 tokens of Llama 2 7B (32 layers, 32 heads of 128) take 500 MB in vLLM.
    seven = replace(llama, total=fact(6.74), attention=fact(Attention(32, 32, 128)))
    assert kv_gb(seven, 1000) == pytest.approx(Decimal("0.5"), rel=Decimal("0.05"))
    # Red Hat: a model of N parameters in 16 bits takes about 2N bytes, 140 GB for 70 billion.
    assert weights_gb(llama, "bf16") == 140
    # DeepSeek-V2: the latent of 512 and 64 values, not 128 heads: 61 · 576 · 2 bytes a token.
    assert kv_bytes(Attention(61, 128, 128, 576)) == 70_272

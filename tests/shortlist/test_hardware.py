from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.catalogue.records import Model
from advisor.shortlist.hardware import memory
from advisor.shortlist.records import Need

from .conftest import Choose, gpus


def test_memory_is_weights_and_cache_over_the_usable_share(heron: Model) -> None:
    bf16, fp8, int4 = memory(heron, Need(context=32768))
    # 70 B · 2 bytes; a token takes 2 · 80 layers · 8 heads · 128 · 2 bytes = 327,680 bytes:
    # · 32,768 = 10.737 GB; (140 + 10.737) / 0.9 = 167.49 GB.
    assert (bf16.quantisation, bf16.tokens) == ("bf16", 32768)
    assert bf16.weights_gb == 140
    assert float(bf16.cache_gb or 0) == pytest.approx(10.737, abs=0.001)
    assert float(bf16.total_gb) == pytest.approx(167.49, abs=0.01)
    assert float(fp8.total_gb) == pytest.approx((70 + 10.737) / 0.9, abs=0.01)
    assert float(int4.total_gb) == pytest.approx((70 * 0.5625 + 10.737) / 0.9, abs=0.01)


def test_memory_of_a_usual_conversation_where_no_context_is_asked(heron: Model) -> None:
    assert memory(heron, Need())[0].tokens == 8192


def test_without_attention_the_weights_are_the_least(heron: Model) -> None:
    bf16 = memory(replace(heron, attention=None), Need())[0]
    assert bf16.cache_gb is None
    assert float(bf16.total_gb) == pytest.approx(140 / 0.9)


def test_a_model_of_unknown_size_or_unpublished_has_no_memory(heron: Model, egret: Model) -> None:
    assert memory(replace(heron, total=None), Need()) == memory(egret, Need()) == ()


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (4, "At bf16 it takes 159 GB: it fits 4 × H100 SXM (80 GB)."),
        (2, "At bf16 it takes 159 GB: it fits 2 × H100 SXM (80 GB)."),
        (1, "At int4 it takes 47 GB: it fits 1 × H100 SXM (80 GB)."),
    ],
)
def test_the_finest_quantisation_that_fits_is_told(choose: Choose, count: int, told: str) -> None:
    (heron,) = choose(gpus=gpus(count)).candidates
    assert [one.text for one in heron.reasons] == [told]


def test_three_gpus_serve_as_two(choose: Choose) -> None:
    (heron,) = choose(gpus=gpus(3), context=131072).candidates
    # At bf16 it takes 203 GB, less than 240: but tensor parallelism would take 4.
    assert heron.reasons[-1].text.startswith("At fp8 it takes 125 GB")


def test_weights_that_fit_without_a_known_cache_are_no_fit(choose: Choose, heron: Model) -> None:
    model = replace(heron, attention=None)
    (unsure,) = choose(model, gpus=gpus(2)).candidates
    assert unsure.unknowns == (
        "At int4 it takes at least 44 GB: its KV cache is not stated, so it may not fit.",
    )


def test_gpus_say_nothing_of_a_model_that_runs_at_its_vendor(choose: Choose, egret: Model) -> None:
    assert choose(egret, gpus=gpus(1)).fitting == 1

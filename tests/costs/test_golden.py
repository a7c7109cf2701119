"""Cases calculated by hand; the arithmetic stands beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from advisor.costs.records import Comparison, Option

from .conftest import Compare


def option(compared: Comparison, kind: str, *, bought: bool = False) -> Option:
    return next(one for one in compared.options if (one.kind, one.bought) == (kind, bought))


def part(of: Option, name: str) -> Decimal:
    return round(next(line.amount for line in of.lines if line.name == name), 2)


def test_the_api_is_priced_per_request_and_multiplied(compared: Compare) -> None:
    api = option(compared(), "proprietary_api")
    # gpt-4o: 1,000 · $2.50/M + 500 · $10/M = $0.0025 + $0.0050 = $0.0075 a request;
    # 100,000 requests a day · 730 h / 24 h = 3,041,666.67 a month; · 0.0075 = $22,812.50.
    assert part(api, "Tokens") == Decimal("22812.50")
    # A tenth of an engineer of $15,750: $1,575; evaluation $500; compliance $500.
    assert round(api.monthly.base, 2) == Decimal("25387.50")
    # 36 months without growth; a thousand answers: 25,387.50 / 3,041.66667.
    assert round(api.three_years.base, 2) == Decimal("913950.00")
    assert round(api.per_thousand, 4) == Decimal("8.3466")


def test_cached_tokens_and_batches_have_prices_of_their_own(compared: Compare) -> None:
    # Half of the 1,000 tokens at $1.25/M: 500 · 2.50/M + 500 · 1.25/M + 0.005 = $0.006875.
    cached = option(compared(cached_share="0.5"), "proprietary_api")
    assert part(cached, "Tokens") == Decimal("20911.46")
    # Half of the requests at half the price: 0.75 · 22,812.50.
    batched = option(compared(batch_share="0.5"), "proprietary_api")
    assert part(batched, "Tokens") == Decimal("17109.38")


def test_gpus_are_whole_run_all_month_and_have_a_spare(compared: Compare) -> None:
    own = option(compared(), "self_hosted")
    # 1,000 tokens at 2,000 a second: 0.5 s a request of 2,000 tokens, 0.00025 s a token;
    # a request of 1,500 tokens 0.375 s. Peak: 100,000 / 86,400 · 3 = 3.4722 requests a second;
    # · 0.375 s = 1.3021 instances flat out, / 0.5 = 2.6042: 3 instances, and 1 spare: 8 GPUs.
    assert own.gpus == 8
    # The middle price of 2, 3 and 4: 8 · $3 · 730 h = $17,520.
    assert part(own, "GPUs, all month") == Decimal(17520)
    # 70 GB of fp8 weights, 2 copies, $0.08 a GB: $11.20. One engineer: $15,750.
    assert part(own, "Storage") == Decimal("11.20")
    # 17,520 + 15,750 + 11.20 + evaluation 1,000 + compliance 750.
    assert round(own.monthly.base, 2) == Decimal("35031.20")


def test_bought_gpus_are_written_off_powered_housed_and_repaired(compared: Compare) -> None:
    own = option(compared(kwh_price="0.1", pue="1.5"), "self_hosted", bought=True)
    # 8 · $30,000 / 36 months; 8 · 1 kW · 730 h · 1.5 · $0.10; 8 · $100; 240,000 · 8 % / 12.
    assert part(own, "GPUs, written off") == Decimal("6666.67")
    assert part(own, "Electricity") == Decimal("876.00")
    assert part(own, "Space in a data centre") == Decimal("800.00")
    assert part(own, "Repair and support") == Decimal("1600.00")


def test_bought_gpus_pay_for_themselves(compared: Compare) -> None:
    # 500,000 a day: peak 17.361/s · 0.375 s / 0.5 = 13.02: 14 instances and 1 spare, 30 GPUs,
    # $900,000. API: 5 · 22,812.50 + 2,575 = $116,637.50 a month. Running: engineers 15,750,
    # storage 11.20, evaluation 1,000, compliance 750, space 3,000, power 30 · 730 · 1.58 ·
    # 0.1282 = 4,435.85, repair 900,000 · 0.08 / 12 = 6,000: $30,947.05.
    # 900,000 / (116,637.50 − 30,947.05) = 10.50: in the eleventh month.
    own = option(compared("500000"), "self_hosted", bought=True)
    assert own.payback_months == 11


def test_a_break_even_by_hand(compared: Compare) -> None:
    even = compared().break_even
    assert even is not None
    # API: 2,575 + 0.0075 · 730/24 = 0.228125 a daily request. Own: 17,511.20 + one spare
    # instance 2 · 3 · 730 = 4,380, and 4,380 for each that serves 86,400 · 0.5 / (3 · 0.375)
    # = 38,400 requests a day. Line and steps meet where 2,575 + 0.228125 r = 21,891.20 + 4,380 n.
    # n = 4 (to 153,600): r = 161,473.8, too late; n = 5 (to 192,000): r = 180,673.8, the first;
    # n = 6 (to 230,400): r = 199,873.8, so from 192,000 on the sixth instance undoes it again;
    # n = 7 (from 230,400): r = 219,073.8, cheaper all along, as are all further steps.
    assert (even.first, even.requests_per_day, even.never) == (180_674, 199_874, False)


def test_growth_reaches_the_break_even(compared: Compare) -> None:
    # 100,000 · 1.1^7 = 194,872; · 1.1^8 = 214,359 ≥ 199,874.
    even = compared(growth_per_month="10%").break_even
    assert even is not None
    assert even.within_months == 8
    # 36 months of tokens: 22,812.50 · (1.1^36 − 1) / 0.1 = 22,812.50 · 299.1268; rest 2,575 · 36.
    api = option(compared(growth_per_month="0.1"), "proprietary_api")
    assert float(api.three_years.base) == pytest.approx(22_812.5 * 299.12681 + 92_700, abs=1)


def test_what_is_set_to_nothing_costs_nothing(compared: Compare) -> None:
    nothing = dict.fromkeys(
        ("engineers_self_hosted", "evaluation_open", "compliance_self_hosted", "storage_price",
         "egress_price", "spare_instances"), "0"
    )  # fmt: skip
    own = option(compared(**nothing), "self_hosted")
    # 3 instances of 2 GPUs: 6 · 3 · 730.
    assert own.monthly.base == Decimal(13140)
    assert [line.amount for line in own.lines[1:]] == [0] * 5

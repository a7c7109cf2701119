from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from advisor.catalogue.models import read_models
from advisor.costs import api_prices
from advisor.costs.capacity import speed
from advisor.costs.tables import Throughput, read_tables
from advisor.errors import KnowledgeFileError

TABLES = read_tables()


def test_enough_gpus_and_clouds_are_priced_on_demand_and_reserved() -> None:
    assert len({one.gpu for one in TABLES.offers}) >= 12
    assert len({one.cloud for one in TABLES.offers}) >= 6
    assert len({one.gpu for one in TABLES.offers if one.term == "reserved"}) >= 8


def test_every_row_has_an_address_and_a_day_that_is_past() -> None:
    rows = [(one.source, one.as_of) for one in TABLES.offers]
    rows += [(one.source, one.as_of) for one in TABLES.throughputs]
    rows += [(one.source, one.as_of) for one in TABLES.gpus.values()]
    rows += [(one.source, one.as_of) for one in TABLES.hardware.values()]
    rows += [(one.source, one.as_of) for one in TABLES.stand_ins]
    for source, day in rows:
        assert source.startswith("https://"), source
        assert date(2020, 1, 1) < day <= date(2026, 11, 27), source
    for one in TABLES.assumptions:
        assert one.source
        assert one.low <= one.base <= one.high, one.key


def test_rows_name_gpus_and_models_that_are_known() -> None:
    models = read_models()
    gpus = {one.gpu for one in TABLES.offers} | {one.gpu for one in TABLES.throughputs}
    assert gpus | set(TABLES.hardware) <= set(TABLES.gpus)
    assert {one.model for one in TABLES.throughputs} <= set(models)
    assert {one.open_model for one in TABLES.stand_ins} <= set(models)


def test_enough_open_models_are_measured_on_gpus_that_have_a_price() -> None:
    priced = {one.gpu for one in TABLES.offers}
    assert len({one.model for one in TABLES.throughputs if one.gpu in priced}) >= 8


@pytest.mark.parametrize("measured", TABLES.throughputs, ids=lambda one: f"{one.model}-{one.gpu}")
def test_the_fit_is_within_reach_of_every_measurement(measured: Throughput) -> None:
    fitted = speed(measured)
    for run in measured.runs:
        seconds = float(fitted.seconds(Decimal(run.read), Decimal(run.written)))
        assert 0.4 < seconds / (run.written / run.per_second) < 1.3, run


def test_the_day_of_the_installed_api_prices_is_known() -> None:
    assert api_prices.installed() in TABLES.api_dates


def test_the_prices_named_for_models_exist() -> None:
    day = date(2026, 11, 27)
    for model in read_models().values():
        for name in model.prices:
            assert api_prices.api_price(name, day).request(1000, 0, 100) > 0


def test_a_broken_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeFileError, match="cannot be read"):
        read_tables(tmp_path)

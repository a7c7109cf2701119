from __future__ import annotations

import pytest

from advisor.brief.clean import clean
from advisor.brief.records import Brief
from brief.sample import sample


@pytest.fixture(scope="session")
def brief() -> Brief:
    return clean(sample())

from __future__ import annotations

import pytest

from advisor.decide.framework import Framework, read_framework
from advisor.shipped import data_folder


@pytest.fixture(scope="session")
def framework() -> Framework:
    return read_framework(data_folder("knowledge"))

from __future__ import annotations

from collections.abc import Iterator

import pytest
from advising import filled

from advisor.ask.pipeline import Parts
from advisor.wiring import Advisor


@pytest.fixture(scope="session")
def advisor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Advisor]:
    advisor = filled(tmp_path_factory.mktemp("guide"))
    yield advisor
    advisor.close()


@pytest.fixture(scope="session")
def parts(advisor: Advisor) -> Parts:
    return advisor.parts()

"""Large arrays go back to the system once freed, where the allocator can be told."""

from __future__ import annotations

import platform

from advisor.web.memory import give_back_large_arrays


def test_glibc_takes_the_threshold_and_others_are_left_alone() -> None:
    assert give_back_large_arrays() == (platform.libc_ver()[0] == "glibc")

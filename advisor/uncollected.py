"""Loading without the garbage collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Load without the garbage collector, and keep what was loaded out of its sight afterwards.

    It would look again and again at hundreds of thousands of objects that stay for good: a fifth
    of the time that importing Chainlit and Chroma takes.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()

"""An advisor ready to answer: its library filled with the built-in guide first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from advisor.settings import Settings, read_settings
from advisor.wiring import Advisor, build


@contextmanager
def ready(*, model: str | None = None, passages: int | None = None) -> Iterator[Advisor]:
    """Lend an advisor with a filled library."""
    advisor = filled(read_settings(model=model, passages=passages))
    try:
        yield advisor
    finally:
        advisor.close()


def filled(settings: Settings) -> Advisor:
    """Build the advisor; put the built-in guide into its library if it is missing or outdated."""
    from advisor.cli.progress import follow

    advisor = build(settings)
    if not advisor.built_in_is_current():
        follow(advisor.sync(()), "Preparing the built-in library")
    return advisor

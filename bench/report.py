"""A line for each figure, with its goal and whether it was met."""

from __future__ import annotations


def say(
    what: str, value: float, *, at_most: float | None = None, at_least: float | None = None
) -> None:
    """Print a figure beside its goal, if it has one."""
    goal = ""
    if at_most is not None:
        goal = f"≤ {at_most:g}  {'met' if value <= at_most else 'MISSED'}"
    if at_least is not None:
        goal = f"≥ {at_least:g}  {'met' if value >= at_least else 'MISSED'}"
    print(f"{what:<64} {value:10.2f}   {goal}".rstrip(), flush=True)

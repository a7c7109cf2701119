"""A cost comparison as the chat shows it: the takeaway, a table, charts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from advisor.brief.costed import cost
from advisor.brief.money import money
from advisor.brief.notes import Notes
from advisor.brief.records import Chart
from advisor.brief.wording import read_wording
from advisor.costs.records import Comparison, Option

_HEAD = "| Way | A month | Low to high | Three years | 1,000 answers | GPUs |"
_RULE = "| --- | ---: | ---: | ---: | ---: | ---: |"


def cost_text(found: Comparison, assumed: Sequence[str] = ()) -> str:
    """Write the comparison in Markdown; amounts are USD without taxes."""
    lines = [f"**{found.takeaway}**", "", _HEAD, _RULE]
    lines += [_row(one) for one in found.options]
    notes = [f"- {one.reason}" for one in found.missing]
    if assumed:
        notes.append(f"- Assumed: {'; '.join(assumed)}.")
    if found.stand_in:
        notes.append(
            f"- {found.stand_in.text} ([source]({found.stand_in.source}), {found.stand_in.as_of})"
        )
    notes.append(
        f"- API prices as of {found.prices_as_of}; amounts in US dollars without taxes. Every "
        "figure with its source and date is in the CSV."
    )
    return "\n".join([*lines, "", *notes])


def cost_charts(found: Comparison, knowledge: Path) -> tuple[Chart, ...]:
    """Return the charts: the ways, the staircase, what drives the difference."""
    blocks = cost(found, read_wording(knowledge), Notes({}))
    return tuple(block for block in blocks if isinstance(block, Chart))


def _row(one: Option) -> str:
    spread = f"{money(one.monthly.low)} to {money(one.monthly.high)}"
    cells = [
        one.name.replace("|", "/"), money(one.monthly.base), spread, money(one.three_years.base),
        money(one.per_thousand), str(one.gpus or "–"),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"

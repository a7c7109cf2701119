"""What a brief is made of: plain records that every renderer draws in its own way."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from advisor.records import Side

Mark = Literal["", "strong", "quiet", "partly", "judged"]
"""How a run is shown. "partly": the sources carry only a part of it; "judged": none says it, it is
a judgement of ours. Both are said behind the words."""
REMARKS: Mapping[Mark, str] = {
    "partly": " (partly in the sources)",
    "judged": " (judgement of this product)",
}
_ADDRESS = 90  # characters of an address that are shown; the link has them all


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text, the notes it rests on, and where it links to ("" for nowhere)."""

    text: str
    notes: tuple[int, ...] = ()
    mark: Mark = ""
    url: str = ""


Text: TypeAlias = tuple[Run, ...]


def flat(runs: Text) -> str:
    """The words of a text with its marks written out."""
    return "".join(
        f"{run.text}{REMARKS.get(run.mark, '')}{''.join(f' [{n}]' for n in run.notes)}"
        for run in runs
    )


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    runs: Text


@dataclass(frozen=True, slots=True)
class Callout:
    """What a reader must not miss, in a box; a side gives it that side's colour."""

    label: str
    runs: Text
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `ordered` numbers it."""

    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the columns in `numeric` are set to the right, `widths` are shares."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()

    @property
    def shares(self) -> tuple[float, ...]:
        """The width of each column as a share of the whole."""
        return self.widths or tuple(1 / len(self.head) for _ in self.head)


@dataclass(frozen=True, slots=True)
class Scores:
    """Per question how far the answer pulls: -1 proprietary, +1 open; None where unknown."""

    rows: tuple[tuple[str, float | None], ...]
    total: float


@dataclass(frozen=True, slots=True)
class Range:
    """An amount with what it may be at least and at most."""

    label: str
    side: Side
    low: float
    base: float
    high: float


@dataclass(frozen=True, slots=True)
class Ranges:
    """Amounts side by side, in `unit`."""

    rows: tuple[Range, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of one way: x in `Curves.across`, y in `Curves.unit`; `stepped` draws stairs.

    A point of stairs ends a step: its y holds from the point before.
    """

    label: str
    side: Side
    points: tuple[tuple[float, float], ...]
    stepped: bool = False


@dataclass(frozen=True, slots=True)
class Curves:
    """Ways over a volume; `here` is the client's own volume, `meet` where they cost the same."""

    curves: tuple[Curve, ...]
    across: str
    unit: str
    here: float | None = None
    meet: float | None = None


@dataclass(frozen=True, slots=True)
class Swing:
    """What an amount becomes when one driver is at its low and at its high end."""

    label: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Swings:
    """Drivers of an amount, the strongest first, around `base` in `unit`."""

    rows: tuple[Swing, ...]
    base: float
    unit: str


ChartData: TypeAlias = Scores | Ranges | Curves | Swings


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: its title is what it shows in one sentence, `table` says it to who cannot see.

    `tabled` where the text has the table anyway.
    """

    title: str
    data: ChartData
    table: Table
    tabled: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered piece of evidence; `quote` is empty where a page is named and not quoted."""

    number: int
    quote: str
    title: str
    heading: str
    url: str
    party: str
    as_of: date

    @property
    def origin(self) -> str:
        """Where it stands, who says it and as of when, in a line."""
        where = " › ".join(part for part in (self.title, self.heading) if part)
        return " · ".join(part for part in (where, self.party, self.as_of.isoformat()) if part)

    @property
    def address(self) -> str:
        """The page's address as one reads it: without what only a program needs."""
        shown = self.url.partition("://")[2].partition("#")[0].removeprefix("www.")
        return shown if len(shown) <= _ADDRESS else f"{shown[:_ADDRESS]}…"

    @property
    def words(self) -> str:
        """The quote in its marks, and a space; nothing where a page is only named."""
        return f"“{self.quote}” " if self.quote else ""


Block: TypeAlias = Subheading | Paragraph | Callout | Bullets | Table | Chart | Note


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief; its id names its place in a template."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole document."""

    title: str
    client: str
    date: date
    sections: tuple[Section, ...]

    @property
    def day(self) -> str:
        """The date as people write it."""
        return f"{self.date.day} {month_name[self.date.month]} {self.date.year}"


def text(words: str, *notes: int, mark: Mark = "") -> Text:
    """Give a text of one run."""
    return (Run(words, notes, mark),)

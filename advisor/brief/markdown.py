"""A brief as Markdown: tables and footnotes; charts as pictures at its end."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from html import escape

from advisor.brief.charts import draw
from advisor.brief.records import (
    REMARKS,
    Block,
    Brief,
    Bullets,
    Callout,
    Chart,
    Note,
    Paragraph,
    Run,
    Section,
    Subheading,
    Table,
    Text,
)

# All that starts something in Markdown, wherever it stands.
_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~!])")
_START = re.compile(r"^(\d*)([-+=]|(?<=\d)[.)])")


def markdown(brief: Brief) -> str:
    """Write a brief as Markdown with footnotes; charts are drawn into the text's end."""
    charts = [block for section in brief.sections for block in section.blocks if _is_chart(block)]
    names = {id(chart): f"chart-{number}" for number, chart in enumerate(charts, start=1)}
    lines = [
        f"# {escaped(brief.title)}",
        f"For {escaped(brief.client)} · {brief.date.isoformat()}",
        *(_section(section, names) for section in brief.sections),
        *(_picture(chart, names[id(chart)]) for chart in charts if isinstance(chart, Chart)),
    ]
    return "\n\n".join(lines) + "\n"


def escaped(words: str) -> str:
    """Give words that Markdown shows as they are, on one line."""
    one_line = escape(" ".join(words.split()), quote=False)  # no HTML, in no reader
    return _START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", one_line))


def _is_chart(block: Block) -> bool:
    return isinstance(block, Chart)


def _section(section: Section, names: dict[int, str]) -> str:
    parts = [f"## {escaped(section.title)}", *(_block(block, names) for block in section.blocks)]
    return "\n\n".join(parts)


def _block(block: Block, names: dict[int, str]) -> str:  # noqa: PLR0911 - one case a block
    match block:
        case Subheading(words):
            return f"### {escaped(words)}"
        case Paragraph(runs):
            return _text(runs)
        case Callout(label, runs):
            return f"> **{escaped(label)}** {_text(runs)}"
        case Bullets(items, ordered):
            return _lines(_item(item, n if ordered else 0) for n, item in enumerate(items, start=1))
        case Table():
            return _table(block)
        case Chart(title, _, table, tabled):
            picture = f"![{escaped(title)}][{names[id(block)]}]\n\n*{escaped(title)}*"
            return picture if tabled else f"{picture}\n\n{_table(table)}"
        case Note():
            return _note(block)


def _item(item: Text, number: int) -> str:
    return f"{f'{number}.' if number else '-'} {_text(item)}"


def _text(runs: Text) -> str:
    return "".join(_run(run) for run in runs).strip()


def _run(run: Run) -> str:
    # Marks of emphasis must touch a letter: what is white around the words stays outside.
    before = run.text[: len(run.text) - len(run.text.lstrip())] and " "
    after = run.text[len(run.text.rstrip()) :] and " "
    said = escaped(run.text)
    if run.url:
        said = f"[{said}]({run.url.replace('(', '%28').replace(')', '%29')})"
    if run.mark == "strong" and said:
        said = f"**{said}**"
    if remark := REMARKS.get(run.mark):
        said = f"{said} *{remark.strip()}*"
    return before + said + "".join(f"[^{number}]" for number in run.notes) + after


def _table(table: Table) -> str:
    rule = ("---:" if column in table.numeric else "---" for column in range(len(table.head)))
    rows = [
        _row(escaped(head) for head in table.head),
        _row(rule),
        *(_row(_text(cell) for cell in row) for row in table.rows),
    ]
    return f"*{escaped(table.title)}*\n\n" * bool(table.title) + _lines(rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _note(note: Note) -> str:
    link = f" · <{note.url}>" if note.url else ""
    return f"[^{note.number}]: {escaped(note.words + note.origin)}{link}"


def _picture(chart: Chart, name: str) -> str:
    return f"[{name}]: data:image/png;base64,{b64encode(draw(chart)).decode()}"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)

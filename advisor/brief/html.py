"""A brief as one HTML file: no script, nothing loaded from elsewhere, fit for screen and paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape

from advisor.brief.charts import COLOURS, draw
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

# The browser is told as well that nothing may be loaded.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_SUMMARY = "<summary>The figures as a table</summary>"
_STYLE = """
:root { color-scheme: light dark; --ink: #1f2937; --quiet: #4b5563; --line: #d1d5db;
--paper: #fff; --tint: #f3f4f6; --link: #0f766e }
@media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --quiet: #9ca3af; --line: #374151;
--paper: #111827; --tint: #1f2937; --link: #5eead4 } }
* { box-sizing: border-box }
body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper);
max-width: 50rem; margin: 0 auto; padding: 2rem 1rem; overflow-wrap: anywhere }
h1 { font-size: 2.1rem; line-height: 1.2; margin: 2rem 0 .3rem } h2, a { color: var(--link) }
h2 { margin: 2.8rem 0 .6rem } h3 { margin: 1.6rem 0 .4rem } .about { color: var(--quiet) }
nav ol { padding-left: 1.4rem } li { margin: .25rem 0 } q, em { color: inherit }
aside { border-left: 6px solid var(--side); background: var(--tint); padding: .7rem 1rem;
margin: 1rem 0 }
figure { margin: 1.4rem 0 } figcaption, caption { font-weight: 600; text-align: left;
padding: .3rem 0 }
img { width: 100%; height: auto; background: #fff; border-radius: 4px }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .9rem;
margin: .6rem 0 1.2rem; overflow-wrap: normal }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem;
border-bottom: 1px solid var(--line) } th { background: var(--tint) }
.n { text-align: right; font-variant-numeric: tabular-nums } .note { font-size: .88rem }
sup { line-height: 0 } :target { outline: 2px solid var(--link); outline-offset: 4px }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt } nav { break-after: page }
h2, h3, figcaption, caption { break-after: avoid } figure, tr, aside { break-inside: avoid }
thead { display: table-header-group } details { display: none } }
@page { margin: 2cm }
"""


def html(brief: Brief) -> str:
    """Write a brief as one file."""
    title = escape(brief.title)
    contents = "".join(
        f'<li><a href="#{one.id}">{escape(one.title)}</a></li>' for one in brief.sections
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style></head>\n<body><header><h1>{title}</h1>\n"
        f'<p class="about">for {escape(brief.client)} · {brief.day}</p></header>\n'
        f'<nav aria-label="Contents"><ol>{contents}</ol></nav>\n<main>\n'
        f"{_lines(_section(section) for section in brief.sections)}\n</main></body></html>\n"
    )


def _section(section: Section) -> str:
    blocks = _lines(_block(block) for block in section.blocks)
    return f'<section id="{section.id}"><h2>{escape(section.title)}</h2>\n{blocks}\n</section>'


def _block(block: Block) -> str:  # noqa: PLR0911 - one case a block
    match block:
        case Subheading(words):
            return f"<h3>{escape(words)}</h3>"
        case Paragraph(runs):
            return f"<p>{_text(runs)}</p>"
        case Callout(label, runs, side):
            colour = COLOURS[side or "both"]
            said = f"<strong>{escape(label)}</strong> {_text(runs)}"
            return f'<aside style="--side: {colour}">{said}</aside>'
        case Bullets(items, ordered):
            kind = "ol" if ordered else "ul"
            return f"<{kind}>{''.join(f'<li>{_text(item)}</li>' for item in items)}</{kind}>"
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)
        case Note():
            return _note(block)


def _text(runs: Text) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    said = escape(run.text)
    if run.url:
        said = f'<a href="{escape(run.url)}" rel="noopener noreferrer">{said}</a>'
    if run.mark == "strong":
        said = f"<strong>{said}</strong>"
    if run.mark == "quiet":
        said = f'<span class="about">{said}</span>'
    if remark := REMARKS.get(run.mark):
        said = f"<em>{said}{escape(remark)}</em>"
    return said + "".join(f'<sup><a href="#note-{n}">[{n}]</a></sup>' for n in run.notes)


def _table(table: Table) -> str:
    caption = f"<caption>{escape(table.title)}</caption>" if table.title else ""
    head = "".join(
        f'<th scope="col"{_set(table, column)}>{escape(words)}</th>'
        for column, words in enumerate(table.head)
    )
    rows = _lines(f"<tr>{_cells(table, row)}</tr>" for row in table.rows)
    inside = f"{caption}<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody>"
    return f'<div class="wide" tabindex="0"><table>{inside}</table></div>'


def _cells(table: Table, row: tuple[Text, ...]) -> str:
    return "".join(f"<td{_set(table, n)}>{_text(cell)}</td>" for n, cell in enumerate(row))


def _set(table: Table, column: int) -> str:
    return ' class="n"' if column in table.numeric else ""


def _chart(chart: Chart) -> str:
    data = b64encode(draw(chart)).decode()
    title = escape(chart.title)
    table = "" if chart.tabled else f"<details>{_SUMMARY}{_table(chart.table)}</details>"
    return (
        f'<figure><figcaption>{title}</figcaption>\n<img alt="{title}" '
        f'src="data:image/png;base64,{data}">\n{table}</figure>'
    )


def _note(note: Note) -> str:
    link = f" · {_run(Run(note.address, url=note.url))}" if note.url else ""
    said = f"<strong>[{note.number}]</strong> {escape(note.words + note.origin)}{link}"
    return f'<p class="note" id="note-{note.number}">{said}</p>'


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)

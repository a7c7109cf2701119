"""Kept answers as blocks of a brief: what the sources carry, and what is left open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from advisor.brief.notes import Notes
from advisor.brief.records import Block, Bullets, Mark, Paragraph, Run, Subheading, Table, Text
from advisor.records import Answer, Sentence
from advisor.records import Block as Line
from advisor.render import readable


def answer_blocks(answer: Answer, notes: Notes) -> tuple[Block, ...]:
    """Give an answer's sentences that the sources carry, wholly or partly, under its question."""
    if not answer.grounded:
        return ()
    blocks: list[Block] = []
    for kind, lines in groupby(answer.blocks, _kind):
        made = _blocks(kind, list(lines), answer, notes)
        # A label goes with what stood below it.
        if blocks and _is_label(blocks[-1]) and (not made or _is_label(made[0])):
            blocks.pop()
        blocks += made
    if blocks and _is_label(blocks[-1]):
        blocks.pop()
    return (Subheading(answer.question), *blocks) if blocks else ()


def left_open(answer: Answer) -> tuple[str, ...]:
    """Give what of an answer must not stand as a fact: the question itself where none was found."""
    if not answer.grounded:
        return (answer.question,)
    return tuple(readable(one.text) for one in answer.sentences if one.support == "unsupported")


def _is_label(block: Block) -> bool:
    return isinstance(block, Paragraph) and [run.mark for run in block.runs] == ["strong"]


def _kind(line: Line) -> str:
    text = line.prefix or line.layout
    if text.lstrip().startswith("|"):
        return "row"
    if line.sentences and text.lstrip()[:2] in {"- ", "* "}:
        return "item"
    return "line" if line.sentences else "layout"


def _blocks(kind: str, lines: Sequence[Line], answer: Answer, notes: Notes) -> list[Block]:
    if kind == "item":
        items = tuple(runs for line in lines if (runs := _runs(line.sentences, answer, notes)))
        return [Bullets(items)] if items else []
    if kind == "row":
        return _table(lines, answer, notes)
    if kind == "layout":
        words = (readable(line.layout).strip() for line in lines)
        return [Paragraph((Run(one, mark="strong"),)) for one in words if one]
    texts = (_runs(line.sentences, answer, notes) for line in lines)
    return [Paragraph(runs) for runs in texts if runs]


def _table(lines: Sequence[Line], answer: Answer, notes: Notes) -> list[Block]:
    """Make a table; a cell whose statement is not carried is empty, a row of such is left out."""
    heads = [line.layout for line in lines if line.layout and "---" not in line.layout]
    head = tuple(readable(cell).strip() for cell in heads[0].strip().strip("|").split("|"))
    rows = []
    for line in lines:
        cells = tuple(_runs((one,), answer, notes) for one in line.sentences)
        if any(cells[1:]) and len(cells) <= len(head):
            rows.append(cells + ((),) * (len(head) - len(cells)))
    return [Table("", head, tuple(rows))] if rows else []


def _runs(sentences: Sequence[Sentence], answer: Answer, notes: Notes) -> Text:
    runs: list[Run] = []
    for sentence in sentences:
        if sentence.support == "unsupported":
            continue
        cited = [one for one in answer.sources if one.number in sentence.citations]
        numbers = tuple(dict.fromkeys(notes.citation(one) for one in cited))
        mark: Mark = "partly" if sentence.support == "partly" else ""
        space = (Run(" "),) if runs else ()
        runs += (*space, Run(readable(sentence.text).strip(), numbers, mark))
    return tuple(runs)

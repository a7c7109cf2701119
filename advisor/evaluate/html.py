"""A run as HTML: the tables, and a page a question to read. No script, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from advisor.errors import EvaluationFileError
from advisor.evaluate.against import Moved
from advisor.evaluate.figures import Figure, Scores
from advisor.evaluate.gold import Asked, Found, Reader, on_page
from advisor.evaluate.run import Run
from advisor.records import Answer

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 } th, td { padding: .3rem .7rem; text-align: left;
border-bottom: 1px solid #8884; vertical-align: top } td.n { text-align: right }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #8881; padding: .7rem }
.good { color: #087f23 } .bad { color: #b3261e } small { opacity: .7 }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee }
.good { color: #7bd88f } .bad { color: #ff8a80 } a { color: #8ab4f8 } }
"""
# The browser is told as well that nothing may be loaded.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Reading:
    """What there is to read of a question: what was found, what was said, how it scored."""

    set: str
    asked: Asked
    passages: Sequence[Found]
    answer: Answer | None
    scores: Mapping[str, float]


def write_report(
    run: Run, readings: Sequence[Reading], moved: Sequence[Moved], place: Path
) -> Path:
    """Write the report to a file with a folder of pages beside it, or into a folder."""
    single = place.suffix.lower() in {".html", ".htm"}
    index = place if single else place / "index.html"
    pages = index.parent / (f"{place.stem}-pages" if single else "pages")
    try:
        pages.mkdir(parents=True, exist_ok=True)
        names = {id(one): _file_name(n, one) for n, one in enumerate(readings, start=1)}
        for one in readings:
            back = f"../{index.name}"
            (pages / names[id(one)]).write_text(_page(one, back), "utf-8")
        links = [(one, f"{pages.name}/{names[id(one)]}") for one in readings]
        index.write_text(_index(run, links, moved), "utf-8")
    except OSError as error:
        raise EvaluationFileError(f"{place} cannot be written: {error.strerror}.") from error
    return index


def _file_name(number: int, reading: Reading) -> str:
    readable = re.sub(r"[^A-Za-z0-9]+", "-", f"{reading.set}-{reading.asked.id}").strip("-")[:60]
    return f"{number:04}-{readable}.html"


def _document(title: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n{body}\n"
        "</body></html>\n"
    )


def _index(run: Run, links: Sequence[tuple[Reading, str]], moved: Sequence[Moved]) -> str:
    parts = [f"<h1>Evaluation</h1><p>Variant: {escape(run.variant)}</p>"]
    for name in dict.fromkeys(scores.set for scores in run.scores):
        parts.append(f"<h2>{escape(name)}</h2>")
        parts.append(_figures([scores for scores in run.scores if scores.set == name]))
    if moved:
        parts += ["<h2>Compared</h2>", _moved(moved)]
    if links:
        parts += ["<h2>Questions</h2>", _questions(links)]
    if run.problems:
        left = "".join(f"<li>{escape(str(problem))}</li>" for problem in run.problems)
        parts.append(f"<h2>Left out</h2><ul>{left}</ul>")
    return _document("Evaluation", "\n".join(parts))


def _figures(systems: Sequence[Scores]) -> str:
    groups: dict[tuple[str, ...], list[Scores]] = {}
    for scores in systems:
        groups.setdefault(tuple(scores.metrics), []).append(scores)
    tables = []
    for metrics, group in groups.items():
        rows = []
        for scores in group:
            rows.append((scores.system, scores.figures()))
            rows += [(f"{scores.system}: {kind}", f) for kind, f in scores.by_kind().items()]
        body = [[escape(name), *(_cell(f.get(m)) for m in metrics)] for name, f in rows]
        tables.append(_table(["system", *metrics], body))
    return "\n".join(tables)


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"{figure.value:.3f} <small>{figure.low:.2f}–{figure.high:.2f}, {figure.count}</small>"


def _moved(moved: Sequence[Moved]) -> str:
    rows = []
    for one in moved:
        change = f"{one.difference.change:+.3f}"
        tone = "good" if one.difference.change > 0 else "bad"
        shown = f'<b class="{tone}">{change}</b>' if one.difference.sure else change
        rows.append(
            [
                escape(f"{one.set}, {one.system}"), escape(one.metric), shown,
                escape(" ".join(one.better)), escape(" ".join(one.worse)),
            ]
        )  # fmt: skip
    return _table(["system", "metric", "change", "better", "worse"], rows)


def _questions(links: Sequence[tuple[Reading, str]]) -> str:
    rows = [
        [
            escape(one.asked.id),
            f'<a href="{escape(link)}">{escape(one.asked.question)}</a>',
            escape(one.asked.kind),
            _verdict(one),
        ]
        for one, link in links
    ]
    return _table(["id", "question", "kind", "verdict"], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Draw a table; the heads are text, the cells HTML."""
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    return f"<table><tr>{top}</tr>\n{body}</table>"


def _verdict(reading: Reading) -> str:
    """Say in a word or two how it went."""
    scores = reading.scores
    said = []
    if "hit@5" in scores:
        said.append(("gold found", scores["hit@5"] > 0))
    if "answered" in scores:
        said.append(("answered", scores["answered"] > 0))
    if "declined" in scores:
        said.append(("declined", scores["declined"] > 0))
    if "all facts" in scores:
        said.append(("facts stated", scores["all facts"] > 0))
    return ", ".join(
        f'<span class="{"good" if well else "bad"}">{"" if well else "not "}{what}</span>'
        for what, well in said
    )


def _page(reading: Reading, back: str) -> str:
    asked = reading.asked
    turns = "".join(f"<p><b>{escape(t.role)}:</b> {escape(t.content)}</p>" for t in asked.history)
    parts = [
        f'<p><a href="{escape(back)}">All questions</a></p>',
        f"<h1>{escape(asked.question)}</h1>",
        f"<p>{escape(asked.id)}, {escape(asked.kind)}: {_verdict(reading)}</p>{turns}",
        "<h2>Gold</h2>",
        _gold(asked),
        *_answer(reading.answer),
        "<h2>Passages</h2>",
        *_passages(reading),
        "<h2>Scores</h2>",
        _table(
            ["metric", "value"],
            [[escape(metric), f"{value:.3f}"] for metric, value in reading.scores.items()],
        ),
    ]
    return _document(asked.question, "\n".join(parts))


def _gold(asked: Asked) -> str:
    if not asked.gold:
        return "<p>No page answers this.</p>" if asked.answerable is False else "<p>None.</p>"
    rows = [
        [escape(gold.path or f"section {gold.section}"), escape(gold.quote)] for gold in asked.gold
    ]
    facts = f"<p>Must contain: {escape('; '.join(asked.must_contain))}</p>"
    return _table(["page", "quote"], rows) + (facts if asked.must_contain else "")


def _answer(answer: Answer | None) -> list[str]:
    if answer is None:
        return []
    sentences = [
        [escape(s.text), escape(s.support), escape(" ".join(f"S{n}" for n in s.citations))]
        for s in answer.sentences
    ]
    sources = [[f"S{s.number}", escape(s.chunk.path), escape(s.quote)] for s in answer.sources]
    state = "answered" if answer.grounded else "declined"
    return [
        f"<h2>Answer</h2><p>{state}, by {escape(answer.model)}</p>",
        f"<pre>{escape(answer.text)}</pre>",
        _table(["sentence", "support", "sources"], sentences) if sentences else "",
        _table(["source", "page", "quote"], sources) if sources else "",
    ]


def _passages(reading: Reading) -> list[str]:
    reader, out = Reader(), []
    for rank, passage in enumerate(reading.passages[:10], start=1):
        holds = any(reader.holds(passage, gold) for gold in reading.asked.gold)
        paged = any(on_page(passage, gold) for gold in reading.asked.gold)
        mark = '<b class="good">holds gold</b>' if holds else "right page" if paged else ""
        where = " › ".join((passage.path, *passage.heading))
        out.append(f"<h3>{rank}. {escape(where)} {mark}</h3><pre>{escape(passage.text)}</pre>")
    return out

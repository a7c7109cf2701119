"""The shortlist in a brief: what was asked, which models, what their licences ask, what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from advisor.brief.candidates import cited, row, shared_reasons, spaced
from advisor.brief.case import Case
from advisor.brief.money import figure
from advisor.brief.needed import among, unjudged
from advisor.brief.notes import Notes
from advisor.brief.records import Block, Bullets, Paragraph, Run, Subheading, Table, Text, text
from advisor.brief.wording import Wording
from advisor.shortlist.hardware import USUAL_TOKENS
from advisor.shortlist.records import Candidate, Need, Shortlist

_ROWS = {"open": 5, "proprietary": 3}  # shown at the most
_WHYS = 4  # reasons for leaving out that are told


def shortlist(case: Case, words: Wording, notes: Notes) -> list[Block]:
    """The section; a sentence where nothing is known that could be asked of a model."""
    found = case.shortlist
    if not found:
        return [Paragraph(text(words.missing["shortlist"].says))]
    shown = _shown(found)
    return [
        Paragraph(text(f"{_asked(case, found.need, words)} {_counted(found, words)}")),
        *_table(found, shown, words, notes),
        *(_clauses(shown, words, notes) if shown else ()),
        *_not_stated(shown, words),
        *_left_out(found, words),
        *_unjudged(case, words),
    ]


def open_points(case: Case, words: Wording) -> list[str]:
    """What is to be asked before a model is chosen."""
    if not case.shortlist:
        return [words.missing["shortlist"].asks]
    unsure = [one.model.name for one in _shown(case.shortlist) if not one.fits]
    return [
        words.missing["languages"].asks,
        *(one.asks for one in unjudged(case.told.answers, words.needs) if one.asks),
        *([words.say("confirm", models=_listed(unsure))] if unsure else []),
    ]


def prices_as_of(case: Case) -> date | None:
    """The date of the prices shown; None where none is."""
    if not case.shortlist or case.shortlist.need.self_hosted:
        return None
    return _priced(_shown(case.shortlist))


def _priced(shown: Iterable[Candidate]) -> date | None:
    return max((one.prices[0].as_of for one in shown if one.prices), default=None)


def _shown(found: Shortlist) -> list[Candidate]:
    """The first candidate of each vendor, so many of each side, the open ones first."""
    shown = []
    for side, most in _ROWS.items():
        first: dict[str, Candidate] = {}
        for one in found.candidates:
            if one.model.side == side:
                first.setdefault(one.model.vendor, one)
        shown += list(first.values())[:most]
    return shown


def _asked(case: Case, need: Need, words: Wording) -> str:
    own = among(case.told.answers, words.needs.self_hosted)
    because = "; ".join(_answer(case, name) for name in own)
    parts = [
        words.say("asked_task", task=need.task),
        words.sentences["asked_commercial"] if need.commercial else "",
        words.say("asked_self_hosted", because=because) if need.self_hosted else "",
        words.say("asked_modalities", modalities=_listed(need.modalities))
        if need.modalities
        else "",
        words.say("asked_context", tokens=figure(need.context)) if need.context else "",
    ]
    return words.say("asked", needs=_listed([one for one in parts if one]))


def _answer(case: Case, name: str) -> str:
    question = case.framework.question(name)
    option = question.option(case.told.answers[name]) if question else None
    return f"{question.title}: {option.label}" if question and option else name


def _table(
    found: Shortlist, shown: Sequence[Candidate], words: Wording, notes: Notes
) -> list[Block]:
    if not shown:
        return [Paragraph(text(words.sentences["none_fits"]))]
    own, shared = found.need.self_hosted, shared_reasons(shown)
    rows = tuple(row(one, own=own, shared=shared, notes=notes) for one in shown)
    amounts = "Memory" if own else "Price and memory"
    head = ("Model", "Side", "Licence", amounts, "What tells it apart")
    widths = (0.15, 0.14, 0.21, 0.24, 0.26)
    blocks: list[Block] = [
        Table(words.sentences["shortlist_of"], head, rows, widths=widths),
        Paragraph(text(_reading(found.need, shown, words))),
    ]
    return [*blocks, _said_of_each(shown, shared, words, notes)] if shared else blocks


def _said_of_each(
    shown: Sequence[Candidate], shared: Sequence[str], words: Wording, notes: Notes
) -> Paragraph:
    runs = [Run(words.sentences["shared"])]
    for said in shared:
        told = [cited(said, why, notes) for one in shown for why in one.reasons if why.text == said]
        runs.append(Run(said, tuple(sorted({n for run in told for n in run.notes}))))
    return Paragraph(spaced(runs))


def _counted(found: Shortlist, words: Wording) -> str:
    """How many models there are of each kind, and which of them are shown."""
    counted = words.say(
        "fit",
        fit=found.fitting,
        all=len(found.candidates) + len(found.excluded),
        may=len(found.candidates) - found.fitting,
        out=len(found.excluded),
    )
    if not found.candidates:
        return counted
    shown = words.say("shown_own" if found.need.self_hosted else "shown_both", **_ROWS)
    return f"{counted} {shown} {words.sentences['ranked']}"


def _reading(need: Need, shown: Iterable[Candidate], words: Wording) -> str:
    """How the amounts in the table are meant."""
    if need.self_hosted:
        return words.say("memory_note", tokens=figure(need.context or USUAL_TOKENS))
    day = _priced(shown)
    said = words.say("price_note", day=f" on {day.isoformat()}" if day else "")
    return f"{said} {words.sentences['month_note']}" if need.workload else said


def _clauses(shown: Iterable[Candidate], words: Wording, notes: Notes) -> list[Block]:
    """What the licence of each model asks, each clause with its page."""
    items: list[Text] = [
        spaced(
            [
                Run(f"{one.model.name}:", mark="strong"),
                *(cited(clause.text, clause, notes) for clause in one.warnings),
            ]
        )
        for one in shown
        if one.warnings
    ]
    told = Bullets(tuple(items)) if items else Paragraph(text(words.sentences["no_clauses"]))
    return [Subheading(words.sentences["clauses"]), told]


def _not_stated(shown: Iterable[Candidate], words: Wording) -> list[Block]:
    items = tuple(
        (Run(f"{one.model.name}: ", mark="strong"), Run(" ".join(one.unknowns)))
        for one in shown
        if not one.fits
    )
    return [Subheading(words.sentences["not_stated"]), Bullets(items)] if items else []


def _left_out(found: Shortlist, words: Wording) -> list[Block]:
    """How many models each reason speaks against, the most frequent first."""
    whys = Counter(why.text for one in found.excluded for why in one.why)
    told = [f"{why} ({count})" for why, count in whys.most_common(_WHYS)]
    others = whys.total() - sum(count for _, count in whys.most_common(_WHYS))
    if others:
        told.append(words.say("other_reasons", count=others))
    items = tuple(text(one) for one in told)
    return [Subheading(words.sentences["left_out"]), Bullets(items)] if items else []


def _unjudged(case: Case, words: Wording) -> list[Block]:
    said = [one.says for one in unjudged(case.told.answers, words.needs)]
    items = tuple(text(one) for one in (*said, words.missing["languages"].says))
    return [Subheading(words.sentences["checks"]), Bullets(items)]


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last

"""The shortlist in a brief: what was asked, which models, what their licences ask, what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from advisor.brief.case import Case
from advisor.brief.money import figure, money
from advisor.brief.needed import among, unjudged
from advisor.brief.notes import Notes
from advisor.brief.records import Block, Bullets, Paragraph, Run, Subheading, Table, Text, text
from advisor.brief.sourced import sourced
from advisor.brief.wording import Wording
from advisor.catalogue.records import Fact
from advisor.shortlist.hardware import USUAL_TOKENS
from advisor.shortlist.records import Candidate, Memory, Need, Shortlist

_ROWS = {"open": 5, "proprietary": 3}  # shown at the most
_WHYS = 4  # reasons for leaving out that are told
_UNKNOWN = "not stated"


def shortlist(case: Case, words: Wording, notes: Notes) -> list[Block]:
    """The section; a sentence where nothing is known that could be asked of a model."""
    found = case.shortlist
    if not found:
        return [Paragraph(text(words.missing["shortlist"].says))]
    shown = _shown(found)
    return [
        Paragraph(text(_asked(case, found.need, words))),
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
    return max((one.prices[0].as_of for one in _shown(case.shortlist) if one.prices), default=None)


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
    own = found.need.self_hosted
    rows = tuple(_row(one, own=own, notes=notes) for one in shown)
    head = ("Model", "Side", "Licence", "Memory" if own else "Price and memory", "Why")
    table = Table(
        words.sentences["shortlist_of"], head, rows, widths=(0.14, 0.12, 0.17, 0.22, 0.35)
    )
    return [
        Paragraph(text(_counted(found, words))),
        table,
        Paragraph(text(_reading(found.need, words))),
    ]


def _counted(found: Shortlist, words: Wording) -> str:
    """How many models there are of each kind, and which of them are shown."""
    counted = words.say(
        "fit",
        fit=found.fitting,
        all=len(found.candidates) + len(found.excluded),
        may=len(found.candidates) - found.fitting,
        out=len(found.excluded),
    )
    shown = words.say("shown_own" if found.need.self_hosted else "shown_both", **_ROWS)
    return f"{counted} {shown} {words.sentences['ranked']}"


def _reading(need: Need, words: Wording) -> str:
    """How the amounts in the table are meant."""
    if need.self_hosted:
        return words.say("memory_note", tokens=figure(need.context or USUAL_TOKENS))
    month = words.sentences["month_note"] if need.workload else ""
    return f"{words.sentences['price_note']} {month}".strip()


def _row(one: Candidate, *, own: bool, notes: Notes) -> tuple[Text, ...]:
    model = one.model
    return (
        text(model.name, mark="strong"),
        text(model.side),
        _licence(model.licence, notes),
        _memory(one, notes) if own else _price(one, notes),
        _why(one, notes),
    )


def _licence(fact: Fact[str] | None, notes: Notes) -> Text:
    if not fact:
        return text(_UNKNOWN)
    return text(fact.value, *_numbers(fact.source, fact.as_of, notes))


def _memory(one: Candidate, notes: Notes) -> Text:
    if not one.memory or not one.model.total:
        return text(_UNKNOWN)
    size = one.model.total
    said = f"{_gb(one.memory[0])}; {_gb(one.memory[-1])} at 4 bits"
    return text(said, *_numbers(size.source, size.as_of, notes))


def _gb(size: Memory) -> str:
    return f"{'from ' if size.cache_gb is None else ''}{size.total_gb:,.0f} GB"


def _price(one: Candidate, notes: Notes) -> Text:
    """What the cheapest host asks, and the memory of an open model for who runs it themselves."""
    said: Text = text(_UNKNOWN)
    if one.prices:
        least = one.prices[0]
        month = "" if least.monthly is None else f"{money(least.monthly)} a month: "
        asked = f"{month}{_rate(least.read)} read, {_rate(least.written)} written, "
        said = (Run(asked), *sourced(least.source, least.as_of, notes))
    size = one.model.total
    if not one.memory or not size:
        return said
    memory = Run(f"; {_gb(one.memory[-1])}", _numbers(size.source, size.as_of, notes))
    return (*said, memory)


def _rate(amount: Decimal) -> str:
    """A price of tokens: with cents, or with more digits where it has them."""
    return f"${amount:,.2f}" if amount == round(amount, 2) else money(amount)


def _why(one: Candidate, notes: Notes) -> Text:
    """What it meets, each with its page; what no page states; how long and how new it is."""
    context, released = one.model.context, one.model.released
    runs = [Run(f"{why.text} ", _numbers(why.source, why.as_of, notes)) for why in one.reasons]
    runs += [Run(f"{unknown} ", mark="quiet") for unknown in one.unknowns]
    said = f"Its context is {context.value:,} tokens." if context else ""
    if context and said not in {why.text for why in one.reasons}:
        runs.append(Run(f"{said} ", _numbers(context.source, context.as_of, notes)))
    if released:
        day = f"Released {released.value.isoformat()}."
        runs.append(Run(day, _numbers(released.source, released.as_of, notes)))
    return tuple(runs)


def _clauses(shown: Iterable[Candidate], words: Wording, notes: Notes) -> list[Block]:
    """What the licence of each model asks, each clause with its page."""
    items: list[Text] = [
        (
            Run(f"{one.model.name}: ", mark="strong"),
            *(
                Run(f"{said.text} ", _numbers(said.source, said.as_of, notes))
                for said in one.warnings
            ),
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
    items = tuple(text(f"{why} ({count})") for why, count in whys.most_common(_WHYS))
    return [Subheading(words.sentences["left_out"]), Bullets(items)] if items else []


def _unjudged(case: Case, words: Wording) -> list[Block]:
    said = [one.says for one in unjudged(case.told.answers, words.needs)]
    items = tuple(text(one) for one in (*said, words.missing["languages"].says))
    return [Subheading(words.sentences["checks"]), Bullets(items)]


def _numbers(source: str, as_of: date | None, notes: Notes) -> tuple[int, ...]:
    """The note of a page; none where no page says it."""
    return sourced(source, as_of, notes)[0].notes if source and as_of else ()


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last

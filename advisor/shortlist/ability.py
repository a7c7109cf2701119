"""What a model can do: task, context, languages, modalities."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.catalogue.records import Fact, Model
from advisor.shortlist.records import Need, Verdict

# What a model is made for; the other tasks are things such a model may also do, and a page that
# does not name one does not deny it.
KINDS = {"chat", "embedding", "image-generation", "speech-to-text", "text-generation"}
_WRITERS = {"chat", "text-generation"}
_NOT_STATED = "not stated"
_FEW = 12


def task(model: Model, need: Need) -> Verdict | None:
    """Tell whether the model is made for the task, or is said to do it."""
    if not need.task:
        return None
    if model.tasks is None:
        return Verdict(None, f"Task {need.task}: {_NOT_STATED}.")
    told = model.tasks
    if need.task in told.value:
        return _on(told, meets=True, text=f"It is described for {need.task}.")
    kinds = [one for one in told.value if one in KINDS]
    another_kind = kinds and (need.task in KINDS or "chat" not in kinds)
    if another_kind:
        return _on(told, meets=False, text=f"It is made for {_listed(kinds)}, not {need.task}.")
    return Verdict(None, f"Task {need.task}: {_NOT_STATED}.")


def context(model: Model, need: Need) -> Verdict | None:
    """Tell whether so many tokens fit its context."""
    if not need.context:
        return None
    if model.context is None:
        return Verdict(None, f"Context length: {_NOT_STATED}.")
    text = f"Its context is {model.context.value:,} tokens."
    return _on(model.context, meets=model.context.value >= need.context, text=text)


def languages(model: Model, need: Need) -> Verdict | None:
    """Tell whether the languages are among those published.

    A list of languages does not deny the others: what is not on it is not stated.
    """
    told = _all_of(need.languages, model.languages, "Languages", "is published for")
    if told and told.meets is False:
        return Verdict(None, told.text, told.source, told.as_of)
    return told


def modalities(model: Model, need: Need) -> Verdict | None:
    """Tell whether it takes the modalities as input; a model made for chat takes text."""
    tasks = model.tasks
    if model.modalities is None and set(need.modalities) == {"text"} and tasks:
        kinds = [one for one in tasks.value if one in _WRITERS]
        if kinds:
            return _on(
                tasks, meets=True, text=f"It is made for {_listed(kinds)}, so it takes text."
            )
    return _all_of(need.modalities, model.modalities, "Input modalities", "takes")


def _all_of(
    asked: Sequence[str], told: Fact[tuple[str, ...]] | None, what: str, verb: str
) -> Verdict | None:
    if not asked:
        return None
    if told is None:
        return Verdict(None, f"{what}: {_NOT_STATED}.")
    missing = [one for one in asked if one not in told.value]
    if missing:
        text = f"It {verb} {_few(told.value)}, not {_listed(missing)}."
        return _on(told, meets=False, text=text)
    return _on(told, meets=True, text=f"It {verb} {_listed(asked)}.")


def _on(fact: Fact[tuple[str, ...]] | Fact[int], *, meets: bool, text: str) -> Verdict:
    return Verdict(meets, text, fact.source, fact.as_of)


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _few(names: Sequence[str]) -> str:
    """List names, or the first and how many others where they are many."""
    more = len(names) - _FEW
    return f"{', '.join(names[:_FEW])} and {more} more" if more > 1 else _listed(names)

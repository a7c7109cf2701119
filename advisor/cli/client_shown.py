"""Clients on the screen and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.as_json import Json, answer_json
from advisor.backends.store import Listed
from advisor.cli.screen import aside, out, plain, print_json
from advisor.clients.records import ClientFile, ClientSummary

_LAST = 6  # turns of the conversation that are shown
_LONG = 300  # characters of a turn


def show_clients(found: Sequence[ClientSummary], broken: Sequence[str], *, as_json: bool) -> None:
    """Print the clients, archived ones at the end; those whose file is damaged, aside."""
    clients = sorted(found, key=lambda one: one.archived)
    if as_json:
        print_json({"clients": [_summary(one) for one in clients], "broken": list(broken)})
        return
    from rich.table import Table
    from rich.text import Text

    for one in broken:
        aside().print(f"The file of {one} cannot be read.", style="yellow", markup=False)
    table = Table("Client", "Since", "Kept answers", "", box=None, pad_edge=False)
    for client in clients:
        since = client.created.date().isoformat()
        away = "archived" if client.archived else ""
        table.add_row(Text(plain(client.name)), since, str(client.answers), away)
    if clients:
        out().print(table)
    else:
        out().print("No clients yet. `advisor client new NAME` makes one.", markup=False)


def show_client(kept: ClientFile, papers: Sequence[Listed]) -> None:
    """Print what is kept of a client, briefly."""
    away = ", archived" if kept.archived else ""
    out().print(plain(kept.name), style="bold", markup=False)
    out().print(f"{kept.id}, since {kept.created.date()}{away}", style="dim", markup=False)
    _list("Profile", [f"{key} = {value}" for key, value in kept.profile.items()])
    _list("Costs", [f"{key} = {value}" for key, value in kept.costs.items()])
    _list("Papers", [f"{one.path}: {one.title}, {one.as_of}" for one in papers])
    asked = [one.question for one in kept.kept]
    _list("Kept for the brief", [f"{n}. {question}" for n, question in enumerate(asked, 1)])
    _list(
        "Decisions",
        [f"{one.at.date()}: {one.choice} ({one.score:+.2f})" for one in kept.decisions],
    )
    _list("Notes", [f"{one.at.date()}: {one.text}" for one in kept.notes])
    count = sum(turn.role == "user" for turn in kept.turns)
    last = [f"{one.role}: {_short(one.content)}" for one in kept.turns[-_LAST:]]
    _list(f"Conversation, {count} questions asked", last)


def client_json(kept: ClientFile, papers: Sequence[Listed]) -> Json:
    """Return all that is kept of a client; of its papers, which they are."""
    return {
        "id": kept.id,
        "name": kept.name,
        "created": kept.created.isoformat(),
        "archived": kept.archived,
        "profile": dict(kept.profile),
        "costs": dict(kept.costs),
        "turns": [{"role": one.role, "content": one.content} for one in kept.turns],
        "kept": [answer_json(one) for one in kept.kept],
        "decisions": [
            {
                "at": one.at.isoformat(), "answers": dict(one.answers), "choice": one.choice,
                "pattern": one.pattern, "score": one.score,
            }
            for one in kept.decisions
        ],
        "notes": [{"at": one.at.isoformat(), "text": one.text} for one in kept.notes],
        "papers": [paper_json(one) for one in papers],
    }  # fmt: skip


def paper_json(one: Listed) -> Json:
    """Return which paper it is."""
    return {
        "path": one.path, "source": one.source, "title": one.title, "chunks": one.chunks,
        "as_of": one.as_of.isoformat(),
    }  # fmt: skip


def _summary(one: ClientSummary) -> Json:
    return {
        "id": one.id, "name": one.name, "created": one.created.isoformat(),
        "archived": one.archived, "answers": one.answers,
    }  # fmt: skip


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONG else f"{flat[: _LONG - 1]}…"


def _list(title: str, lines: Sequence[str]) -> None:
    if lines:
        out().print(f"\n{title}", style="bold", markup=False)
        for line in lines:
            out().print(plain(f"  {line}"), markup=False)

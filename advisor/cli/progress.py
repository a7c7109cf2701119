"""A sync on the screen: a bar with an estimate, skipped pages with their reasons, the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from advisor.cli.screen import aside, plain
from advisor.library.page import Skipped
from advisor.library.sync import Embedding, Reading, Report, SyncEvent


def follow(
    events: Iterable[SyncEvent], title: str, told: Callable[[SyncEvent], None] = lambda _: None
) -> Report:
    """Show the events of a sync and return its report; `told` hears each event too."""
    report = Report(0, 0, 0, (), 0, 0)
    screen = aside()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} passages"),
        TimeRemainingColumn(),
        console=screen,
        transient=True,
        disable=not screen.is_terminal,
    ) as progress:
        task = progress.add_task(title, total=None)
        for event in events:
            told(event)
            _show(event, progress, task, title)
            if isinstance(event, Report):
                report = event
    return report


def _show(event: SyncEvent, progress: Progress, task: TaskID, title: str) -> None:
    match event:
        case Reading(path):
            progress.update(task, description=f"{title}: reading {_short(plain(path))}")
        case Embedding(done, total):
            progress.update(task, description=title, completed=done, total=total)
        case Skipped(path, reason):
            progress.console.print(
                plain(f"Skipped {path}: {reason}"), style="yellow", markup=False, soft_wrap=True
            )
        case _:
            pass


def _short(path: str) -> str:
    return path if len(path) <= 40 else f"…{path[-39:]}"

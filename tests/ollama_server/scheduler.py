"""Which models are in memory, and whose turn it is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from threading import Condition
from typing import Any

from .models import Model
from .replies import ClientGoneError

LOOK_EVERY = 0.01  # seconds between looks whether a waiting client is still there
RELOADING_OPTIONS = ("num_batch", "num_gpu", "main_gpu", "use_mmap", "num_thread")


@dataclass(frozen=True, slots=True)
class Load:
    """One reading of a model into memory; `again` when it was there with other settings."""

    model: str
    num_ctx: int
    again: bool


@dataclass(slots=True)
class Loaded:
    """A model in memory; `seen` are the prompts that its cache still knows."""

    model: Model
    num_ctx: int
    chosen: bool
    settings: tuple[object, ...]
    expires_at: datetime
    keep_alive: float = 0.0
    running: int = 0
    seen: list[list[str]] = field(default_factory=list)

    def cached(self, prompt: list[str]) -> int:
        """How many tokens at the start of a prompt were read before; the prompt is remembered."""
        most = max((shared(prompt, old) for old in self.seen), default=0)
        self.seen.append(prompt)
        return most


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request needs of the runner."""

    model: Model
    options: Mapping[str, Any]
    shift: bool
    keep_alive: float
    default_context: int
    writes: bool = True
    """False where the model is only to be loaded."""

    @property
    def chosen(self) -> bool:
        """Whether the request names a context size."""
        return self.options.get("num_ctx") is not None

    @property
    def num_ctx(self) -> int:
        """The context that the model will really have."""
        asked = self.options["num_ctx"] if self.chosen else self.default_context
        return min(max(int(asked), 4), self.model.context)

    @property
    def settings(self) -> tuple[object, ...]:
        """What besides the context makes the server load the model anew."""
        return (self.shift, *(self.options.get(name) for name in RELOADING_OPTIONS))


class Scheduler:
    """Loads models and lets requests to each in, one after the other, in order of arrival."""

    def __init__(self, changed: Condition, parallel: int) -> None:
        self.changed = changed
        self.parallel = parallel
        self.loaded: dict[str, Loaded] = {}
        self.loads: list[Load] = []
        self.waiting: list[Wanted] = []

    @contextmanager
    def turn(self, wanted: Wanted, gone: Callable[[], bool]) -> Iterator[tuple[Loaded, bool]]:
        """The loaded model, alone, and whether it had to be loaded for this."""
        loaded, fresh = self.enter(wanted, gone)
        try:
            yield loaded, fresh
        finally:
            self.leave(loaded)

    def enter(self, wanted: Wanted, gone: Callable[[], bool]) -> tuple[Loaded, bool]:
        """Wait for a turn and load what is wanted."""
        with self.changed:
            self.waiting.append(wanted)
            self.changed.notify_all()
            try:
                while self.behind(wanted) or self.busy(wanted):
                    self.changed.wait(LOOK_EVERY)
                    if gone():
                        raise ClientGoneError
                return self.start(wanted)
            finally:
                self.waiting = [other for other in self.waiting if other is not wanted]
                self.changed.notify_all()

    def behind(self, wanted: Wanted) -> bool:
        """Whether someone came earlier for the same model."""
        earlier = takewhile(lambda other: other is not wanted, self.waiting)
        return any(other.model.full_name == wanted.model.full_name for other in earlier)

    def busy(self, wanted: Wanted) -> bool:
        """Whether the model's slots are taken, or it must be reloaded while it runs."""
        loaded = self.loaded.get(wanted.model.full_name)
        if loaded is None or not loaded.running:
            return False
        full = wanted.writes and loaded.running >= self.parallel
        return full or differs(loaded, wanted)

    def start(self, wanted: Wanted) -> tuple[Loaded, bool]:
        """Take a slot, loading the model first where that is needed."""
        self.forget_expired()
        name = wanted.model.full_name
        loaded = self.loaded.get(name)
        fresh = loaded is None or differs(loaded, wanted)
        if loaded is None or fresh:
            self.loads.append(Load(name, wanted.num_ctx, again=loaded is not None))
            loaded = self.loaded[name] = Loaded(
                wanted.model, wanted.num_ctx, wanted.chosen, wanted.settings, datetime.now(UTC)
            )
        loaded.running += 1
        loaded.keep_alive = wanted.keep_alive
        self.stretch(loaded)
        return loaded, fresh

    def leave(self, loaded: Loaded) -> None:
        """Give the slot back; the model stays as long as was asked."""
        with self.changed:
            loaded.running -= 1
            self.stretch(loaded)
            if loaded.keep_alive == 0 and not loaded.running:
                self.drop(loaded)
            self.changed.notify_all()

    def drop(self, loaded: Loaded) -> None:
        """Take a model out of memory, unless a newer load has its place."""
        with self.changed:
            if self.loaded.get(loaded.model.full_name) is loaded:
                del self.loaded[loaded.model.full_name]
            self.changed.notify_all()

    def expire(self, name: str) -> None:
        """Unload a model now, or when its running request ends."""
        with self.changed:
            loaded = self.loaded.get(name)
            if loaded is not None and loaded.running:
                loaded.keep_alive = 0
            elif loaded is not None:
                self.drop(loaded)

    def stretch(self, loaded: Loaded) -> None:
        """Count the time to live from now."""
        loaded.expires_at = datetime.now(UTC) + timedelta(seconds=loaded.keep_alive)

    def forget_expired(self) -> None:
        """Drop the idle models whose time has run out."""
        with self.changed:
            now = datetime.now(UTC)
            for loaded in list(self.loaded.values()):
                if not loaded.running and loaded.expires_at <= now:
                    self.drop(loaded)


def differs(loaded: Loaded, wanted: Wanted) -> bool:
    """Whether the model must be loaded anew; two requests without `num_ctx` agree."""
    same_context = loaded.num_ctx == wanted.num_ctx or not (loaded.chosen or wanted.chosen)
    return not same_context or loaded.settings != wanted.settings


def shared(one: list[str], other: list[str]) -> int:
    """The length of the common beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))

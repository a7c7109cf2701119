"""What a server has and has seen; every change wakes those who wait for one."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Condition

from .faults import Faults
from .generation import Generation, RunnerDiedError
from .models import Model, shown
from .replies import Received, RefusedError, ServerDiedError
from .scheduler import Load, Loaded, Scheduler


class State:
    """Models, memory, faults, and the record of what was asked and what came of it."""

    def __init__(
        self,
        models: Iterable[Model] = (),
        *,
        registry: Iterable[Model] | None = None,
        no_cloud: bool = False,
        default_context: int = 4096,
        parallel: int = 1,
        version: str = "0.12.0",
    ) -> None:
        self.changed = Condition()
        self.models = {model.full_name: model for model in models}
        self.registry = registry if registry is None else {m.full_name: m for m in registry}
        self.no_cloud = no_cloud
        self.default_context = default_context
        self.version = version
        self.faults = Faults()
        self.scheduler = Scheduler(self.changed, parallel)
        self.blobs = {model.blob for model in self.models.values()}
        self.requests: list[Received] = []
        self.generations: list[Generation] = []
        self.cancelled: list[Received] = []
        self.forwarded: list[str] = []
        self.crashes: list[Exception] = []
        self.active = 0
        self.running = 0
        self.most_at_once = 0

    @property
    def loads(self) -> list[Load]:
        """Every reading of a model into memory, in order."""
        return self.scheduler.loads

    @property
    def reloads(self) -> int:
        """How often a model was read again because a request wanted other settings."""
        return sum(load.again for load in self.loads)

    def find(self, name: str) -> Model | None:
        """The model of that name, with or without its tag."""
        return self.models.get(shown(name))

    def add(self, model: Model) -> None:
        """Have one more model."""
        with self.changed:
            self.models[model.full_name] = model
            self.blobs.add(model.blob)
            self.changed.notify_all()

    def take_faults(self) -> Faults:
        """The faults for one request; those that are to happen once are then gone."""
        with self.changed:
            faults = self.faults
            if faults.once:
                self.faults = Faults()
            return faults

    def note(self, seen: list[Received], request: Received) -> None:
        """Put a request into one of the records."""
        with self.changed:
            seen.append(request)
            self.changed.notify_all()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count a request as being answered; a bug in a model's behaviour is kept for the test."""
        with self.changed:
            self.active += 1
        try:
            yield
        except Exception as error:
            self.crashes.append(error)
            raise
        finally:
            with self.changed:
                self.active -= 1
                self.changed.notify_all()

    @contextmanager
    def recorded(self, generation: Generation, loaded: Loaded) -> Iterator[None]:
        """Count the generation as running, and keep how it ended."""
        with self.changed:
            self.generations.append(generation)
            self.running += 1
            self.most_at_once = max(self.most_at_once, self.running)
            self.changed.notify_all()
        ended = "cancelled"
        try:
            yield
            ended = generation.ended
        except RunnerDiedError:
            ended = "runner died"
            self.scheduler.drop(loaded)
            raise
        except RefusedError:
            ended = "refused"
            raise
        except ServerDiedError:
            ended = "server died"
            raise
        finally:
            with self.changed:
                self.running -= 1
                generation.ended = ended
                self.changed.notify_all()

    def wait_until(self, happened: Callable[[], object], seconds: float = 5.0) -> None:
        """Block until something is so; an error when it is not in time.

        In an async test: `await asyncio.to_thread(server.wait_until, …)`, since a client that
        was cancelled closes its connection only while its event loop runs.
        """
        with self.changed:
            if not self.changed.wait_for(happened, seconds):
                raise TimeoutError("It did not happen in time.")

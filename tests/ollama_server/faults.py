"""What can go wrong, switched on by giving a server other `faults`."""

from dataclasses import dataclass, field
from threading import Event


@dataclass(frozen=True, slots=True)
class Faults:
    """Counts are tokens of an answer, or lines of a pull; `released` ends every wait.

    `once` takes the faults away again when the first request has met them.
    """

    runner_dies_after: int | None = None
    server_dies_after: int | None = None
    hangs_after: int | None = None
    hangs_before_first: bool = False
    slow_first: float = 0.0
    cut_by_length: int | None = None
    silently_truncates: int | None = None
    """Read prompts as if `num_ctx` were this, whatever was asked for."""
    queue_full: bool = False
    once: bool = False
    released: Event = field(default_factory=Event)

    def hangs_at(self, count: int) -> bool:
        """Whether the server falls silent when so many have been written."""
        return self.hangs_after == count or (self.hangs_before_first and count == 0)

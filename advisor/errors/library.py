"""Failures of the library."""

from __future__ import annotations

from advisor.errors.failure import AdvisorError


class EmbedderMismatchError(AdvisorError):
    """The library was filled with another embedding model."""

    hint = (
        "Run `advisor sync --rebuild` to embed everything again with the present model, or set "
        "ADVISOR_EMBEDDER back."
    )

    def __init__(self, filled_with: str, asked_for: str) -> None:
        super().__init__(f"The library was filled with {filled_with!r}, not {asked_for!r}.")


class LibraryVersionError(AdvisorError):
    """The library file has a layout this version does not know."""

    hint = "Use the version of advisor that made it, or move it away and run `advisor sync`."

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"The library has layout {found}; this version reads layout {known}.")


class LibraryDamagedError(AdvisorError):
    """The library file cannot be read as a database."""

    hint = "Move the file away and run `advisor sync`; the sources themselves are not lost."

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"The library at {path} cannot be read: {reason}.")


class LibraryBusyError(AdvisorError):
    """Another process is writing to the library."""

    hint = "Wait until the other `advisor sync` has ended; nothing was changed."

    def __init__(self) -> None:
        super().__init__("Another sync is writing to this library.")


class UnknownSourceError(AdvisorError):
    """No source of that name is in the library."""

    hint = "Run `advisor library` to see the sources."
    exit_code = 2

    def __init__(self, source: str) -> None:
        super().__init__(f"There is no source {source!r} in the library.")

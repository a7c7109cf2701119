"""Failures of briefs, questionnaires and clients."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from advisor.errors.failure import AdvisorError


class BriefFileError(AdvisorError):
    """The brief's file cannot be written."""

    hint = "Name another place with --out."
    exit_code = 2


class BriefExistsError(BriefFileError):
    """There is a file of that name already."""

    hint = "Name another with --out, or replace it with --force."

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} exists already; nothing was written.")


class TemplateError(AdvisorError):
    """A Word template cannot hold the brief."""

    hint = (
        "Start from our own template (`advisor brief --template-out FILE.docx`) and keep its "
        "fields and styles."
    )
    exit_code = 2

    def __init__(self, template: Path, fault: str) -> None:
        super().__init__(f"The template {template} {fault}.")


class QuestionnaireError(AdvisorError):
    """A questionnaire cannot be read, or its answers cannot be written."""

    exit_code = 2

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class ClientError(AdvisorError):
    """Something about a client cannot be done."""

    hint = "`advisor client list` shows them."
    exit_code = 2


class ClientNameError(ClientError):
    """A name that no client can have."""

    hint = "Name the client as people do, in a few words."


class ClientExistsError(ClientError):
    """There is a client of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a client {name!r} already.")
        self.hint = f"Go on with it: `advisor client show {name!r}`."


class UnknownClientError(ClientError):
    """There is no client of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"There is no client {name!r}.")
        have = ", ".join(known[:8]) if known else "none yet"
        self.hint = f"Clients: {have}. `advisor client new NAME` makes one."


class UnknownAnswerError(ClientError):
    """No answer of that number is kept."""

    hint = "`advisor client show NAME` numbers the answers kept."

    def __init__(self, number: int, kept: int) -> None:
        super().__init__(f"There is no kept answer {number}; there are {kept}.")


class EmptyProfileError(ClientError):
    """There is nothing to decide from."""

    hint = (
        "`advisor client set NAME KEY=VALUE` answers questions; `advisor decide --list` has them."
    )

    def __init__(self, client: str) -> None:
        super().__init__(f"Nothing is known of {client!r} yet, so there is nothing to decide from.")


class ClientArchivedError(ClientError):
    """A client in the archive, where nothing changes."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The client {name!r} is archived.")
        self.hint = f"`advisor client restore {name!r}` brings it back."


class ClientFileError(ClientError):
    """A client's file cannot be read or written."""

    exit_code = 1

    def __init__(self, client: str, reason: str) -> None:
        super().__init__(f"The file of the client {client!r} cannot be used: {reason}.")
        self.hint = (
            f"Bring clients/{client}/client.db of ADVISOR_HOME back from a copy, or delete the "
            f"client: `advisor client delete {client}`."
        )


class ClientBusyError(ClientError):
    """Another process writes to the client's file or papers."""

    hint = "Try again when it has ended; nothing was changed."
    exit_code = 1

    def __init__(self, client: str) -> None:
        super().__init__(f"Another process is writing to the client {client!r}.")


class ClientEmbedderError(ClientError):
    """A client's papers were embedded with another model."""

    exit_code = 1

    def __init__(self, client: str, filled_with: str, asked_for: str) -> None:
        super().__init__(
            f"The papers of {client!r} were embedded with {filled_with!r}, not {asked_for!r}."
        )
        self.hint = (
            f"Run `advisor client sync {client!r} --rebuild` to embed them again, or set "
            "ADVISOR_EMBEDDER back."
        )

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

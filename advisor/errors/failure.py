"""Failures a user can act on: the class is the message, `hint` is the next step."""

from __future__ import annotations

from typing import ClassVar


class AdvisorError(Exception):
    """Something a user can mend; `hint` says how."""

    hint: str = ""
    exit_code: ClassVar[int] = 1


class SettingsError(AdvisorError):
    """A setting has a value that cannot be used."""

    hint = "Run `advisor config` to see every setting, its value and where it comes from."
    exit_code = 2


class StorageError(AdvisorError):
    """The library's folder cannot be written (disk full, no permission)."""

    hint = "Make room or give write access there, or set ADVISOR_HOME to another folder."

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"Cannot write to {path}: {reason}. What was in the library is kept.")


class QuestionError(AdvisorError):
    """The question cannot be asked (empty, or far too long)."""

    hint = "Ask one question in a sentence or two."
    exit_code = 2


class QuestionsFileError(AdvisorError):
    """A line of a questions file cannot be read."""

    hint = "Each line is a JSON object with `id`, `question` and, if you like, `history`."
    exit_code = 2


class EvaluationFileError(AdvisorError):
    """What is to be measured, or compared with, cannot be read or written."""

    hint = "See `advisor eval --help` for the files it reads; --lenient leaves bad lines out."
    exit_code = 2


class PromptFileError(AdvisorError):
    """A prompt file is missing or lacks a placeholder."""

    hint = "Restore the file from the release."


class KnowledgeFileError(AdvisorError):
    """A file of the built-in knowledge cannot be read as it should."""

    hint = "Restore the file from the release; `python -m pytest tests/knowledge` names the fault."


class PortTakenError(AdvisorError):
    """Another program listens on the chat's port."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"Port {port} on {host} is taken by another program.")
        self.hint = f"Stop it, or choose another port: `advisor chat --port {port + 1}`."


class FileExistsAlreadyError(AdvisorError):
    """A file that would be written is there already."""

    hint = "Name another file, or move that one away; nothing was changed."
    exit_code = 2

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} exists already.")
